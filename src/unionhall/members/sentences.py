"""The history of a file in sentences."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.history.models import Entry
from unionhall.members.consents.kinds import KINDS
from unionhall.members.forms import CorrectForm
from unionhall.members.rules import Moved
from unionhall.members.standing.words import told as told_moved
from unionhall.organisations.models import Mandate
from unionhall.organisations.offices import OFFICES
from unionhall.ui.pieces.text import signed, written

SENTENCES = {
    "members.added": gettext_lazy("added the file"),
    "members.corrected": gettext_lazy("corrected the file"),
    "members.membership_ended": gettext_lazy("ended the membership"),
    "members.kept": gettext_lazy("kept the membership"),
    "members.retired": gettext_lazy("noted the retirement"),
    "members.suspended": gettext_lazy("suspended the membership"),
    "members.resumed": gettext_lazy("let all rights hold again"),
    "members.withdrawn": gettext_lazy("took down the withdrawal"),
    "members.withdrawal_taken_back": gettext_lazy("took the withdrawal back"),
    "members.withdrawal_announced": gettext_lazy("announced the withdrawal"),
    "members.expelled": gettext_lazy("expelled the member"),
    "members.expulsion_filed": gettext_lazy("put the expulsion on file"),
    "members.death_noted": gettext_lazy("noted the death"),
    "members.death_retracted": gettext_lazy("took the note of death back"),
    "members.spell_corrected": gettext_lazy("corrected the days of the membership"),
    "members.transfer_asked": gettext_lazy("asked for the transfer to another union"),
    "members.transfer_released": gettext_lazy("released the member to another union"),
    "members.transfer_received": gettext_lazy("received the member from another union"),
    "members.transfer_refused": gettext_lazy("refused the transfer"),
    "members.transfer_withdrawn": gettext_lazy("withdrew the transfer"),
    "members.invited": gettext_lazy("invited a member of another union"),
    "members.invitation_agreed": gettext_lazy("agreed to come over"),
    "members.invitation_declined": gettext_lazy("declined the invitation"),
    "members.invitation_withdrawn": gettext_lazy("withdrew the invitation"),
    "members.invitation_lapsed": gettext_lazy("let the invitation lapse"),
    "members.moved_on": gettext_lazy("let the membership go on in another union"),
    "members.kept_on": gettext_lazy("let the membership be kept by the higher union"),
    "members.changes_proposed": gettext_lazy("proposed changes to the file"),
    "members.changes_approved": gettext_lazy("approved proposed changes"),
    "members.changes_refused": gettext_lazy("refused proposed changes"),
    "members.changes_withdrawn": gettext_lazy("withdrew proposed changes"),
    "members.relative_added": gettext_lazy("entered a relative"),
    "members.relative_ended": gettext_lazy("noted that somebody left the household"),
    "members.link_asked": gettext_lazy("asked a relative to link the files"),
    "members.link_agreed": gettext_lazy("agreed to link the files"),
    "members.link_ended": gettext_lazy("ended the link between the files"),
    "members.household_opened": gettext_lazy("looked at household and delegates"),
    "members.delegation_given": gettext_lazy("let somebody act for the member"),
    "members.delegation_recorded": gettext_lazy("took down who may act for the member"),
    "members.delegation_revoked": gettext_lazy("revoked who may act for the member"),
    "members.request_brought": gettext_lazy("brought a request"),
    "members.application_brought": gettext_lazy("brought an application to join"),
    "members.seen_by_delegate": gettext_lazy("looked at the data as a delegate"),
    "members.consent_given": gettext_lazy("consented"),
    "members.consent_withdrawn": gettext_lazy("took a consent back"),
    "members.data_taken": gettext_lazy("took all data along"),
    "members.merged": gettext_lazy("made one file of two"),
    "members.merge_undone": gettext_lazy("made two files of one again"),
    "members.card_issued": gettext_lazy("got a card"),
    "members.card_renewed": gettext_lazy("renewed the card"),
    "members.card_revoked": gettext_lazy("revoked the card"),
    "members.erasure_asked": gettext_lazy("asked that the data be erased"),
    "members.erasure_withdrawn": gettext_lazy("took the request for erasure back"),
    "members.erasure_refused": gettext_lazy("refused to erase the data"),
    "members.erased": gettext_lazy("erased the data"),
    "members.held": gettext_lazy("put a hold on the data"),
    "members.hold_released": gettext_lazy("released the hold on the data"),
    "members.bound": gettext_lazy("let an account be this person's"),
    "members.duplicate_dismissed": gettext_lazy("found that another file is somebody else's"),
    "members.duplicate_reconsidered": gettext_lazy(
        "took back that another file is somebody else's"
    ),
    "members.id_revealed": gettext_lazy("opened the ID number"),
    "members.imported": gettext_lazy("brought a sheet into the register"),
    "members.import_asked": gettext_lazy("laid a sheet before a second officer"),
    "members.import_approved": gettext_lazy("approved the sheet as second officer"),
    "members.import_sent_back": gettext_lazy("sent the sheet back"),
    "members.import_undone": gettext_lazy("took the import back"),
    "opened": gettext_lazy("opened the file"),
}


def story(entries: Iterable[Entry]) -> list[dict]:
    """Entries about one person for the trail, oldest first; who did it with the office of that day."""
    entries = sorted(entries, key=lambda entry: (entry.at, entry.pk))
    offices = _offices(entries)
    return [
        {
            "at": entry.at,
            "kind": "read" if entry.is_read else "act",
            "by_label": _signed(entry, offices),
            "sentence": sentence(entry),
            "body": _body(entry),
        }
        for entry in entries
    ]


def _signed(entry: Entry, offices: dict[tuple[int | None, date], str]) -> str:
    if entry.facts.get("under"):
        return _("%(delegate)s, for the member") % {"delegate": entry.actor}
    return entry.by_label or offices.get((entry.by_id, entry.on)) or str(entry.actor)


def sentence(entry: Entry) -> str:
    """What was done, in words that go with the name of who did it."""
    if entry.is_read and entry.subject_type != "members.person":
        return _("opened a request or paper")
    return str(SENTENCES.get(entry.verb, _("changed the file")))


def _body(entry: Entry) -> str:
    """The reason, and which fields were corrected from what to what."""
    told = entry.personal or {}
    lines = [told[name] for name in ("relative", "delegate", "why", "reason") if told.get(name)]
    if entry.verb == "members.request_brought":
        lines.append(entry.facts["number"])
    if entry.verb == "members.application_brought":
        lines.append(entry.facts["union"])
    if kind := KINDS.get(entry.facts.get("consent", "")):
        lines.append(kind.label)
    lines += _days(entry)
    if entry.verb.startswith("members.changes_"):
        told_fields = entry.facts.get("approved") or entry.facts["fields"]
        lines.append("、".join(str(CorrectForm.base_fields[name].label) for name in told_fields))
    old, new = told.get("old", {}), told.get("new", {})
    for name in sorted(new):
        label = CorrectForm.base_fields[name].label
        lines.append(f"{label}: {old.get(name) or '–'} → {new[name] or '–'}")
    return "; ".join(lines)


def _days(entry: Entry) -> list[str]:
    """Since when it holds, by which resolution, and what a correction moved."""
    facts, lines = entry.facts, []
    if entry.verb == "members.spell_corrected":
        old, new = (" – ".join(_day(day) for day in facts[name]) for name in ("old", "new"))
        lines.append(f"{old} → {new}")
        lines += [
            told_moved(Moved(date.fromisoformat(first), date.fromisoformat(last), by))
            for first, last, by in facts["moves"]
        ]
    elif entry.verb in SENTENCES and entry.verb.startswith("members."):
        days = (("from_on", _("from")), ("until_on", _("until")), ("died_on", _("died on")))
        lines += [f"{word} {_day(facts[name])}" for name, word in days if facts.get(name)]
        if facts.get("resolution"):
            lines.append(f"{_('Resolution')}: {facts['resolution']}")
    return lines


def _day(text: str | None) -> str:
    return written(date.fromisoformat(text)) if text else "…"


def _offices(entries: list[Entry]) -> dict[tuple[int | None, date], str]:
    """Each actor on each day as "王敏（区总工会 权益保障部）"."""
    return signed_on({(entry.by_id, entry.on): entry.by for entry in entries if entry.by_id})


def signed_on(actors: Mapping[tuple[int | None, date], Any]) -> dict[tuple[int | None, date], str]:
    """Users by key and day, each with the office they held on that day."""
    mandates = list(
        Mandate.objects.filter(user__in={key for key, _day in actors})
        .select_related("organisation")
        .order_by("organisation__path", "pk")
    )
    named: dict[tuple[int | None, date], str] = {}
    for (key, on), user in actors.items():
        for mandate in mandates:
            covers = mandate.from_on <= on and (mandate.until_on is None or mandate.until_on > on)
            if mandate.user_id == key and covers:
                office = OFFICES[mandate.office].title
                named[key, on] = signed(user, f"{mandate.organisation} {office}")
                break
    return named
