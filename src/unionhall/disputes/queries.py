"""What the pages of disputes show."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Sum

from unionhall.disputes.models import OPEN, Claim, Dispute, Stage
from unionhall.disputes.opening import COLLECTIVE_RULE
from unionhall.disputes.rules import is_final
from unionhall.disputes.wages import monthly
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.rulebook import rules as book

SOON = timedelta(days=30)
SHOWN = {
    "open": OPEN,
    "talks": (Stage.OPENED, Stage.CONSULTING, Stage.UNSOLVED),
    "mediation": (Stage.ASKED, Stage.MEDIATING),
    "arbitration": (Stage.APPLIED, Stage.ARBITRATING, Stage.IN_COURT),
    "paying": (Stage.AGREED, Stage.AWARDED, Stage.JUDGED),
}


def listed(rows, show: str, user, *, on: date):
    """The rows of one tab of the list."""
    if show == "mine":
        return rows.open().filter(representative=user)
    if show == "overdue":
        late = Duty.objects.overdue(on=on).filter(
            subject_type="disputes.dispute", subject_id=OuterRef("pk")
        )
        return rows.open().filter(Exists(late))
    if show == "soon":
        before = (Stage.APPLIED, Stage.ARBITRATING, Stage.AWARDED, Stage.IN_COURT, Stage.JUDGED)
        return rows.open().filter(limitation_on__lt=on + SOON).exclude(stage__in=before)
    if show == "over":
        return rows.exclude(pk__in=rows.open().values("pk"))
    return rows.filter(stage__in=SHOWN.get(show, OPEN))


def counted(rows):
    """With how many workers there are and what they claim."""
    return rows.annotate(
        workers=Count("claimants", distinct=True), claimed=Sum("claimants__claims__amount")
    )


def claims_of(dispute: Dispute, *, on: date) -> list[dict]:
    """Every claim with its worker; after the award, whether it is final."""
    rows = Claim.objects.filter(claimant__dispute=dispute).select_related("claimant__person")
    decided = dispute.happenings.filter(act="note_award").exists()
    wage = monthly(jurisdiction_of(dispute.organisation, on=on), on=on) if decided else None
    return [
        {"row": row, "final": final(row, wage, on=on) if decided else False}
        for row in rows.order_by("claimant", "pk")
    ]


def final(claim: Claim, wage, *, on: date) -> bool | None:
    """Whether the award on a claim is final, item by item; None where no minimum wage is entered."""
    return is_final(
        claim.won,
        claim.kind,
        monthly=wage,
        months=book.value("cn.disp.final_award_12m", "months_of_minimum_wage", on=on),
        kinds=("wages", "injury_medical", "severance", "damages"),
        always=[
            {"social_insurance": "insurance", "rest": "hours"}.get(name, name)
            for name in book.value("cn.disp.final_award_labour_standards", "subjects", on=on)
        ],
    )


def is_collective(workers: int, *, on: date) -> bool:
    """Whether so many workers may choose representatives."""
    return workers >= book.value(COLLECTIVE_RULE, "min_workers", on=on)
