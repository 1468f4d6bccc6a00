"""Applications, invitations and transfers as one list: who moves where, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import Scope
from unionhall.core.paging import Page, keyset_of
from unionhall.duties.models import Duty
from unionhall.duties.queries import open_about
from unionhall.members.applying.models import Application
from unionhall.members.applying.models import State as Applied
from unionhall.members.inviting.models import Invitation
from unionhall.members.transfers.models import WAITING, Transfer
from unionhall.members.transfers.models import State as Moved
from unionhall.organisations.models import Organisation

KINDS: dict[str, str | Promise] = {
    "application": gettext_lazy("Application"),
    "coming": gettext_lazy("Transfer to us"),
    "leaving": gettext_lazy("Transfer from us"),
    "between": gettext_lazy("Transfer"),
    "invitation": gettext_lazy("Invitation"),
}
# A day after all others, for what has no duty.
NEVER = date(9999, 12, 31)
ORDERS = {
    "due": ("due_on", "asked_on", "rank", "pk"),
    "new": ("-asked_on", "-rank", "-pk"),
    "old": ("asked_on", "rank", "pk"),
}
ENDED = ("-ended", "-rank", "-pk")
GOOD = (Applied.ADMITTED, Moved.RECEIVED)


@dataclass(frozen=True)
class Wanted:
    """Which of them a list shows: inside a scope; waiting, waiting for us (ours) or ended."""

    scope: Scope
    show: str = "waiting"
    kind: str = ""
    unit: Organisation | None = None
    name: str = ""

    def lists(self) -> list[QuerySet]:
        """Applications, invitations and transfers, each with `rank`, `due_on` and `ended`."""
        scope = replace(self.scope, paths=(self.unit.path,)) if self.unit else self.scope
        old, new = scope.q("spell__organisation"), scope.q("to_organisation")
        here = scope.q("organisation")
        found = [
            (("application",), Application, here, here & Q(state=Applied.ASKED), "decided_on"),
            (("invitation",), Invitation, here, Q(pk=None), "ended_on"),
            (
                ("coming", "leaving", "between"),
                Transfer,
                _way(self.kind, old, new),
                old & Q(state=Moved.ASKED) | new & Q(state=Moved.RELEASED),
                "ended_on",
            ),
        ]
        return [
            self._narrowed(model, within, ours, ended, rank)
            for rank, (kinds, model, within, ours, ended) in enumerate(found)
            if not self.kind or self.kind in kinds
        ]

    def _narrowed(self, model: Any, within: Q, ours: Q, ended: str, rank: int) -> QuerySet:
        rows, waits = model.objects.filter(within), Q(state__in=WAITS[model])
        if self.show == "ours":
            waits &= ours
        rows = rows.exclude(waits) if self.show == "ended" else rows.filter(waits)
        if self.name:
            path = "person__name" if model is Transfer else "name"
            rows = rows.filter(**{f"{path}__contains": self.name})
        duty = Duty.objects.open().filter(
            subject_type=model._meta.label_lower, subject_id=OuterRef("pk")
        )
        return rows.annotate(
            rank=Value(rank),
            ended=F(ended),
            due_on=Coalesce(
                Subquery(duty.order_by("due_on").values("due_on")[:1]),
                Value(NEVER, output_field=DateField()),
            ),
        )

    def count(self) -> int:
        return sum(rows.count() for rows in self.lists())

    def page(self, *, order: str = "due", cursor: str = "") -> Page:
        """One page of rows, overdue ones first; ended ones the newest first."""
        lists = [rows.select_related(*RELATED[rows.model]) for rows in self.lists()]
        by = ENDED if self.show == "ended" else ORDERS[order]
        page = keyset_of(lists, by, cursor)
        return replace(page, rows=lines(page.rows, self.scope))


WAITS: dict[Any, tuple[str, ...]] = {
    Application: (Applied.ASKED,),
    Invitation: ("asked",),
    Transfer: WAITING,
}
RELATED: dict[Any, tuple[str, ...]] = {
    Application: ("organisation",),
    Invitation: ("organisation",),
    Transfer: ("person", "spell__organisation", "to_organisation"),
}


def _way(kind: str, old: Q, new: Q) -> Q:
    ways = {"coming": new & ~old, "leaving": old & ~new, "between": old & new}
    return ways.get(kind, old | new)


@dataclass(frozen=True)
class Line:
    """One of them as the list shows it; `application` is its key where it can be admitted with others."""

    kind: str
    name: str
    url: str
    place: str
    state: str
    tone: str
    waits: str
    asked_on: date
    ended_on: date | None
    duty: Duty | None = None
    application: int | None = None

    @property
    def label(self) -> str | Promise:
        return KINDS[self.kind]


def lines(rows: Iterable[Any], scope: Scope) -> list[Line]:
    """Rows of any of the three as lines, in their order, with their open duties."""
    rows = list(rows)
    duties = {
        model: open_about([row for row in rows if isinstance(row, model)]) for model in RELATED
    }
    return [_line(row, scope, duties[type(row)].get(row.pk)) for row in rows]


def _line(row: Any, scope: Scope, duty: Duty | None) -> Line:
    waits = row.state in WAITS[type(row)]
    told: dict[str, Any] = {
        "url": row.get_absolute_url(),
        "state": row.get_state_display(),
        "tone": "waiting" if waits else "good" if row.state in GOOD else "quiet",
        "asked_on": row.asked_on,
        "ended_on": row.ended,
        "duty": duty,
    }
    if isinstance(row, Transfer):
        return _moving(row, scope, told)
    place = str(row.organisation)
    if isinstance(row, Application):
        told |= {"application": row.pk if waits else None}
        waits_for = _("Committee of %s") % place if waits else ""
    else:
        waits_for = row.name if waits else ""
    kind = "application" if isinstance(row, Application) else "invitation"
    return Line(kind, row.name, place=place, waits=waits_for, **told)


def _moving(row: Transfer, scope: Scope, told: dict[str, Any]) -> Line:
    old, new = row.from_organisation, row.to_organisation
    ours = scope.covers(old), scope.covers(new)
    kind = {(True, True): "between", (True, False): "leaving"}.get(ours, "coming")
    waits_for = {Moved.ASKED: str(old), Moved.RELEASED: str(new)}.get(Moved(row.state), "")
    return Line(kind, row.person.name, place=f"{old} → {new}", waits=waits_for, **told)
