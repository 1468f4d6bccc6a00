"""What supervision owes by a day, and what its duties are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential.grown import unknown
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.supervision.models import Hazard, Inspection, Letter, Matter

OFFICE = "rights_officer"
INSPECT, ANSWER, VISIT = "supervision.sign", "supervision.answer", "supervision.visit"
TELL, VERIFY = "supervision.tell_hazard", "supervision.verify_hazard"
PLANNED_DAY = "own.supervision.planned_day_1wd"
FOLLOW_UP = "own.supervision.follow_up_10wd"
TELL_RULE = "own.supervision.tell_hazard_2wd"


def open_for(row, kind: str, *, rule: str, start: date, by: User | None, on: date) -> Duty:
    """Open a duty about an inspection, a matter, a letter or a hazard, of the union whose it is."""
    unit = row.matter.organisation if isinstance(row, Letter) else row.organisation
    return duties.open_duty(
        kind, subject=row, organisation=unit, office=OFFICE, rule=rule, start=start, by=by, on=on
    )


def open_visit(matter: Matter, *, by: User | None, on: date) -> None:
    """Owe a look whether it has been mended, or the next letter; once at a time."""
    if not Duty.objects.about(matter).open().filter(kind=VISIT).exists():
        open_for(matter, VISIT, rule=FOLLOW_UP, start=on, by=by, on=on)


def _inspections(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    rows = Inspection.objects.within(scope(user, "supervision.view")).filter(pk__in=ids)
    return {r.pk: (str(r), r.get_absolute_url()) for r in rows.select_related("employer")}


def _matters(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    rows = Matter.objects.within(scope(user, "supervision.view")).filter(pk__in=ids)
    return {r.pk: (str(r), r.get_absolute_url()) for r in rows.select_related("employer")}


def _letters(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    rows = Letter.objects.within(scope(user, "supervision.view")).filter(pk__in=ids)
    rows = rows.select_related("matter__employer", "union")
    return {
        r.pk: (f"{r.get_rung_display()} · {r.matter.employer}", r.get_absolute_url()) for r in rows
    }


def _hazards(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    rows = Hazard.objects.within(scope(user, "supervision.view")).filter(pk__in=ids)
    return {r.pk: (r.place, r.get_absolute_url()) for r in rows}


subjects.register(
    "supervision.inspection",
    titles=_inspections,
    duties={INSPECT: _("Carry out the inspection and sign")},
)
subjects.register(
    "supervision.matter",
    titles=_matters,
    unknown=unknown(Matter),
    duties={VISIT: _("See whether it is mended, or write")},
)
subjects.register(
    "supervision.letter",
    titles=_letters,
    unknown=unknown(Letter),
    duties={ANSWER: _("Get the answer to the letter")},
)
subjects.register(
    "supervision.hazard",
    titles=_hazards,
    duties={TELL: _("Tell the employer of a hazard"), VERIFY: _("See whether a hazard is mended")},
)
