"""What a list did, taken back, but for employers that have been changed since or are in use."""

from collections.abc import Sequence

from unionhall.exchange.models import Line
from unionhall.organisations.models import Employer
from unionhall.organising.employers_in.adding import line_digest
from unionhall.organising.employers_in.matching import COLUMNS, facts_of
from unionhall.organising.employers_in.models import Listed

CHANGED, IN_USE, GONE = "changed", "in_use", "gone"


def remove(lines: Sequence[Line]) -> dict[int, str]:
    """Take back what the lines did; by key of `Listed`, why others were left alone."""
    found = Listed.objects.filter(pk__among=[line.subject_id for line in lines])
    listed = {row.pk: row for row in found.select_related("employer")}
    kept = {line.subject_id: GONE for line in lines if line.subject_id not in listed}
    for line in lines:
        row = listed.get(line.subject_id)
        if row is not None and not _is_as_listed(row, line):
            kept[row.pk] = CHANGED
    new = [row for row in listed.values() if row.is_new and row.pk not in kept]
    used = _in_use([row.employer_id for row in new])
    kept |= {row.pk: IN_USE for row in new if row.employer_id in used}
    going = [row for row in listed.values() if row.pk not in kept]
    _put_back([row for row in going if not row.is_new])
    Listed.objects.filter(pk__among=[row.pk for row in going]).delete()
    Employer.objects.filter(pk__among=[row.employer_id for row in going if row.is_new]).delete()
    return kept


def _is_as_listed(row: Listed, line: Line) -> bool:
    now = facts_of(row.employer)
    same = all(now[name] == value for name, value in row.became.items())
    return same and line_digest(row) == bytes(line.digest)


def _in_use(employers: list[int]) -> set[int]:
    """Those another row points to: a union, a coverage, a campaign, a later list."""
    found: set[int] = set()
    for relation in Employer._meta.related_objects:
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__id__among": employers}
        )
        if relation.related_model is Listed:
            rows = rows.filter(is_new=False)
        found |= set(rows.values_list(relation.field.attname, flat=True))
    return found


def _put_back(rows: list[Listed]) -> None:
    for row in rows:
        for name, value in row.was.items():
            setattr(row.employer, COLUMNS[name], value)
    if rows:
        employers = [row.employer for row in rows]
        Employer.objects.bulk_update(employers, list(COLUMNS.values()), batch_size=500)
