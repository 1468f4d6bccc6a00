"""What imports changed in one person's file, as lines of the file's story."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from unionhall.exchange.models import Import, Line
from unionhall.history.models import Entry
from unionhall.members.models import Person
from unionhall.members.roster import words
from unionhall.members.roster.changing import opened
from unionhall.members.roster.fields import TITLES
from unionhall.members.sentences import sentence, signed_on


def changed_by_imports(person: Person, *, limit: int = 100) -> list[dict[str, Any]]:
    """Lines for the trail, oldest first: which fields a sheet changed from what to what, and what was taken back."""
    found = Line.objects.filter(what=Line.CHANGE, subject_id=person.pk).order_by("-pk")
    lines = list(found.select_related("importing__applied_by", "importing__uploaded_by")[:limit])
    told = opened(lines, {person.pk: person}) if lines else {}
    named = _named([line.importing for line in lines])
    words_given = _approvals({line.importing_id for line in lines})
    story = []
    for line in reversed(lines):
        importing = line.importing
        story += words_given.get(importing.pk, [])
        values = told.get(line.pk, {"old": {}, "new": {}})
        brought = _("brought the file in line with a sheet")
        story.append(_line(importing.applied_at, importing, named, brought, _body(values)))
        if importing.undone_at and not line.kept:
            back = {"old": values["new"], "new": values["old"]}
            undone = _("took back what the sheet had changed")
            story.append(_line(importing.undone_at, importing, {}, undone, _body(back)))
    return story


def _line(at, importing: Import, named: dict, sentence: str, body: str) -> dict[str, Any]:
    by = importing.applied_by or importing.uploaded_by
    label = named.get((by.pk, localdate(importing.applied_at))) if by else ""
    return {
        "at": at,
        "kind": "act",
        "by_label": label or str(by or importing.by_label),
        "sentence": sentence,
        "body": body,
        "by_id": by.pk if by else None,
    }


def _approvals(imports: set[int]) -> dict[int, list[dict[str, Any]]]:
    """The words that second officers gave on imports, by import, as lines of a story."""
    if not imports:
        return {}
    rows = Entry.objects.filter(
        subject_type="exchange.import",
        subject_id__in=map(str, imports),
        verb="members.import_approved",
    )
    entries = list(rows.select_related("by").order_by("at", "pk"))
    signed = signed_on({(one.by_id, one.on): one.by for one in entries if one.by_id})
    found: dict[int, list[dict[str, Any]]] = {}
    for one in entries:
        line = {
            "at": one.at,
            "kind": "act",
            "by_label": signed.get((one.by_id, one.on)) or one.actor,
            "sentence": sentence(one),
            "body": "",
            "by_id": one.by_id,
        }
        found.setdefault(int(one.subject_id), []).append(line)
    return found


def _named(imports: list[Import]) -> dict[tuple[int | None, date], str]:
    by = {each: each.applied_by or each.uploaded_by for each in imports}
    return signed_on(
        {(user.pk, localdate(each.applied_at)): user for each, user in by.items() if user}
    )


def _body(values: dict[str, dict[str, Any]]) -> str:
    old, new = values["old"], values["new"]
    return "; ".join(
        f"{TITLES[name]}: {words.value(name, old[name])} → {words.value(name, new[name])}"
        for name in sorted(new)
    )
