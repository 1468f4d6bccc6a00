"""The history of a file in sentences."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.history.models import Entry
from unionhall.members.forms import CorrectForm
from unionhall.organisations.models import Mandate
from unionhall.organisations.offices import OFFICES
from unionhall.ui.pieces.text import signed

SENTENCES = {
    "members.added": gettext_lazy("added the file"),
    "members.corrected": gettext_lazy("corrected the file"),
    "members.membership_ended": gettext_lazy("ended the membership"),
    "members.bound": gettext_lazy("let an account be this person's"),
    "members.id_revealed": gettext_lazy("opened the ID number"),
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
            "by_label": entry.by_label or offices.get((entry.by_id, entry.on)) or entry.actor,
            "sentence": sentence(entry),
            "body": _body(entry),
        }
        for entry in entries
    ]


def sentence(entry: Entry) -> str:
    """What was done, in words that go with the name of who did it."""
    if entry.is_read and entry.subject_type != "members.person":
        return _("opened a request or paper")
    return str(SENTENCES.get(entry.verb, _("changed the file")))


def _body(entry: Entry) -> str:
    """The reason, and which fields were corrected from what to what."""
    told = entry.personal or {}
    lines = [told[name] for name in ("why", "reason") if told.get(name)]
    old, new = told.get("old", {}), told.get("new", {})
    for name in sorted(new):
        label = CorrectForm.base_fields[name].label
        lines.append(f"{label}: {old.get(name) or '–'} → {new[name] or '–'}")
    return "; ".join(lines)


def _offices(entries: list[Entry]) -> dict[tuple[int | None, date], str]:
    """Each actor on each day as "王敏（区总工会 权益保障部）"."""
    actors = {(entry.by_id, entry.on): entry.by for entry in entries if entry.by_id}
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
