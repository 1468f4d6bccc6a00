"""No page falls over, whatever stands in its address or in its form."""

from itertools import groupby

import pytest
from django.db import transaction
from django.test import Client

from tests.access_examples import EXAMPLES
from tests.test_access import PAGES
from unionhall.core.paging import keyset
from unionhall.organisations.models import Organisation

NAMES = [
    *("q", "at", "page", "show", "when", "kind", "closed", "unit", "topic", "status", "sex", "on"),
    *("s", "order", "columns", "employment", "days", "start", "part", "next", "name", "phone"),
    *("text", "reason", "to", "code", "parent", "person", "until_on", "from_on", "version"),
]
NONSENSE = [
    *("%00", "a%00b", "%ED%A0%80", "%FF", "-1", "9" * 30, "9" * 5000, "0001-01-01", "9999-12-31"),
    *("2026-02-30", "%F0%9F%98%80", "'%22%3C", "%25", "a:b:c"),
]
WHO = ("rights_officer", "register_officer", "chair", "administrator", "worker")
OURS = [page for page in PAGES if page.named and (page.name in EXAMPLES or not page.arguments)]
APPS = {
    app: list(pages)
    for app, pages in groupby(
        sorted(OURS, key=lambda page: page.name), lambda page: page.name.partition(":")[0]
    )
}


def fitting(cast, url: str) -> Client:
    """Somebody for whom the page is there, if there is one."""
    for who in WHO:
        client = Client(raise_request_exception=False)
        user = getattr(cast, who)
        client.force_login(getattr(user, "user", user))
        with transaction.atomic():
            status = client.get(url).status_code
            transaction.set_rollback(True)
        if status != 404:
            break
    return client


def looked(client: Client, url: str, nonsense: str) -> int:
    return client.get(url + "?" + "&".join(f"{name}={nonsense}" for name in NAMES)).status_code


def sent(client: Client, url: str, nonsense: str) -> int:
    form = "&".join(f"{name}={nonsense}" for name in NAMES)
    return client.post(url, form, content_type="application/x-www-form-urlencoded").status_code


def fallen(cast, pages, ways) -> list[tuple[str, str, str]]:
    """Pages with the nonsense over which they fell."""
    found = []
    for page in pages:
        url = page.url(cast)
        client = fitting(cast, url)
        for nonsense in [*NONSENSE, a_cursor_of_another_list()]:
            for way in ways:
                with transaction.atomic():
                    status = way(client, url, nonsense)
                    transaction.set_rollback(True)
                if status >= 500:
                    found.append((way.__name__, page.name, nonsense[:30]))
    return found


def a_cursor_of_another_list() -> str:
    return keyset(Organisation.objects.all(), ("name", "path"), size=1).after


@pytest.mark.parametrize("app", APPS)
def test_no_page_falls_over(cast, app):
    assert fallen(cast, APPS[app], [looked, sent]) == []


def test_every_app_with_lists_is_among_them():
    assert {"cases", "members", "duties", "organisations", "notifications", "rulebook"} <= set(APPS)
