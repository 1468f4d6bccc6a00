"""The history of a request as sentences, the same record told to worker and officer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.cases.models import Difficulty, Message
from unionhall.papers import kinds
from unionhall.ui.pieces.text import signed, written

# Messages stand in the story themselves; saying that somebody wrote would tell it twice.
TOLD_BY_MESSAGE = {
    "cases.replied",
    "cases.asked",
    "cases.worker_wrote",
    "cases.noted",
    "cases.answered",
}
# Who may read it, and who must not: no business of a delegate who follows it.
ABOUT_READERS = {
    "cases.marked",
    "cases.lifted",
    "cases.named",
    "cases.unnamed",
    "cases.invited",
    "cases.dismissed",
    "cases.party_recorded",
    "cases.party_struck",
    "cases.overridden",
}
# Handling the list of evidence would bury what matters; the worker reads of what was given back.
QUIET = {"cases.evidence_moved", "cases.evidence_corrected"}
# A worker is not told of other people's requests, not even that there is one.
OF_OTHERS = {"cases.linked", "cases.unlinked", "cases.told_apart"}
QUIET_FOR_WORKER = {*QUIET, *OF_OTHERS, "cases.evidence_added", "cases.evidence_struck"}
# Of those who bring it together, nobody reads the others' names in it.
BY_COLLEAGUES = {"cases.joined", "cases.left", "cases.member_confirmed"}
ICONS = {
    "cases.submitted": "send",
    "cases.taken_down": "pencil",
    "cases.accepted": "user-check",
    "cases.refused": "ban",
    "cases.handed_over": "arrows-exchange",
    "cases.answered_for": "arrows-exchange",
    "cases.closed": "circle-check",
    "cases.confirmed": "thumb-up",
    "cases.rated": "star",
    "cases.reopened": "rotate",
    "cases.extended": "calendar-time",
    "cases.withdrawn": "arrow-back-up",
    "cases.review_asked": "arrow-up",
    "cases.marked": "lock",
    "cases.lifted": "lock-open",
    "cases.named": "user-check",
    "cases.unnamed": "circle-x",
    "cases.invited": "user-plus",
    "cases.dismissed": "circle-x",
    "cases.party_recorded": "ban",
    "cases.party_struck": "arrow-back-up",
    "cases.overridden": "alert-triangle",
    "cases.outcome_noted": "note",
    "cases.money_came": "cash",
    "cases.difficulty_set": "adjustments-horizontal",
    "cases.continued": "corner-down-right",
    "cases.took_over": "corner-down-right",
    "cases.linked": "link",
    "cases.unlinked": "x",
    "cases.told_apart": "circle-x",
    "cases.paper_issued": "file-text",
    "cases.paper_voided": "ban",
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
        "cases.handed_over": _(
            "handed the request over to %(to)s, who takes it on; the answer is due by %(day)s"
        )
        if day
        else _("handed the request over to %(to)s"),
        "cases.answered_for": _("let %(to)s answer for it until it is taken on"),
        "cases.asked": _("asked the worker a question"),
        "cases.replied": _("wrote to the worker"),
        "cases.worker_wrote": _("wrote to the union"),
        "cases.noted": _("left a note"),
        "cases.answered": _("gave the union's answer; the worker can disagree until %(day)s"),
        "cases.closed": _("closed the request"),
        "cases.confirmed": _("agreed that the matter is settled and rated the answer"),
        "cases.rated": _("rated the answer"),
        "cases.outcome_noted": _("wrote down what came of it"),
        "cases.money_came": _("noted that the money came on %(came)s"),
        "cases.continued": _("closed it: the same matter goes on in an earlier request"),
        "cases.took_over": _("let a later request about the same matter go on here"),
        "cases.linked": _("put another request beside it, because they belong together"),
        "cases.unlinked": _("took another request away from it"),
        "cases.told_apart": _("looked at another request: it is not the same"),
        "cases.difficulty_set": _("said that it is %(difficulty)s; the answer is due by %(day)s"),
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
        "cases.marked": _("kept the request to named persons"),
        "cases.lifted": _("opened the request to offices again, as the worker agreed"),
        "cases.named": _("named %(to)s, who may read the request from now on"),
        "cases.unnamed": _("ended that %(to)s is named"),
        "cases.invited": _("invited %(to)s to read the request"),
        "cases.dismissed": _("ended that %(to)s may read the request"),
        "cases.party_recorded": _("wrote down that it is about %(to)s, who may not read it"),
        "cases.party_struck": _("took back that it is about %(to)s"),
        "cases.overridden": _("used emergency access, until %(until)s"),
        **{f"cases.{verb}": words for verb, words in kinds.SENTENCES.items()},
    }.get(entry.verb, entry.verb)
    came = facts.get("day", "")
    return str(told) % {
        "came": written(date.fromisoformat(came)) if came else "",
        "difficulty": told_difficulty(facts.get("difficulty", "")),
        "day": written(date.fromisoformat(day), weekday=True) if day else "",
        "to": (entry.personal or {}).get("to", ""),
        **{name: facts.get(name, "") for name in ("desk", "days", "before", "until", "people")},
    }


def told_difficulty(value: str) -> str:
    """How much work it takes, as a word in a sentence."""
    words = {
        Difficulty.SIMPLE: pgettext("it is", "a simple matter"),
        Difficulty.ORDINARY: pgettext("it is", "an ordinary matter"),
        Difficulty.HARD: pgettext("it is", "a hard matter"),
    }
    return words[Difficulty(value)] if value else ""


def _actor(entry) -> str:
    """Name and office of whoever acted; the worker's own acts carry the name alone."""
    if entry.verb in BY_COLLEAGUES and not entry.by_label:
        return _("A colleague")
    name = str(entry.by) if entry.by_id else _("The system")
    return signed(name, entry.by_label) if entry.by_label else name


def _body(entry) -> str:
    if entry.is_erased:
        return _("[erased]")
    if about := kinds.told(entry.facts):
        return about
    return "\n\n".join(
        entry.personal[name] for name in ("reason", "instead") if entry.personal.get(name)
    )


def story(entries, messages, *, for_worker: bool, besides=frozenset()) -> list[Step]:
    """Acts and messages in order, the newest last; the worker's has no internal notes, nor verbs of `besides`."""
    untold = TOLD_BY_MESSAGE | besides | (QUIET_FOR_WORKER if for_worker else QUIET)
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
        if entry.verb.startswith("cases.") and entry.verb not in untold
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
