"""The frame around a page: everybody keeps their own navigation, and nothing in it leads nowhere."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
OWN_PAGES = ["account_home", "account_change_phone", "usersessions_list", "mfa_index"]


def offered(html: str) -> list[str]:
    """The addresses in the navigation of a page."""
    return re.findall(r'<a href="([^"]+)"', "".join(re.findall(r"<nav.*?</nav>", html, re.DOTALL)))


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.parametrize("who", ["rights_officer", "worker"])
def test_every_place_offered_on_an_account_page_opens(cast, signed_in, who, name):
    client = signed_in(getattr(cast, who))
    places = offered(client.get(reverse(name)).content.decode())
    assert len(places) >= 5
    assert {place: client.get(place).status_code for place in places} == dict.fromkeys(places, 200)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_an_officer_keeps_the_desk_on_account_pages(cast, signed_in, name):
    page = signed_in(cast.rights_officer).get(reverse(name)).content.decode()
    assert reverse("cases:inbox") in offered(page)
