"""A checked list as the command and the interface tell it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unionhall.exchange.checking import Report, Row
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.models import Import
from unionhall.organisations.models import Division, Organisation
from unionhall.organising.employers_in import words
from unionhall.organising.employers_in.matching import CHANGES


def divisions_in(tolds: Iterable[tuple]) -> dict[str, str]:
    """The names of the divisions that changes are about, by code."""
    codes = {
        code
        for told in tolds
        if told[0] == CHANGES
        for name, *values in told[2]
        if name == "division"
        for code in values
        if code
    }
    return dict(Division.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}


def told(report: Report, *, file: str, organisation: Organisation, on: date) -> dict[str, Any]:
    """A check: counts, the refused rows, the rows about registered employers, how the sheets were read."""
    names = [sheet.name for sheet in report.sheets]
    divisions = divisions_in(row.told for row in report.same_person)
    return {
        "file": file,
        "organisation": organisation.code,
        "on": on,
        "rows": sum(report.counts.values()),
        "accepted": report.counts["accepted"],
        "unchanged": report.counts["unchanged"],
        "refused": [_refused(row, names, report) for row in report.refused],
        "known": [
            {
                "sheet": names[row.sheet],
                "row": row.row,
                "outcome": row.told[0],
                "message": words.known(row.told, divisions),
            }
            for row in report.same_person
        ],
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
    changes = sum(row["outcome"] == CHANGES for row in facts["known"])
    counted = {
        _("to be entered"): facts["accepted"],
        _("to be changed"): changes,
        _("registered already"): facts["unchanged"] + len(facts["known"]) - changes,
        _("refused"): len(facts["refused"]),
    }
    yield ", ".join(f"{name}: {number}" for name, number in counted.items())
    for sheet in facts["sheets"]:
        if sheet["unknown"]:
            yield _("“%(sheet)s”: not imported: %(headings)s") % {
                "sheet": sheet["sheet"],
                "headings": ", ".join(sheet["unknown"]),
            }
    for row in [*facts["refused"], *facts["known"]]:
        yield _("“%(sheet)s” row %(row)s: %(message)s") % row
    if facts["id"]:
        yield _("Applied as import %(id)s; to take it back: unionhall import undo %(id)s") % facts


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
