"""Which rows of a list are about employers already registered, looked up many at a time by credit code."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionhall.access.scope import Scope
from unionhall.exchange.kinds import ACCEPTED, SAME_PERSON, UNCHANGED, Fate
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.employers_in.rows import Record

# What will be done with a row about an employer that is registered already.
CHANGES, ELSEWHERE = "changes", "elsewhere"
COLUMNS = {name: "division_id" if name == "division" else name for name in Record._fields}


def facts_of(employer: Employer) -> dict[str, Any]:
    """An employer's facts as plain values, by the fields of Record."""
    return {name: plain(getattr(employer, column)) for name, column in COLUMNS.items()}


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def match(place: Organisation, records: Sequence[Record]) -> list[Fate]:
    """The fate of each record in a list for the place's area; two queries."""
    codes = [record.credit_code for record in records]
    known = {row.credit_code: row for row in Employer.objects.filter(credit_code__among=codes)}
    if not known:
        return [Fate(ACCEPTED, acts=True)] * len(records)
    scope = Scope("employers.import", (place.path,))
    rows = Employer.objects.within(scope).filter(pk__among=[row.pk for row in known.values()])
    here = set(rows.values_list("pk", flat=True))
    return [_fate(record, known.get(record.credit_code), here) for record in records]


def _fate(record: Record, known: Employer | None, here: set[int]) -> Fate:
    if known is None:
        return Fate(ACCEPTED, acts=True)
    if known.pk not in here:
        return Fate(SAME_PERSON, (ELSEWHERE,))
    changes = differences(record, facts_of(known))
    if not changes:
        return Fate(UNCHANGED, (known.pk,))
    return Fate(SAME_PERSON, (CHANGES, known.pk, changes), acts=True)


def differences(record: Record, was: dict[str, Any]) -> list[list]:
    """[field, before, after] for all a row says otherwise; what it leaves empty says nothing.

    A count of workers older than the one registered changes nothing.
    """
    told = record._asdict()
    if record.workers_on and was["workers_on"] and record.workers_on < was["workers_on"]:
        told["workers"] = told["workers_on"] = None
    if told["workers"] == was["workers"] and was["workers_on"] is not None:
        told["workers_on"] = None  # counted again, and still the same
    return [
        [name, was[name], value]
        for name, value in told.items()
        if value not in ("", None) and value != was[name]
    ]
