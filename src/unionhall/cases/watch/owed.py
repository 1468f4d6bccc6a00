"""What is owed after a check-in, and under which rules."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.cases.confidential import grown, reading
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.cases.watch.models import CheckIn
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.rulebook import rules
from unionhall.rulebook.deadlines import due

CALL = "cases.call_worker"
DAYS_RULE = "own.watch.check_ins"
SILENT_RULE = "own.watch.silent_7d"
CALL_RULE = "own.watch.call_2wd"
FORGET_RULE = "own.watch.forget_365d"
PLACES = {1: "first_days", 2: "second_days", 3: "third_days"}
PROTECTION = ("cn.org.retaliation_remedy", "cn.org.retaliation_court")


def days_of(case: Case, *, on: date) -> dict[int, int]:
    """After how many days each check-in comes, where the request lies."""
    place = jurisdiction_of(case.organisation, on=on)
    return {
        number: int(rules.value(DAYS_RULE, param, on=on, jurisdiction=place))
        for number, param in PLACES.items()
    }


def silent_since(check_in: CheckIn, start: date, *, on: date) -> bool:
    """Whether the time to answer that began on `start` is over."""
    place = jurisdiction_of(check_in.watch.case.organisation, on=on)
    return on > due(SILENT_RULE, start=start, jurisdiction=place).due_on


def open_call(check_in: CheckIn, *, by: User | None, on: date) -> Duty:
    """Open the duty of whoever handled the request to call the worker."""
    case = check_in.watch.case
    return duties.open_duty(
        CALL,
        subject=check_in,
        organisation=case.organisation,
        office="",
        holder=case.handler,
        rule=CALL_RULE,
        start=on,
        by=by,
        on=on,
        restricted=case.is_restricted,
    )


def protection() -> list[tuple[str, str]]:
    """What the law says where somebody is treated worse for it: the rules' titles, and their ids."""
    return [(str(rules.written(rule).title), rule) for rule in PROTECTION]


def page_of(case: Case) -> str:
    """The officers' page of a request's check-ins."""
    return reverse("watch:watch", args=[case.number])


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = CheckIn.objects.filter(pk__in=ids, watch__case__in=readable_by(user))
    found = rows.select_related("watch__case")
    return {row.pk: (row.watch.case.number, page_of(row.watch.case)) for row in found}


def unknown_to(user: User):
    """Check-ins after requests of which the user must not know."""
    return CheckIn.objects.filter(watch__case__in=reading.unknown_to(user)).values("pk")


grown.follow(CheckIn, "watch__case")
subjects.register(
    "cases.checkin",
    titles=titles,
    ability="cases.view",
    unknown=unknown_to,
    duties={CALL: _("Call a worker after a check-in")},
)
