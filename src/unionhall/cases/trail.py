"""The history of a request as sentences, the same record told to worker and officer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from unionhall.cases.models import Message
from unionhall.ui.pieces.text import signed, written

HIDDEN_FROM_WORKER = {"cases.noted"}
# Messages stand in the story themselves; saying that somebody wrote would tell it twice.
TOLD_BY_MESSAGE = {
    "cases.replied",
    "cases.asked",
    "cases.worker_wrote",
    "cases.noted",
    "cases.answered",
}
# Of those who bring it together, nobody reads the others' names in it.
BY_COLLEAGUES = {"cases.joined", "cases.left", "cases.member_confirmed"}
ICONS = {
    "cases.submitted": "send",
    "cases.taken_down": "pencil",
    "cases.accepted": "user-check",
    "cases.refused": "ban",
    "cases.handed_over": "arrows-exchange",
    "cases.closed": "circle-check",
    "cases.confirmed": "thumb-up",
    "cases.rated": "star",
    "cases.reopened": "rotate",
    "cases.extended": "calendar-time",
    "cases.withdrawn": "arrow-back-up",
    "cases.review_asked": "arrow-up",
}


@dataclass(frozen=True)
class Step:
    """One line of the story: an act as a sentence, or a message with its text."""

    at: datetime
    kind: str  # act | message | note
    by_label: str
    sentence: str
    body: str = ""
    mine: bool = False
    icon: str = ""


def _sentence(entry) -> str:
    facts, day = entry.facts, entry.facts.get("due_on", "")
    told = {
        "cases.submitted": _(
            "sent this request to %(desk)s; they tell by %(day)s whether they take it on"
        ),
        "cases.taken_down": _("wrote this request down for the worker; it went to %(desk)s"),
        "cases.accepted": _("took the request on; the answer is due by %(day)s"),
        "cases.refused": _("did not take the request on"),
        "cases.handed_over": _("handed the request over to %(to)s"),
        "cases.asked": _("asked the worker a question"),
        "cases.replied": _("wrote to the worker"),
        "cases.worker_wrote": _("wrote to the union"),
        "cases.noted": _("left a note"),
        "cases.answered": _("gave the union's answer; the worker can disagree until %(day)s"),
        "cases.closed": _("closed the request"),
        "cases.confirmed": _("agreed that the matter is settled and rated the answer"),
        "cases.rated": _("rated the answer"),
        "cases.reopened": _("opened the request again; the answer is due by %(day)s"),
        "cases.extended": _("added %(days)s days; the answer is now due by %(day)s"),
        "cases.withdrawn": _("took the request back"),
        "cases.group_begun": _("let others with the same matter join"),
        "cases.policy_called": _("noted that it is about a rule for all"),
        "cases.joined": _("wrote down that another worker joined; they are %(people)s now"),
        "cases.left": _("wrote down that a worker left; they are %(people)s now"),
        "cases.speakers_chosen": _("wrote down who speaks for all"),
        "cases.member_confirmed": _("said for themself whether it is settled"),
        "cases.code_renewed": _("gave the group another code"),
        "cases.review_asked": _(
            "said it is not solved; it went from %(before)s up to %(desk)s, answer due by %(day)s"
        ),
    }.get(entry.verb, entry.verb)
    return told % {
        "day": written(date.fromisoformat(day), weekday=True) if day else "",
        "to": (entry.personal or {}).get("to", ""),
        **{name: facts.get(name, "") for name in ("desk", "days", "before", "people")},
    }


def _actor(entry) -> str:
    """Name and office of whoever acted; the worker's own acts carry the name alone."""
    if entry.verb in BY_COLLEAGUES and not entry.by_label:
        return _("A colleague")
    name = str(entry.by) if entry.by_id else _("The system")
    return signed(name, entry.by_label) if entry.by_label else name


def _body(entry) -> str:
    if entry.is_erased:
        return _("[erased]")
    return "\n\n".join(
        entry.personal[name] for name in ("reason", "instead") if entry.personal.get(name)
    )


def story(entries, messages, *, for_worker: bool) -> list[Step]:
    """Acts and messages in order, the newest last; the worker's has no internal notes."""
    acts = [
        Step(
            at=entry.at,
            kind="act",
            by_label=_actor(entry),
            sentence=_sentence(entry),
            icon=ICONS.get(entry.verb, ""),
            body=_body(entry),
        )
        for entry in entries
        if entry.verb.startswith("cases.") and entry.verb not in TOLD_BY_MESSAGE
    ]
    said = [
        Step(
            at=message.at,
            kind="note" if message.kind == Message.Kind.NOTE else "message",
            by_label=message.by_label,
            sentence=message.get_kind_display(),
            body=message.text,
            mine=message.from_worker == for_worker,
        )
        for message in messages
        if not (for_worker and message.kind == Message.Kind.NOTE)
    ]
    return sorted(acts + said, key=lambda step: step.at)
