"""What the commands about rosters share: how they answer, and what they tell."""

import getpass
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.exchange.checking import Report, Row
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.models import Import
from unionhall.members.models import Person
from unionhall.members.roster import words
from unionhall.members.roster.changing import compared
from unionhall.members.roster.matching import DIFFERS
from unionhall.organisations.models import Organisation


class RosterCommand(BaseCommand):
    """A command that answers on standard output: `--json`, or lines for people."""

    requires_system_checks = ()  # they cost more than most of these commands

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--by", metavar="USER", help="user name or phone of whoever decided it")

    def tell(self, options: dict, facts: Any, lines: Callable[[], Iterable[str]]) -> None:
        """Print the facts as JSON, or the lines."""
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, default=str))
        else:
            for each in lines():
                self.stdout.write(each)

    def operator(self, by: Any) -> str:
        """Who is named as the actor: nobody in particular when a user is, else whoever runs the command."""
        return "" if by else _("Command line (%(user)s)") % {"user": getpass.getuser()}

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn a refusal into an error message."""
        try:
            yield
        except Refused as refusal:
            parts = (refusal.reason, str(refusal.citation or ""), refusal.instead)
            raise CommandError(" ".join(filter(None, parts))) from refusal


def told(report: Report, *, file: str, organisation: Organisation, on: date) -> dict[str, Any]:
    """A check as the commands and the interface tell it; values of persons are masked."""
    names = [sheet.name for sheet in report.sheets]
    return {
        "file": file,
        "organisation": organisation.code,
        "on": on,
        "rows": sum(report.counts.values()),
        "accepted": report.counts["accepted"],
        "unchanged": report.counts["unchanged"],
        "refused": [_refused(row, names, report) for row in report.refused],
        "same_person": [
            {
                "sheet": names[row.sheet],
                "row": row.row,
                "outcome": row.told[0],
                "message": words.same_person(row.told),
            }
            for row in report.same_person
        ],
        "changes": changes(report),
        "sheets": [
            {
                "sheet": sheet.name,
                "rows": sheet.rows,
                "skipped": sheet.skipped,
                "columns": {name: sheet.headings[at] for name, at in sheet.columns.items()},
                "unknown": sheet.unknown,
            }
            for sheet in report.sheets
        ],
    }


def changes(report: Report) -> list[dict[str, Any]]:
    """What rows say otherwise than the register of people who are members here, field by field, masked."""
    rows = [row for row in report.same_person if row.told[0] == DIFFERS]
    people = Person.objects.in_bulk([row.told[1] for row in rows])
    return [
        {
            "sheet": report.sheets[row.sheet].name,
            "row": row.row,
            "fields": [each._asdict() for each in compared(row, people[row.told[1]])],
        }
        for row in rows
        if row.told[1] in people
    ]


def _refused(row: Row, names: list[str], report: Report) -> dict[str, Any]:
    refusal, sheet = Refusal(*row.record), report.sheets[row.sheet]
    at = sheet.columns.get(refusal.field)
    return {
        "sheet": names[row.sheet],
        "row": row.row,
        "reason": refusal.reason,
        "column": sheet.headings[at] if at is not None else "",
        "value": refusal.value,
        "message": words.refused(refusal),
    }


def lines(facts: dict[str, Any]) -> Iterator[str]:
    """The check for people."""
    counted = {
        _("accepted"): facts["accepted"],
        _("registered already"): facts["unchanged"],
        _("refused"): len(facts["refused"]),
        _("same person"): len(facts["same_person"]),
    }
    yield ", ".join(f"{name}: {number}" for name, number in counted.items())
    for sheet in facts["sheets"]:
        if sheet["unknown"]:
            yield _("“%(sheet)s”: not imported: %(headings)s") % {
                "sheet": sheet["sheet"],
                "headings": ", ".join(sheet["unknown"]),
            }
    for row in [*facts["refused"], *facts["same_person"]]:
        yield _("“%(sheet)s” row %(row)s: %(message)s") % row
    for row in facts["changes"]:
        told = [f"{field['title']}: {field['old']} → {field['new']}" for field in row["fields"]]
        yield _("“%(sheet)s” row %(row)s: %(message)s") % {**row, "message": "; ".join(told)}
    if facts["id"]:
        yield _("Applied as import %(id)s; to take it back: unionhall import undo %(id)s") % facts


def about(importing: Import, organisation: Organisation) -> dict[str, Any]:
    """An import as the commands tell it."""
    return {
        "id": importing.pk,
        "kind": importing.kind,
        "organisation": organisation.code,
        "file": importing.file_name,
        "on": importing.on,
        "state": importing.state,
        "counts": importing.counts,
        "at": importing.at,
        "applied_at": importing.applied_at,
        "undone_at": importing.undone_at,
        "by": str(importing.applied_by or importing.uploaded_by or importing.by_label),
        "digest": importing.digest and bytes(importing.digest).hex(),
    }


def line(fact: dict[str, Any]) -> str:
    """An import on one line."""
    return f"{fact['id']:>6}  {fact['state']:<10} {fact['on']}  {fact['organisation']:<20} {fact['file']}"


def kept(importing: Import) -> list[dict[str, Any]]:
    """The rows that undoing left alone, by sheet and row."""
    names = [sheet["name"] for sheet in importing.sheets]
    rows = importing.lines.exclude(kept="").order_by("sheet", "row")
    return [
        {
            "sheet": names[row.sheet],
            "row": row.row,
            "reason": row.kept,
            "message": words.kept(row.kept),
        }
        for row in rows
    ]


def undone(facts: dict[str, Any]) -> Iterator[str]:
    """The undoing for people."""
    yield _("%(removed)s taken back.") % facts
    if facts["restored"]:
        yield _("%(restored)s changed back.") % facts
    for row in facts["kept"]:
        yield _("“%(sheet)s” row %(row)s: %(message)s") % row
