"""What the page of one list shows, by the state it is in."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.exchange import staging, store
from unionhall.exchange.checking import Row
from unionhall.exchange.kinds import ACCEPTED, REFUSED, SAME_PERSON, UNCHANGED, Refusal
from unionhall.exchange.models import Import
from unionhall.members.imports.pages import TONES, safe
from unionhall.organisations.models import Division, Organisation
from unionhall.organising.employers_in import console, words
from unionhall.organising.employers_in.fields import TITLES
from unionhall.organising.employers_in.rows import Record

State = Import.State
ROWS = 50


@dataclass(frozen=True)
class Line:
    """A row of the list as the preview shows it."""

    sheet: str
    row: int
    name: str = ""
    credit_code: str = ""
    division: str = ""
    workers: int | None = None
    message: str = ""
    column: str = ""  # of a refused row: what is at fault
    value: str = ""


def fate_titles() -> dict[str, str]:
    """The fates in words."""
    return {
        ACCEPTED: _("To be entered"),
        SAME_PERSON: _("Registered, told otherwise"),
        UNCHANGED: _("Unchanged"),
        REFUSED: _("Refused"),
    }


def lines_of(importing: Import, rows: list[Row]) -> list[Line]:
    """Kept rows for the page; one query for the names of divisions."""
    records = [row.record for row in rows if not _is_refusal(row)]
    codes = {record[Record._fields.index("division")] for record in records}
    names = dict(Division.objects.filter(pk__in=codes - {None}).values_list("pk", "name"))
    names |= console.divisions_in(row.told for row in rows if row.told and not _is_refusal(row))
    return [_line_of(importing, row, names) for row in rows]


def _is_refusal(row: Row) -> bool:
    return len(row.record) == len(Refusal._fields)


def _line_of(importing: Import, row: Row, divisions: dict[str, str]) -> Line:
    sheet = importing.sheets[row.sheet]["name"]
    if _is_refusal(row):
        refusal = Refusal(*row.record)
        title = str(TITLES[refusal.field])
        return Line(
            sheet,
            row.row,
            message=words.refused(refusal),
            column=title,
            value=refusal.value,
        )
    record = Record(*row.record)
    tells = len(row.told) > 2 or row.told[:1] == ("elsewhere",)
    return Line(
        sheet,
        row.row,
        record.name,
        record.credit_code,
        divisions.get(record.division or "", ""),
        record.workers,
        words.known(row.told, divisions) if tells else "",
    )


def context_of(importing: Import, *, fate: str, start: int) -> dict:
    """Counts, tabs, rows and the way they were read."""
    titles = fate_titles()
    first = REFUSED if importing.counts.get(REFUSED) else ACCEPTED
    fate = fate if fate in titles else first
    is_ready = importing.state == State.READY
    found = staging.rows(importing, fate, start, ROWS + 1) if is_ready else iter(())
    rows = list(islice(found, ROWS + 1))
    here = reverse("employer_imports:show", args=[importing.pk])
    done, total = store.progress(importing.uid)
    return {
        "importing": importing,
        "unit": Organisation.objects.get(pk=importing.organisation_id),
        "tone": TONES[State(importing.state)],
        "done": min(done, total),
        "total": total or 1,
        "tabs": [
            {
                "label": titles[name],
                "url": f"{here}?fate={name}",
                "current": name == fate,
                "count": importing.counts.get(name, 0),
            }
            for name in titles
        ],
        "rows": lines_of(importing, rows[:ROWS]),
        "previous": f"{here}?fate={fate}&start={max(0, start - ROWS)}" if start else None,
        "next": f"{here}?fate={fate}&start={start + ROWS}" if len(rows) > ROWS else None,
        "may_apply": is_ready
        and bool(importing.counts.get(ACCEPTED) or importing.counts.get(SAME_PERSON)),
        "refused": importing.counts.get(REFUSED, 0),
        "shows_refused": fate == REFUSED,
        "shows_known": fate == SAME_PERSON,
        "done_lines": importing.lines.count() if importing.state == State.APPLIED else 0,
        "kept": console.kept(importing) if importing.state == State.UNDONE else [],
    }


def refused_sheet(importing: Import) -> HttpResponse:
    """The refused rows with what to do, to be opened in a spreadsheet."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{importing.pk}.csv"'
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Sheet"), _("Row"), _("Column"), pgettext("of a cell", "Value"), _("What to do")]
    )
    for line in lines_of(importing, list(staging.rows(importing, REFUSED))):
        parts = (line.sheet, line.row, line.column, line.value, line.message)
        writer.writerow([safe(part) for part in parts])
    answer.write("\ufeff" + out.getvalue())
    return answer
