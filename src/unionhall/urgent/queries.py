"""What the pages of urgent matters show."""

from datetime import datetime

from django.db.models import Count, F, Q, Sum

from unionhall.urgent.models import Gravity, Telling, UrgentMatter

SHOWN = ("open", "mine", "untold", "ended")


def listed(rows, show: str, user, *, at: datetime):
    """The rows of one tab of the board."""
    if show == "mine":
        return rows.open().filter(lead=user)
    if show == "untold":
        late = Telling.objects.overdue(at=at)
        return rows.open().filter(pk__in=late.values("matter"))
    return rows.exclude(ended_at=None) if show == "ended" else rows.open()


def counted(rows, *, at: datetime):
    """With how many stand on the list by name, how many are to be told still, how many too late."""
    waiting = Q(tellings__told_at=None, tellings__dropped=False, tellings__isnull=False)
    return rows.annotate(
        waiting=Count("tellings", filter=waiting, distinct=True),
        late=Count("tellings", filter=waiting & Q(tellings__due_at__lt=at), distinct=True),
    )


def order(show: str) -> tuple[str, ...]:
    """The gravest and latest first; ended ones by when the union learnt of them."""
    return ("-learnt_at", "-pk") if show == "ended" else ("-gravity", "-learnt_at", "-pk")


def figures(rows, *, at: datetime) -> dict:
    """Open matters at a glance: how many, how many grave, workers affected, tellings over their hour."""
    found = rows.open().aggregate(
        open=Count("pk"),
        grave=Count("pk", filter=Q(gravity=Gravity.GRAVE)),
        people=Sum("people", default=0),
    )
    late = Telling.objects.overdue(at=at).filter(matter__in=rows.open()).count()
    return found | {"late": late}


def story(matter: UrgentMatter):
    """The log, oldest first: what was written and what was done."""
    return matter.lines.select_related("by").order_by("at", "pk")


def list_of(matter: UrgentMatter):
    """Whom to tell, the soonest first; those added later by hand after them."""
    rows = matter.tellings.select_related("to", "by")
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")
