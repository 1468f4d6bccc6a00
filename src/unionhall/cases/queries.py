"""What the pages of requests show."""

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.access.scope import Scope, can, scope
from unionhall.cases import panels, periods, routing
from unionhall.cases.confidential.reading import (
    GUEST_ABILITIES,
    is_guest,
    marks,
    parties,
    ties_marked,
    ties_of,
)
from unionhall.cases.models import HANDLED, NO_TIES, Case, Message, Status, Ties
from unionhall.core import clock, paging
from unionhall.core.paging import Page, keyset
from unionhall.core.prepared import Prepared
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.members.search import matching
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Mandate, Organisation

WEEK = timedelta(days=7)
# What a row of the inbox shows; making whole objects of fifty rows and their relations costs milliseconds.
LISTED = (
    *("number", "topic", "text", "status", "is_restricted", "concern", "is_open", "received_on"),
    *("due_on", "due_provisional", "due_from", "closed_on", "kind", "people"),
    *("organisation__name", "organisation__short_name", "person__name", "handler__name"),
)


def readable_by(user, ability: str = "cases.view", *, on: date | None = None):
    """The requests over which the user holds the ability; restricted ones need their own as well."""
    return Case.objects.readable(*sight(user, ability, on))


def read(number: str, user, *, on: date) -> Case | None:
    """One of these requests as its page shows it, or None."""
    case = _of_number.first(number=number, user=user.pk, now=clock.now())
    if case is None:
        return None
    held, restricted = _scopes(user, "cases.view", on)
    ties = ties_marked(case) if held else NO_TIES
    return case if case.is_readable(held, restricted, ties) else None


# What the page shows; acts need more besides.
_of_number = Prepared(
    lambda number, user, now: (
        Case.objects.filter(number=number)
        .select_related("organisation", "person", "handler")
        .annotate(**panels.marks(), **marks(user, now))
    )
)


def sight(user, ability: str, on: date | None) -> tuple[Scope, Scope, Ties]:
    """Where the user reads ordinary and restricted requests, and to which they stand by name."""
    held, restricted = _scopes(user, ability, on)
    return held, restricted, ties_of(user, ability, anywhere=bool(held))


def _scopes(user, ability: str, on: date | None) -> tuple[Scope, Scope]:
    held = scope(user, ability, on=on)
    return held, meet(held, scope(user, "cases.view_restricted", on=on))


def titles(ids: list[int], user) -> dict[int, tuple[str, str]]:
    """Titles and addresses of requests as the inbox of duties shows them; only those the user may read."""
    cases = readable_by(user).filter(pk__in=ids).only("number", "text")
    return {case.pk: (case.title, case.get_absolute_url()) for case in cases}


def meet(one: Scope, other: Scope) -> Scope:
    """Where both scopes hold."""
    shared = [path for path in one.paths if path.startswith(other.paths or ("-",))]
    shared += [path for path in other.paths if path.startswith(one.paths or ("-",))]
    return Scope(one.ability, tuple(sorted(set(shared))))


def subtree(organisation: Organisation) -> Scope:
    """The organisation and everything below it."""
    return Scope("", (organisation.path,))


def units_below(held: Scope) -> list[Organisation]:
    """The units to filter by: the scope's own tops and what hangs directly below them."""
    return _units(keys=[key_of(path) for path in held.paths])


_units = Prepared(
    lambda keys: (
        Organisation.objects.open()
        .filter(Q(pk__in=keys) | Q(parent__pk__in=keys))
        .only("code", "name", "short_name", "path")
        .order_by("path")[:60]
    )
)


def chain_of(held: Scope) -> str:
    """The history a search is written into: that of the highest organisation searched."""
    return f"organisation:{held.paths[0].strip('/').split('/')[-1]}"


def narrowed(cases, filters: dict, *, user, on: date):
    """Apply the inbox's filters."""
    shown = filters.get("show") or "open"
    cases = {
        "open": lambda: cases.open(),
        "new": lambda: cases.unaccepted(),
        "mine": lambda: cases.open().filter(handler=user),
        "overdue": lambda: cases.overdue(on=on),
        "week": lambda: cases.due_within(on=on, until=on + WEEK),
        "ended": lambda: cases.filter(is_open=False),
    }[shown]()
    if topic := filters.get("topic"):
        cases = cases.filter(topic=topic)
    if difficulty := filters.get("difficulty"):
        cases = cases.filter(difficulty=difficulty)
    if unit := filters.get("unit"):
        known = isinstance(unit, Organisation)
        top = unit if known else Organisation.objects.filter(code=unit).first()
        cases = cases.filter(subtree(top).q("organisation")) if top else cases.none()
    if handler := filters.get("handler"):
        cases = cases.filter(handler=handler)
    if text := (filters.get("q") or "").strip():
        cases = cases.filter(Q(number=text.upper()) | Q(person__in=matching(text)))
    return cases


def address(filters: dict) -> str:
    """The filters that are set, as the inbox's address has them."""
    return urlencode({name: str(value) for name, value in filters.items() if value})


def inbox(cases, filters: dict, cursor: str, *, size: int = 50) -> Page:
    """Fifty requests as the inbox's rows show them."""
    cases = cases.select_related("organisation", "person", "handler").only(*LISTED)
    return by_date(cases, filters.get("show") or "open", cursor, size=size)


def by_date(cases, shown: str, cursor: str, *, size: int = 50) -> Page:
    """A page of requests: open ones by their next date, ended ones by receipt, the latest first."""
    return keyset(cases, _order(shown), cursor, size=size)


