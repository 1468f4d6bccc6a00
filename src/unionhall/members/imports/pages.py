"""What the page of one import shows, by the state it is in."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.core.clock import today
from unionhall.core.text import masked_id, masked_phone
from unionhall.exchange import staging, store
from unionhall.exchange.checking import Row
from unionhall.exchange.choices import Choices
from unionhall.exchange.kinds import (
    ACCEPTED,
    ADDED_BY,
    CHANGES,
    FATES,
    REFUSED,
    SAME_PERSON,
    UNCHANGED,
    Refusal,
)
from unionhall.exchange.models import Import, Line
from unionhall.history.actions import act, read_opened
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.members.roster import actions, words
from unionhall.members.roster.changing import Compared, compared
from unionhall.members.roster.fields import TITLES
from unionhall.members.roster.rows import Record
from unionhall.organisations.models import Organisation

State = Import.State
ROWS = 50
TONES = {
    State.CHECKING: "active",
    State.READY: "waiting",
    State.ASKED: "waiting",
    State.APPLYING: "active",
    State.APPLIED: "good",
    State.FAILED: "bad",
    State.DISMISSED: "quiet",
    State.UNDOING: "active",
    State.UNDONE: "warn",
}
LOOKED_AT_FIRST = (REFUSED, CHANGES, ACCEPTED, SAME_PERSON, UNCHANGED)
# A cell that begins so is run as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Shown:
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
    fields: tuple[Compared, ...] = ()  # what it says otherwise than the register
    key: str = ""  # names the row, where it can be left out
    is_left: bool = False
    is_moved: bool = False  # the member's file was changed since the sheet was checked


def fate_titles() -> dict[str, str]:
    """The fates in words."""
    return {
        ACCEPTED: _("To be added"),
        SAME_PERSON: _("Known already"),
        CHANGES: _("Says otherwise"),
        UNCHANGED: _("Unchanged"),
        REFUSED: _("Refused"),
    }


def line_of(
    importing: Import, row: Row, choices: Choices | None = None, person: Person | None = None
) -> Shown:
    """A kept row for the page; `person` is whom it says something else of."""
    sheet = importing.sheets[row.sheet]["name"]
    if row.record and len(row.record) == len(Refusal._fields):
        refusal = Refusal(*row.record)
        message, column = words.refused(refusal), str(TITLES[refusal.field])
        return Shown(sheet, row.row, "", "", "", message, column, refusal.value)
    record = Record(*row.record)
    message = words.same_person(row.told) if row.told else ""
    return Shown(
        sheet,
        row.row,
        record.name,
        masked_id(record.id_number),
        masked_phone(record.phone),
        message,
        url=person.get_absolute_url() if person else "",
        fields=tuple(compared(row, person)) if person else (),
        key=f"{row.sheet}:{row.row}" if choices and (row.acts or person) else "",
        is_left=bool(choices and choices.leaves(row)),
        is_moved=bool(person and person.version != row.told[3]),
    )


@act
def people_of(rows: list[Row], *, by) -> dict[int, Person]:
    """Whom some rows say something else of; that their files stand beside the sheet is recorded as a look."""
    people = Person.objects.filter(merged_into=None).in_bulk([row.told[1] for row in rows])
    for person in people.values():
        read_opened(chain_of(person), by=by, subject=person, person=str(person.uid))
    return people


@dataclass(frozen=True)
class Choice:
    """Something of the sheet that can be taken or left: how it is posted, its words, in how many rows."""

    name: str
    value: str
    label: str
    count: int
    is_taken: bool


def offered(importing: Import) -> list[Choice]:
    """What an officer can choose of a checked sheet, apart from single rows."""
    choices = Choices.of(importing)
    # A membership of somebody known elsewhere may stand there only to be looked at.
    joining = sum(row.acts for row in staging.rows(importing, SAME_PERSON))
    counts = importing.counts | {SAME_PERSON: joining}
    new = {ACCEPTED: _("New members"), SAME_PERSON: _("Memberships of people known elsewhere")}
    return [
        *(
            Choice("kinds", fate, new[fate], counts[fate], fate not in choices.fates)
            for fate in ADDED_BY
            if counts.get(fate)
        ),
        *(
            Choice("take", name, str(TITLES[name]), number, name in choices.fields)
            for name, number in sorted(importing.differs.items(), key=lambda item: -item[1])
        ),
    ]


def context_of(importing: Import, *, fate: str, start: int, by, here: str) -> dict:
    """Counts, tabs, rows and the way they were read, for the page at `here`."""
    titles = fate_titles()
    fate = fate if fate in FATES else _first_fate(importing)
    kept = importing.state in Import.SHOWN
    is_ready, is_applied = importing.state == State.READY, importing.state == State.APPLIED
    found = list(islice(staging.rows(importing, fate, start, ROWS + 1), ROWS + 1)) if kept else []
    done, total = store.progress(importing.uid)
    unit = Organisation.objects.get(pk=importing.organisation_id)
    people = people_of(found[:ROWS], by=by) if fate == CHANGES and found else {}
    choices = Choices.of(importing)
    lines = [
        line_of(importing, row, choices, people.get(row.told[1]) if fate == CHANGES else None)
        for row in found[:ROWS]
    ]
    acting = actions.acting(importing) if kept else 0
    second_from = actions.second_from(unit, on=today()) if kept else 0
    return {
        "importing": importing,
        "unit": unit,
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
        "rows": lines,
        "here": here,
        "fate": fate,
        "start": start,
        "offered": offered(importing) if kept else [],
        "acting": acting,
        "second_from": second_from,
        "needs_second": is_ready and acting >= second_from,
        "shows_changes": fate == CHANGES,
        "may_choose": is_ready,
        "left_rows": len(choices.rows),
        "has_rest": bool(importing.rest_until),
        "previous": f"{here}?fate={fate}&start={max(0, start - ROWS)}" if start else None,
        "next": f"{here}?fate={fate}&start={start + ROWS}" if len(found) > ROWS else None,
        "may_apply": is_ready and acting > 0,
        "refused": importing.counts.get(REFUSED, 0),
        "shows_refused": fate == REFUSED,
        "added": importing.lines.exclude(what=Line.CHANGE).count() if is_applied else 0,
        "changed": importing.lines.filter(what=Line.CHANGE).count() if is_applied else 0,
        "kept": [
            {"row": line, "message": words.kept(line.kept)}
            for line in importing.lines.exclude(kept="").order_by("sheet", "row")[:200]
        ]
        if importing.state == State.UNDONE
        else [],
    }


def _first_fate(importing: Import) -> str:
    """What an officer should look at first: refused rows, then what says otherwise, if there are any."""
    return next((fate for fate in LOOKED_AT_FIRST if importing.counts.get(fate)), ACCEPTED)


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
