"""What the page of one import shows, by the state it is in."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.core.text import masked_id, masked_phone
from unionhall.exchange import staging, store
from unionhall.exchange.kinds import ACCEPTED, FATES, REFUSED, SAME_PERSON, UNCHANGED, Refusal
from unionhall.exchange.models import Import
from unionhall.members.roster import words
from unionhall.members.roster.fields import TITLES
from unionhall.members.roster.matching import DIFFERS
from unionhall.members.roster.rows import Record
from unionhall.organisations.models import Organisation

State = Import.State
ROWS = 50
TONES = {
    State.CHECKING: "active",
    State.READY: "waiting",
    State.APPLYING: "active",
    State.APPLIED: "good",
    State.FAILED: "bad",
    State.DISMISSED: "quiet",
    State.UNDOING: "active",
    State.UNDONE: "warn",
}
# A cell that begins so is run as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """A row of the sheet as the preview shows it: personal values masked."""

    sheet: str
    row: int
    name: str
    id_number: str
    phone: str
    message: str
    column: str = ""  # of a refused row: what is at fault
    value: str = ""
    url: str = ""  # of the member here it is about


def fate_titles() -> dict[str, str]:
    """The fates in words."""
    return {
        ACCEPTED: _("To be added"),
        SAME_PERSON: _("Known already"),
        UNCHANGED: _("Unchanged"),
        REFUSED: _("Refused"),
    }


def line_of(importing: Import, row) -> Line:
    """A kept row for the page."""
    sheet = importing.sheets[row.sheet]["name"]
    if row.record and len(row.record) == len(Refusal._fields):
        refusal = Refusal(*row.record)
        message, column = words.refused(refusal), str(TITLES[refusal.field])
        return Line(sheet, row.row, "", "", "", message, column, refusal.value)
    record = Record(*row.record)
    message = words.same_person(row.told) if row.told else ""
    return Line(
        sheet,
        row.row,
        record.name,
        masked_id(record.id_number),
        masked_phone(record.phone),
        message,
        url=reverse("members:person", args=[row.told[1]]) if row.told[:1] == (DIFFERS,) else "",
    )


def context_of(importing: Import, *, fate: str, start: int) -> dict:
    """Counts, tabs, rows and the way they were read."""
    titles = fate_titles()
    fate = fate if fate in FATES else _first_fate(importing)
    kept = importing.state == State.READY
    found = list(islice(staging.rows(importing, fate, start, ROWS + 1), ROWS + 1)) if kept else []
    here = reverse("imports:show", args=[importing.pk])
    done, total = store.progress(importing.uid)
    return {
        "importing": importing,
        "unit": Organisation.objects.get(pk=importing.organisation_id),
        "tone": TONES[State(importing.state)],
        "is_running": importing.is_at_work,
        "done": min(done, total),
        "total": total or 1,
        "tabs": [
            {
                "label": titles[name],
                "url": f"{here}?fate={name}",
                "current": name == fate,
                "count": importing.counts.get(name, 0),
            }
            for name in FATES
        ],
        "rows": [line_of(importing, row) for row in found[:ROWS]],
        "previous": f"{here}?fate={fate}&start={max(0, start - ROWS)}" if start else None,
        "next": f"{here}?fate={fate}&start={start + ROWS}" if len(found) > ROWS else None,
        "may_apply": kept
        and bool(importing.counts.get(ACCEPTED) or importing.counts.get(SAME_PERSON)),
        "refused": importing.counts.get(REFUSED, 0),
        "shows_refused": fate == REFUSED,
        "kept": [
            {"row": line, "message": words.kept(line.kept)}
            for line in importing.lines.exclude(kept="").order_by("sheet", "row")[:200]
        ]
        if importing.state == State.UNDONE
        else [],
    }


def _first_fate(importing: Import) -> str:
    """What an officer should look at first: refused rows, if there are any."""
    return REFUSED if importing.counts.get(REFUSED) else ACCEPTED


def safe(text: object) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    text = str(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def refused_sheet(importing: Import) -> HttpResponse:
    """The refused rows with what to do, to be opened in a spreadsheet."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{importing.pk}.csv"'
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("Sheet"), _("Row"), _("Column"), pgettext("of a cell", "Value"), _("What to do")]
    )
    for row in staging.rows(importing, REFUSED):
        line = line_of(importing, row)
        writer.writerow(
            [safe(part) for part in (line.sheet, line.row, line.column, line.value, line.message)]
        )
    answer.write("\ufeff" + text.getvalue())
    return answer
