"""What stands in the navigation, by what the reader's offices can do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import abilities_of
from unionhall.core.clock import today
from unionhall.notifications.queries import unread
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.queries import held_by

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Item:
    """One place to go to."""

    label: "StrOrPromise"
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
            (_("Imports"), "imports:index", "file-import", "members.import"),
            (_("First sign-ins"), "binding:index", "user-check", "accounts.bind"),
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
    (_("My requests"), "cases:my_cases", "messages"),
    (_("My card"), "members:me", "id"),
    (_("Notices"), "notifications:index", "bell"),
    (_("Account"), "account_home", "user"),
)


def navigation(request) -> dict:
    """The officer's groups, the worker's places, the user's offices and menu, unread notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    here, news = request.path, unread(user)
    return {
        "navigation": _groups(user, here),
        "places": _places(here, news),
        "search_url": reverse("cases:search") if held_by(user, on=today()) else "",
        "notices_url": reverse("notifications:index"),
        "unread": news,
        "offices": _offices(user),
        "user_menu": _menu(user),
    }


def _places(here: str, news: int) -> list[Item]:
    places = []
    for label, name, icon in PLACES:
        url = reverse(name)
        current = here == url if name == "cases:home" else here.startswith(url)
        count = news if name == "notifications:index" else 0
        places.append(Item(label, url, icon, current, count))
    return places


def _groups(user, here: str) -> "list[tuple[StrOrPromise, list[Item]]]":
    may, groups = abilities_of(user), []
    for heading, rows in GROUPS:
        shown = [
            (label, reverse(name), icon) for label, name, icon, ability in rows if ability in may
        ]
        if shown:
            groups.append((heading, shown))
    # The longest address that fits is where the reader is: /cases/dashboard/, not /cases/.
    urls = [url for _heading, rows in groups for _label, url, _icon in rows if here.startswith(url)]
    current = max(urls, key=len, default="")
    return [
        (heading, [Item(label, url, icon, url == current) for label, url, icon in rows])
        for heading, rows in groups
    ]


def _offices(user) -> list[str]:
    return sorted({OFFICES[held.office].title for held in held_by(user, on=today())})


def _menu(user) -> list[Item]:
    menu = [
        Item(_("My own page"), reverse("cases:home"), "user"),
        Item(_("Account"), reverse("account_home"), "settings"),
    ]
    if held_by(user, on=today()):
        menu.append(Item(_("Why can I see this?"), reverse("access:why"), "help-circle"))
        menu.append(Item(_("Tokens for programs"), reverse("access:tokens"), "key"))
    return menu
