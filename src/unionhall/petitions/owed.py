"""What is owed about a petition by a day, by the office where it lies or by whoever handles it."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential import grown, reading
from unionhall.cases.procedure import Period
from unionhall.cases.routing import Desk
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.petitions import procedure
from unionhall.petitions.models import Petition


def open_for(
    petition: Petition, period: Period, *, desk: Desk | None, start: date, by: User | None, on: date
) -> Duty:
    """Open what a step owes: with the office `desk`, or with whoever handles it by name."""
    return duties.open_duty(
        period.kind,
        subject=petition,
        organisation=petition.organisation,
        office=desk.office if desk else "",
        holder=None if desk else petition.handler,
        rule=period.rule,
        part=period.part,
        start=start,
        by=by,
        on=on,
        restricted=petition.is_restricted,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = Petition.objects.within(scope(user, "petitions.view")).filter(pk__in=ids)
    return {row.pk: (f"{row.number} · {row.title}", row.get_absolute_url()) for row in rows}


def unknown_to(user: User):
    """Petitions about this person, or out of a request unknown to them: no list may tell of a duty."""
    kept = Q(about_officer=user.pk) | Q(case__in=reading.unknown_to(user))
    return Petition.objects.filter(kept).values("pk")


grown.follow(Petition, "case")
subjects.register(
    "petitions.petition",
    titles=titles,
    ability="petitions.view",
    unknown=unknown_to,
    duties={
        procedure.DECIDE: _("Say whether the petition is accepted"),
        procedure.ANSWER: _("Answer the petition in writing"),
        procedure.ASK: _("See whether a review is asked for, then end it"),
        procedure.REVIEW: _("Answer the review"),
        procedure.RECHECK: _("Answer the second review"),
    },
)
