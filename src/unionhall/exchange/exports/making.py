"""An export made: its rows written and sealed, and for each person kept that their row is in it.

The rows are read in one snapshot that keeps nobody from writing; that the file is ready, who stands
in it and the history's entry are then one short act. So the file shows the register as it stood when
the reading began, not when it ended; until that act there is no file.
"""

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store as telling
from unionhall.exchange.bulk import copy_in, uncollected
from unionhall.exchange.exports import sheets, store
from unionhall.exchange.exports.cells import Cell
from unionhall.exchange.exports.kinds import KINDS, Table
from unionhall.exchange.exports.models import Export, Exported
from unionhall.exchange.exports.reading import snapshot
from unionhall.history.actions import act, record

KEPT = timedelta(days=3)
TOLD_EACH = 2000  # rows
_UNFIT = re.compile(r'[\s\\/:*?"<>|\x00-\x1f]+')


@uncollected()
def make(export: Export, *, by: User | None, on: date) -> Export:
    """Write and seal the file; of two workers at it one wins. What is refused is noted as failed."""
    try:
        with store.Sealing(export.uid) as file:
            title, made, people = _write(export, file)
            _finish(export, file, title=title, made=made, keys=people, by=by, on=on)
    except Refused as refusal:
        _note_failed(export, refusal)
        raise
    telling.remove(export.uid)
    return export


def _write(export: Export, file: store.Sealing) -> tuple[str, datetime, list[int]]:
    """Write all rows as they stood at one moment; the list's title, that moment, and whom it shows."""
    people = array("q")
    with snapshot():
        made = now()
        table = KINDS[export.kind].table(export)
        if export.format == Export.Format.XLSX and table.total > sheets.MOST_ROWS:
            raise Refused(
                _("No Excel sheet holds so many rows."),
                instead=_("Choose CSV, or narrow the list."),
            )
        (table.write or sheets.write)(
            export.format,
            file,
            title=table.title,
            note=note(export, made),
            headings=table.headings,
            rows=_counted(export, table, people),
        )
    file.finish()
    return table.title, made, sorted(set(people))


@act
def _finish(
    export: Export,
    file: store.Sealing,
    *,
    title: str,
    made: datetime,
    keys: list[int],
    by: User | None,
    on: date,
) -> None:
    facts = {"size": file.size, "sha256": file.digest.hexdigest(), "people": _digest(keys)}
    _note_ready(export, title, made, facts)
    copy_in(Exported, ("subject_id", "export_id"), ((key, export.pk) for key in keys))
    _record_made(export, len(keys), by=by, on=on)
    file.keep()


def _counted(export: Export, table: Table, people: array) -> Iterator[Sequence[Cell]]:
    """The rows as they pass, counted, with whom they show remembered."""
    number = 0
    for number, (person, row) in enumerate(table.rows, 1):
        if person is not None:
            people.append(person)
        if number % TOLD_EACH == 0:
            telling.tell(export.uid, number, max(number, table.total))
        yield row
    export.rows = number


def _note_failed(export: Export, refusal: Refused) -> None:
    problem = {"reason": refusal.reason, "instead": refusal.instead}
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.WAITING)
    waiting.update(state=Export.State.FAILED, problem=problem)


def _note_ready(export: Export, title: str, made: datetime, facts: dict) -> None:
    told = facts | {
        "rows": export.rows,
        "made_at": made,
        "until": made + KEPT,
        "file_name": file_name(export, title, made),
    }
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.WAITING)
    if not waiting.update(state=Export.State.READY, **told):
        raise Refused(_("This export has been made or given up meanwhile."))
    export.refresh_from_db()


def _record_made(export: Export, people: int, *, by: User | None, on: date) -> None:
    facts = {
        "rows": export.rows,
        "people": people,
        "digest": export.people,
        "file": export.sha256,
        "format": export.format,
        "with_ids": export.with_ids,
        "columns": export.asked.get("columns", []),
    }
    record(
        export.chain,
        f"{export.kind}.exported",
        by=by,
        subject=export,
        facts=facts,
        personal={"reason": export.reason},
        person=f"export:{export.uid.hex}",
        on=on,
        by_label=export.by_label,
    )


def _digest(keys: Sequence[int]) -> str:
    """What proves later that nobody was struck from the list of whom it showed."""
    return hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()


def is_whole(export: Export) -> bool:
    """Whether the people kept beside an export are those it was recorded with."""
    keys = export.shown.order_by("subject_id").values_list("subject_id", flat=True)
    return _digest(list(keys)) == export.people


def who(export: Export) -> str:
    """Who asked, as shown."""
    return str(export.by or export.by_label)


def note(export: Export, made) -> str:
    """The line that stands above the rows: whose file this is, of when, what for."""
    told = {
        "who": who(export),
        "when": f"{timezone.localtime(made):%Y-%m-%d %H:%M}",
        "reason": export.reason,
        "number": export.pk,
    }
    return (
        _(
            "Exported by %(who)s, %(when)s, for: %(reason)s (No. %(number)s). For this use only; "
            "pass it on to nobody else and delete it afterwards."
        )
        % told
    )


def file_name(export: Export, title: str, made) -> str:
    """The file's name tells the same: list, who, when, why."""
    parts = (title, who(export), f"{timezone.localtime(made):%Y%m%d-%H%M}", export.reason[:30])
    plain = (_UNFIT.sub(" ", str(part)).strip(" .-") for part in parts)
    return "-".join(filter(None, plain))[:150] + f".{export.format}"