def _order(shown: str) -> tuple[str, ...]:
    return ("-received_on", "-pk") if shown == "ended" else ("due_on", "pk")


def beside(case: Case, filters: dict, *, user, on: date, back: bool) -> Case | None:
    """The request after this one, or before it, in the list that these filters show."""
    cases = narrowed(readable_by(user, on=on), filters, user=user, on=on)
    shown = filters.get("show") or "open"
    if shown != "ended" and case.due_on is None:
        return None
    return paging.beside(cases, _order(shown), case, back=back)


POSSIBLE = {
    Status.RECEIVED: ("accept", "refuse", "hand_over", "note"),
    Status.REVIEW: ("accept", "hand_over", "note"),
    Status.ACCEPTED: (
        "propose_closing",
        "reply",
        "ask",
        "hand_over",
        "extend",
        "set_difficulty",
        "note",
    ),
    Status.ASKED: ("propose_closing", "reply", "hand_over", "extend", "set_difficulty", "note"),
    Status.PROPOSED: ("close", "note"),
    Status.CLOSED: ("reopen", "note"),
    Status.REFUSED: ("reopen", "note"),
    Status.WITHDRAWN: ("reopen", "note"),
}


def verbs(case: Case, user, duties: Iterable[Duty], *, on: date) -> list[str]:
    """What this user may do with the request as it stands, with these duties about it.

    Whoever is invited, or let in, leaves notes.
    """
    possible = POSSIBLE[Status(case.status)]
    if is_guest(case, user) and not _by_office(case, user, on=on):
        return [name for name in possible if f"cases.{name}" in GUEST_ABILITIES]
    promised = any(duty.kind == "cases.answer" and duty.is_open for duty in duties)
    return [
        name
        for name in possible
        if can(user, f"cases.{name}", case.organisation)
        and not (name == "refuse" and promised)
        and not (name == "close" and case.due_on and on <= case.due_on)
    ]


def _by_office(case: Case, user, *, on: date) -> bool:
    """Whether the user would read it without any tie."""
    return case.is_readable(*_scopes(user, "cases.view", on))


def offices(case: Case, *, on: date) -> list[str]:
    """The offices that read an ordinary or a restricted request, one line a union."""
    return routing.named(routing.readers(case.organisation, restricted=case.is_restricted, on=on))


def receivers(case: Case, *, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Whom the request can be handed to, as grouped choices: colleagues, and other levels."""
    ability = "cases.view_restricted" if case.is_restricted else "cases.accept"
    colleagues = (
        Mandate.objects.in_force(on=on)
        .filter(organisation=case.organisation, office__in=offices_with(ability))
        .exclude(user=case.handler_id)
        .exclude(user__in=parties(case))
        .select_related("user", "organisation")
        .order_by("user__name")
    )
    people = {f"user:{m.user_id}": routing.signature_of(m) for m in colleagues}
    line = routing.desks(
        case.organisation, ability, on=on, federations_only=case.is_restricted
    ) + routing.desks_below(case.organisation, ability, on=on, restricted=case.is_restricted)
    levels = {
        f"organisation:{desk.organisation.pk}": str(desk.organisation)
        for desk in line
        if desk.office in routing.RECEIVERS and desk.organisation.pk != case.organisation_id
    }
    groups = [(_("Colleagues"), list(people.items())), (_("Other levels"), list(levels.items()))]
    return [group for group in groups if group[1]]


def file_of(case: Case, uid: UUID) -> Attachment | None:
    """One of the request's files for officers, or None."""
    return next((file for file in files_of(case) if file.uid == uid), None)


def files_of(case: Case, messages: Iterable[Message] | None = None) -> list[Attachment]:
    """The request's files for officers, those of internal notes among them; the worker sees the first kind only.

    `messages` are the request's, if the caller has them.
    """
    if messages is None:
        messages = messages_of(case)
    files = _files(kind=Case._meta.label_lower, keys=[case.pk])
    if notes := [message.pk for message in messages if message.kind == Message.Kind.NOTE]:
        files += _files(kind=Message._meta.label_lower, keys=notes)
    return sorted(files, key=attrgetter("pk"))


_files = Prepared(
    lambda kind, keys: Attachment.objects.filter(subject_type=kind, subject_id__in=keys)
)


def messages_of(case: Case) -> list[Message]:
    """What was said, the oldest first."""
    return _messages(case=case.pk)


_messages = Prepared(lambda case: Message.objects.filter(case=case).order_by("at", "pk"))


def duties_of(case: Case) -> list[Duty]:
    """The duties about it, the oldest first."""
    return _duties(kind=Case._meta.label_lower, key=case.pk)


_duties = Prepared(lambda kind, key: Duty.objects.about((kind, key)).order_by("pk"))


def next_for_worker(case: Case) -> str:
    """The key of the sentence that tells the worker who does what next."""
    if case.status == Status.RECEIVED:
        return "decide"
    if case.status in HANDLED:
        return "you_answer" if case.status == Status.ASKED else "answer"
    return {"proposed": "confirm", "review": "review"}.get(case.status, "")


def rule_of(case: Case) -> str:
    """The id of the rule behind the request's next date, or "" when nothing is due."""
    step = {
        "received": "accept",
        "accepted": "answer",
        "asked": "answer",
        "review": "review",
        "proposed": "ask_review",
    }.get(case.status)
    if step in ("answer", "review") and case.review_round:
        step = "review" if case.review_round == 1 else "recheck"
    elif step == "answer" and case.difficulty:
        step = f"answer_{case.difficulty}"
    return periods.period(step)[0] if step else ""
