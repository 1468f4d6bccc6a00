"""What stands in the navigation, by what the reader's offices can do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope


@dataclass(frozen=True)
class Item:
    """One place to go to."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


# (heading, [(label, url name, icon, ability)])
GROUPS = (
    (
        _("Today"),
        (
            (_("My desk"), "cases:desk", "home", "duties.view"),
            (_("Duties"), "duties:inbox", "checklist", "duties.view"),
            (_("Requests"), "cases:inbox", "inbox", "cases.view"),
            (_("Take down a request"), "cases:take_down", "pencil-plus", "cases.take_down"),
            (_("How requests stand"), "cases:dashboard", "chart-bar", "cases.dashboard"),
        ),
    ),
    (
        _("Register"),
        (
            (_("Members"), "members:index", "users", "members.view"),
            (_("Imports"), "members:imports", "file-import", "members.import"),
            (_("First sign-ins"), "members:binding_requests", "user-check", "accounts.bind"),
        ),
    ),
    (
        _("Organisation"),
        (
            (_("Unions"), "organisations:index", "sitemap", "organisations.view"),
            (_("Employers"), "organisations:employers", "building-factory", "employers.manage"),
        ),
    ),
    (
        _("Rules and records"),
        (
            (_("Rulebook"), "rulebook:index", "book", "organisations.view"),
            (_("Who may do what"), "access:matrix", "table", "access.view_matrix"),
            (
                _("Undelivered notices"),
                "notifications:dead_letters",
                "mail-off",
                "notifications.view_dead_letters",
            ),
        ),
    ),
)
PLACES = (
    (_("Home"), "cases:home", "home"),
    (_("My requests"), "cases:my_cases", "message"),
    (_("My card"), "members:me", "id"),
    (_("Notices"), "notifications:index", "bell"),
    (_("Account"), "accounts:account", "user"),
)


def navigation(request) -> dict:
    """The officer's groups, the worker's places and the number of unread notices."""
    user = getattr(request, "user", None)
    return {}
    if user is None or not user.is_authenticated:
        return {}
    here = request.path
    return {
        "navigation": _groups(user, here),
        "places": [
            Item(label, url := reverse(name), icon, here == url) for label, name, icon in PLACES
        ],
        "search_url": reverse("members:index") if scope(user, "members.view") else "",
        "unread": unread(user),
    }


def _groups(user, here: str) -> list[tuple[str, list[Item]]]:
    groups = []
    for heading, rows in GROUPS:
        items = [
            Item(label, url := reverse(name), icon, here.startswith(url))
            for label, name, icon, ability in rows
            if scope(user, ability)
        ]
        if items:
            groups.append((heading, items))
    return groups
