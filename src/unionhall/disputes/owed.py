"""What is owed about a dispute by a day, by those who act for the worker or mediate."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential.grown import unknown
from unionhall.cases.procedure import Period
from unionhall.disputes import procedure
from unionhall.disputes.models import Dispute
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty

INSTALMENT = "disputes.check_instalment"
PAYMENT = Period(INSTALMENT, "own.dispute.check_instalment_1wd")


def open_for(dispute: Dispute, period: Period, *, start: date, by: User, on: date) -> Duty:
    """Open what a step owes: with whoever acts for the worker, or with the office that mediates."""
    named = dispute.representative if not period.office else None
    return duties.open_duty(
        period.kind,
        subject=dispute,
        organisation=dispute.organisation,
        office="" if named else period.office or procedure.OFFICE,
        holder=named,
        rule=period.rule,
        part=period.part,
        start=start,
        by=by,
        on=on,
        restricted=dispute.is_restricted,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = Dispute.objects.within(scope(user, "disputes.view")).filter(pk__in=ids)
    return {row.pk: (f"{row.number} · {row.employer}", row.get_absolute_url()) for row in rows}


subjects.register(
    "disputes.dispute",
    titles=titles,
    ability="disputes.view",
    unknown=unknown(Dispute),
    duties={
        procedure.HEAR: _("See whether the employer negotiates"),
        procedure.ACCEPT: _("Say whether mediation is taken on"),
        procedure.END: _("Bring the mediation to its end"),
        procedure.CONFIRM: _("Have the agreement confirmed, or leave it"),
        procedure.REVIEWED: _("See what the review of the agreement brings"),
        procedure.WATCH_ACCEPTANCE: _("See whether the commission takes it on"),
        procedure.COPIES: _("See that the employer receives the application"),
        procedure.ANSWER: _("See that the employer's answer comes"),
        procedure.PANEL: _("See that the tribunal is announced"),
        procedure.HEARING: _("Be ready for the hearing; last day to ask for another one"),
        procedure.AWARD: _("See that the award comes"),
        procedure.SUE: _("Decide whether to go to court"),
        INSTALMENT: _("Check whether an instalment was paid"),
    },
)
