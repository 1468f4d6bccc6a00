"""What stands in the navigation, by what the reader's offices can do."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import abilities_of
from unionhall.core.clock import today
from unionhall.notifications.queries import unread
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.queries import held_by
from unionhall.ui.places import Groups, Item

# (heading, [(label, url name, icon, ability)])
GROUPS = (
    (
        _("Today"),
        (
            (_("My desk"), "cases:desk", "home", "duties.view"),
            (_("Duties"), "duties:inbox", "checklist", "duties.view"),
            (_("Requests"), "cases:inbox", "inbox", "cases.view"),
            (_("Referred to us"), "referrals:index", "arrow-forward-up", "cases.receive_referral"),
            (_("Labour disputes"), "disputes:index", "scale", "disputes.view"),
            (_("Petitions"), "petitions:index", "mail", "petitions.view"),
            (_("Urgent matters"), "urgent:board", "alert-octagon", "urgent.view"),
            (_("Take down a request"), "cases:take_down", "pencil-plus", "cases.take_down"),
            (_("Telephone desk"), "calls:index", "phone", "cases.take_call"),
            (_("Mail to look at"), "mail:index", "mail", "cases.read_mail"),
            (_("Who has how much in hand"), "cases:workload", "users", "cases.workload"),
            (_("Hand over a desk"), "leaving:index", "arrows-exchange", "duties.hand_over_desk"),
            (_("How requests stand"), "cases:dashboard", "chart-bar", "cases.dashboard"),
            (_("What keeps coming up"), "patterns:patterns", "refresh-alert", "cases.patterns"),
            (_("Reports without a name"), "tips:index", "shield-lock", "tips.view"),
        ),
    ),
    (
        _("Supervision"),
        (
            (_("Matters and letters"), "supervision:matters", "scale", "supervision.view"),
            (_("Inspections"), "supervision:inspections", "clipboard-check", "supervision.view"),
            (_("Hazards"), "supervision:hazards", "alert-triangle", "supervision.view"),
            (_("Note a hazard"), "supervision:note_hazard", "camera", "supervision.note_hazard"),
            (_("How supervision stands"), "supervision:board", "chart-bar", "supervision.figures"),
        ),
    ),
    (
        _("Legal aid"),
        (
            (_("Applications for legal aid"), "legal_aid:index", "scale", "legal_aid.view"),
            (
                _("Take down an application for legal aid"),
                "legal_aid:take_down",
                "pencil-plus",
                "legal_aid.take_down",
            ),
            (_("Roster of lawyers"), "legal_aid:lawyers", "users", "legal_aid.view_roster"),
            (_("How legal aid stands"), "legal_aid:figures", "chart-bar", "legal_aid.figures"),
        ),
    ),
    (
        _("Register"),
        (
            (_("Members"), "members:index", "users", "members.view"),
            (
                _("Joining and moving"),
                "joining:index",
                "arrows-exchange",
                "members.take_down_application",
            ),
            (_("Proposed changes"), "changes:index", "edit", "members.approve_changes"),
            (_("Erasure"), "erasure:index", "trash", "members.erase"),
            (_("Imports"), "imports:index", "file-import", "members.import"),
            (_("First sign-ins"), "binding:index", "user-check", "accounts.bind"),
            (_("Messages and letters"), "mailings:index", "mail", "mailings.send"),
        ),
    ),
    (
        _("Organisation"),
        (
            (_("Unions"), "organisations:index", "sitemap", "organisations.view"),
            (_("Founding"), "founding:index", "building-community", "organising.view"),
            (_("Employers"), "organisations:employers", "building-factory", "employers.manage"),
            (_("Coverage"), "coverage:index", "map-pin", "coverage.view"),
            (_("Campaigns"), "campaigns:index", "flag", "campaigns.view"),
            (_("Employers' lists"), "employer_imports:index", "file-import", "employers.import"),
        ),
    ),
    (
        _("Rules and records"),
        (
            (_("Outside bodies"), "referrals:partners", "building", "cases.keep_partners"),
            (_("Rulebook"), "rulebook:index", "book", "organisations.view"),
            (
                _("Templates and numbers of papers"),
                "papers:templates",
                "file-text",
                "papers.set_templates",
            ),
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
OWN_MENU = (
    (_("My own page"), "cases:home", "user"),
    (_("My labour disputes"), "disputes:my_disputes", "scale"),
    (_("My petitions"), "petitions:my_petitions", "mail"),
    (_("Account"), "account_home", "settings"),
)
OFFICE_MENU = (
    (_("My calendar"), "calendar:index", "calendar"),
    (_("What I have in hand"), "cases:my_workload", "clipboard-list"),
    (_("Why can I see this?"), "access:why", "help-circle"),
    (_("My exports"), "exports:index", "download"),
    (_("Tokens for programs"), "access:tokens", "key"),
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
    in_office = bool(held_by(user, on=today()))
    return {
        "navigation": _groups(abilities_of(user), here),
        "places": _places(_place(here), news, get_language()),
        "search_url": _address("cases:search") if in_office else "",
        "notices_url": _address("notifications:index"),
        "unread": news,
        "offices": _offices(user),
        "user_menu": _menu(in_office, get_language()),
    }


_address = lru_cache(maxsize=None)(reverse)


def _place(here: str) -> str:
    """The name of the worker's place that the address lies in; at home only itself does."""
    for _label, name, _icon in PLACES:
        url = _address(name)
        if here == url if name == "cases:home" else here.startswith(url):
            return name
    return ""


@lru_cache(maxsize=1024)
def _places(current: str, news: int, language: str | None) -> tuple[Item, ...]:
    return tuple(
        Item(
            str(label),
            _address(name),
            icon,
            name == current,
            news if name == "notifications:index" else 0,
        )
        for label, name, icon in PLACES
    )


def _groups(may: frozenset[str], here: str) -> Groups:
    # The longest address that fits is where the reader is: /cases/dashboard/, not /cases/.
    current = max((url for url in _urls(may) if here.startswith(url)), key=len, default="")
    return _groups_at(may, current, get_language())


@lru_cache(maxsize=256)
def _urls(may: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        _address(name)
        for _heading, rows in GROUPS
        for _label, name, _icon, ability in rows
        if ability in may
    )


@lru_cache(maxsize=1024)
def _groups_at(may: frozenset[str], current: str, language: str | None) -> Groups:
    """In words of the language, and the same object each time: the page draws it once."""
    groups = (
        (
            str(heading),
            tuple(
                Item(str(label), _address(name), icon, _address(name) == current)
                for label, name, icon, ability in rows
                if ability in may
            ),
        )
        for heading, rows in GROUPS
    )
    return tuple((heading, items) for heading, items in groups if items)


def _offices(user) -> list[str]:
    return sorted({OFFICES[held.office].title for held in held_by(user, on=today())})


@lru_cache(maxsize=8)
def _menu(in_office: bool, language: str | None) -> tuple[Item, ...]:
    rows = OWN_MENU + (OFFICE_MENU if in_office else ())
    return tuple(Item(str(label), _address(name), icon) for label, name, icon in rows)
