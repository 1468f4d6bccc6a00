"""What is owed about legal aid by a day, and what its duties are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential.grown import unknown
from unionhall.cases.routing import Desk
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.legal_aid import periods, steps
from unionhall.legal_aid.models import Aid

DECIDE, ASSIGN = "legal_aid.decide", "legal_aid.assign"
REVIEW, LOOK_AFTER, PAPERS = "legal_aid.review", "legal_aid.log_work", "legal_aid.ask_papers"
STEPS = {
    DECIDE: "decide",
    ASSIGN: "assign",
    REVIEW: "review",
    LOOK_AFTER: "look_after",
    PAPERS: "give_papers",
}


def open_for(
    aid: Aid,
    kind: str,
    *,
    to: Desk | None = None,
    by: User | None,
    on: date,
) -> Duty:
    """Open a duty of the federation that decides, or of the one that looks again."""
    to = to or steps.desk(aid.organisation, "legal_aid.decide", on=on)
    rule, part = periods.rule_of(STEPS[kind], to.organisation, on=on)
    return duties.open_duty(
        kind,
        subject=aid,
        organisation=to.organisation,
        office=to.office,
        rule=rule,
        part=part,
        start=on,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = Aid.objects.within(scope(user, "legal_aid.view")).filter(pk__in=ids)
    return {row.pk: (row.number, row.get_absolute_url()) for row in rows}


subjects.register(
    "legal_aid.aid",
    titles=titles,
    ability="legal_aid.view",
    unknown=unknown(Aid),
    duties={
        DECIDE: _("Decide on an application for legal aid"),
        ASSIGN: _("Name a lawyer"),
        REVIEW: _("Look at refused legal aid again"),
        LOOK_AFTER: _("Look after the aid under way"),
        PAPERS: _("See whether missing papers have come"),
    },
)
