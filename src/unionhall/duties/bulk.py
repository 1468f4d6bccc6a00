"""Many duties at once, for the sample federation and for benchmarks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from unionhall.accounts.models import User
from unionhall.duties import rules, schedule, succession
from unionhall.duties.models import Duty
from unionhall.organisations.models import Organisation
from unionhall.rulebook import deadlines
from unionhall.rulebook.models import ByLaw

CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What `open_duty` is told, and how the duty ended if it has."""

    kind: str
    subject: tuple[str, int]
    organisation: Organisation
    office: str
    holder: User | None = None
    rule: str
    part: str = ""
    start: date
    restricted: bool = False
    fulfilled_on: date | None = None
    fulfilled_by: User | None = None


def open_many(openings: Iterable[Opening], *, on: date) -> list[Duty]:
    """Write the duties as if each had been opened by an act: open ones are held by those in office on `on`.

    Nobody is told and nothing is recorded.
    """
    openings = list(openings)
    lines = succession.lines({opening.organisation for opening in openings}, on=on)
    due = _reckoner()
    duties = [_duty(opening, lines[opening.organisation.pk], due) for opening in openings]
    return Duty.objects.bulk_create(duties, batch_size=CHUNK)


def _duty(opening: Opening, line: succession.Line, due) -> Duty:
    subject_type, subject_id = opening.subject
    duty = Duty(
        kind=opening.kind,
        organisation=opening.organisation,
        office_at=opening.organisation,
        office=opening.office,
        subject_type=subject_type,
        subject_id=subject_id,
        restricted=opening.restricted,
        rule=opening.rule,
        part=opening.part,
        jurisdiction=line.jurisdiction,
        started_on=opening.start,
        opened_on=opening.start,
        fulfilled_on=opening.fulfilled_on,
        fulfilled_by=opening.fulfilled_by,
    )
    if duty.is_open or opening.holder is None:
        succession.settle(duty, line, holder=opening.holder)
    else:
        succession.hold(
            duty, rules.Place(opening.organisation.pk, opening.office, opening.holder.pk)
        )
    duty.due_on, duty.provisional = due(
        opening.rule, opening.part, opening.start, line.jurisdiction
    )
    schedule.plan(duty)
    return duty


def _reckoner():
    """Due dates, each reckoned once; unions count only for rules about which some union has a by-law."""
    with_by_laws = set(ByLaw.objects.values_list("rule", flat=True).distinct())

    @cache
    def reckoned(rule: str, part: str, start: date, jurisdiction: str) -> tuple[date, bool]:
        due = deadlines.due(rule, start=start, part=part or None, jurisdiction=jurisdiction)
        return due.due_on, due.provisional

    def due(rule: str, part: str, start: date, jurisdiction: str) -> tuple[date, bool]:
        place = jurisdiction if rule in with_by_laws else jurisdiction.partition("/")[0]
        return reckoned(rule, part, start, place)

    return due
