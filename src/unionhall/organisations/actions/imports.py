"""The act that loads a country's divisions and founds a federation for each."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations.divisions import Row, federation_name, is_placeholder
from unionhall.organisations.keys import next_keys
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Division, Organisation, Placement

ROOT_CODE, ROOT_NAME = "CN", "中华全国总工会"
BATCH = 2000


@dataclass
class Report:
    """How many rows were read, how many of them have a federation, and how many need none."""

    read: int = 0
    federations: int = 0
    placeholders: int = 0
    added: int = 0
    changed: int = 0


@act
def import_divisions(rows: list[Row], *, by, on: date, by_label: str = "") -> Report:
    """Keep every row as a division and found a federation for each that is a place of its own.

    `rows` have parents before children. A second run with the same rows changes nothing.
    """
    by_code = {row.code: row for row in rows}
    placeholders = {row.code for row in rows if is_placeholder(row, by_code)}
    report = Report(
        read=len(rows), federations=len(rows) - len(placeholders), placeholders=len(placeholders)
    )
    report.changed = _keep_divisions(rows, placeholders)
    root, founded = _national_federation(on)
    new = [row for row in rows if row.code not in placeholders]
    report.added = founded + _found_federations(new, by_code, placeholders, root, on)
    if report.added or report.changed:
        record(
            root.chain,
            "organisations.imported",
            by=by,
            subject=root,
            facts=asdict(report),
            on=on,
            by_label=by_label,
        )
    return report


def _keep_divisions(rows: Iterable[Row], placeholders: set[str]) -> int:
    """Write divisions that are new or changed; answer how many."""
    known = {
        division.code: (division.name, division.level, division.parent_id, division.is_placeholder)
        for division in Division.objects.iterator()
    }
    fresh: list[Division] = []
    changed: list[Division] = []
    for row in rows:
        facts = (row.name, row.level, row.parent or None, row.code in placeholders)
        if known.get(row.code) != facts:
            division = Division(
                code=row.code,
                name=row.name,
                level=row.level,
                parent_id=row.parent or None,
                is_placeholder=row.code in placeholders,
            )
            (changed if row.code in known else fresh).append(division)
    Division.objects.bulk_create(fresh, batch_size=BATCH)
    Division.objects.bulk_update(
        changed, ["name", "level", "parent", "is_placeholder"], batch_size=500
    )
    return len(fresh) + len(changed)


def _national_federation(on: date) -> tuple[Organisation, int]:
    """The root, and 1 when it had to be founded."""
    root = Organisation.objects.open().filter(kind="national", parent=None).order_by("pk").first()
    if root is not None:
        return root, 0
    if Organisation.objects.filter(code=ROOT_CODE).exists():
        raise Refused(
            _("The code %s is taken by something that is no national federation.") % ROOT_CODE
        )
    (key,) = next_keys(Organisation, 1)
    root = Organisation.objects.create(
        pk=key, code=ROOT_CODE, name=ROOT_NAME, kind="national", path=f"{key}/", opened_on=on
    )
    Placement.objects.create(organisation=root, path=root.path, from_on=on)
    return root, 1


def _found_federations(
    rows: list[Row],
    by_code: dict[str, Row],
    placeholders: set[str],
    root: Organisation,
    on: date,
) -> int:
    """Write the federations that do not exist yet, each below that of the next place above it."""
    known = {
        code: (key, path, kind)
        for code, key, path, kind in Organisation.objects.values_list("code", "pk", "path", "kind")
    }
    _refuse_taken(rows, known)
    missing = [row for row in rows if row.code not in known]
    units: list[Organisation] = []
    for key, row in zip(next_keys(Organisation, len(missing)), missing, strict=True):
        above = by_code.get(row.parent)
        while above is not None and above.code in placeholders:
            above = by_code.get(above.parent)
        parent, path, kind = known[above.code] if above else (root.pk, root.path, root.kind)
        if row.level not in KINDS[kind].children:
            raise Refused(
                _("%(code)s %(name)s cannot hang below a federation of the kind %(kind)s.")
                % {"code": row.code, "name": row.name, "kind": KINDS[kind].title}
            )
        known[row.code] = (key, f"{path}{key}/", row.level)
        units.append(
            Organisation(
                pk=key,
                code=row.code,
                name=federation_name(row),
                kind=row.level,
                division_id=row.code,
                parent_id=parent,
                path=f"{path}{key}/",
                opened_on=on,
            )
        )
    Organisation.objects.bulk_create(units, batch_size=BATCH)
    Placement.objects.bulk_create(
        (
            Placement(organisation_id=unit.pk, parent_id=unit.parent_id, path=unit.path, from_on=on)
            for unit in units
        ),
        batch_size=BATCH,
    )
    return len(units)


def _refuse_taken(rows: list[Row], known: dict[str, tuple[int, str, str]]) -> None:
    for row in rows:
        if row.code in known and known[row.code][2] != row.level:
            raise Refused(
                _("The code %(code)s of %(name)s is taken by another organisation (%(kind)s).")
                % {"code": row.code, "name": row.name, "kind": KINDS[known[row.code][2]].title}
            )
