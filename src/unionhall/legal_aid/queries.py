"""What the pages of legal aid show."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from unionhall.access.scope import Scope
from unionhall.duties.models import Duty
from unionhall.duties.subjects import label
from unionhall.legal_aid.models import OPEN, Aid, Assignment, Lawyer

SHOWN = ("open", "mine", "overdue", "undecided", "unassigned", "under_way", "objected", "over")
OPEN_LOAD = Count("assignments", filter=Q(assignments__until_on=None))


def current_lawyer(aid: Aid) -> Assignment | None:
    """The assignment in force, or None."""
    return aid.assignments.filter(until_on=None).select_related("lawyer").first()


def listed(rows: QuerySet[Aid], show: str, user, *, on: date) -> QuerySet[Aid]:
    """A view of the list, each row with the name of its lawyer."""
    charge = Assignment.objects.filter(aid=OuterRef("pk"), until_on=None)
    rows = rows.annotate(lawyer_name=Subquery(charge.values("lawyer__name")[:1]))
    about = Duty.objects.open().filter(subject_type="legal_aid.aid", subject_id=OuterRef("pk"))
    return {
        "open": lambda: rows.filter(state__in=OPEN),
        "mine": lambda: rows.filter(state__in=OPEN).filter(Exists(about.held_by(user, on=on))),
        "overdue": lambda: rows.filter(state__in=OPEN).filter(Exists(about.overdue(on=on))),
        "undecided": lambda: rows.filter(state__in=("asked", "papers")),
        "unassigned": lambda: rows.filter(state="granted", lawyer_name=None),
        "under_way": lambda: rows.filter(state="granted").exclude(lawyer_name=None),
        "objected": lambda: rows.filter(state="objected"),
        "over": lambda: rows.filter(state__in=("finished", "ended", "withdrawn", "refused")),
    }[show]()


def lawyers(held: Scope) -> QuerySet[Lawyer]:
    """Lawyers of the scope with their load."""
    return Lawyer.objects.within(held).select_related("organisation").annotate(load=OPEN_LOAD)


def choosable(aid: Aid, *, on: date) -> QuerySet[Lawyer]:
    """Lawyers on the roster of the federation that decides, those with most room first."""
    rows = Lawyer.objects.filter(organisation=aid.organisation, from_on__lte=on)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=on)).annotate(load=OPEN_LOAD)
    return rows.order_by("load", "pk")


def missed(aid: Aid) -> list[dict]:
    """Periods that were not kept: what was owed, by when, and when it was done; once missed, for ever."""
    rows = Duty.objects.about(aid).filter(fulfilled_on__gt=F("due_on")).order_by("pk")
    return [
        {"label": label(row.kind), "due_on": row.due_on, "done_on": row.fulfilled_on}
        for row in rows
    ]
