"""What of the tree itself goes on in another union, or ends: units below, employers, bodies, mandates."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.core.errors import Refused
from unionhall.organisations import actions as organisations
from unionhall.organisations import estate
from unionhall.organisations.kinds import BODIES
from unionhall.organisations.models import Body, Coverage, Employer, Mandate, Organisation
from unionhall.organising.founding.models import UNDER_WAY, Founding
from unionhall.organising.founding.queries import kinds_below
from unionhall.rulebook import rules


def _units(handing: estate.Handing) -> QuerySet[Organisation]:
    if handing.persons is not None:
        return Organisation.objects.none()
    rows = handing.source.children.filter(Q(closed_on=None) | Q(closed_on__gt=handing.on))
    return rows.order_by("code")


def _move_units(handing: estate.Handing) -> int:
    units = list(_units(handing))
    for unit in units:
        if unit.kind not in handing.to.kind_facts.children:
            raise Refused(
                _("%(unit)s cannot hang below %(to)s.") % {"unit": unit, "to": handing.to},
                rules.citation("cn.org.upper_approval"),
                instead=_("Say which union shall take the units below."),
            )
        organisations.move(unit, handing.to, by=handing.by, on=handing.on)
    return len(units)


def _coverages(handing: estate.Handing) -> QuerySet[Coverage]:
    if handing.persons is not None:
        return Coverage.objects.none()
    return handing.source.coverages.unfinished(on=handing.on).select_related("employer")


def _employers(handing: estate.Handing) -> list[Employer]:
    """Whose workers the union gathers: those it covers, and its own."""
    if handing.persons is not None:
        return []
    covered = [coverage.employer for coverage in _coverages(handing)]
    own = handing.source.employer
    return [*covered, own] if own else covered


def _gathers(handing: estate.Handing) -> bool:
    """Whether the other union can have them: a joint one any, that of one workplace one, if it has none."""
    if handing.to.kind == "joint_union" or handing.to == handing.source:
        return True
    free = handing.to.kind == "enterprise_union" and handing.to.employer_id is None
    return free and len(_employers(handing)) == 1


def _cover(handing: estate.Handing) -> int:
    employers, gathers = _employers(handing), _gathers(handing)
    for coverage in _coverages(handing):
        if coverage.from_on <= handing.on and coverage.until_on is None:
            organisations.end_coverage(coverage, by=handing.by, on=handing.on)
        else:
            Coverage.objects.filter(pk=coverage.pk).update(
                until_on=max(handing.on, coverage.from_on)
            )
    for employer in employers if gathers else ():
        if handing.to.kind == "joint_union":
            if not employer.coverages.unfinished(on=handing.on).exists():
                organisations.begin_coverage(handing.to, employer, by=handing.by, on=handing.on)
        else:
            organisations.correct(
                handing.to,
                division=handing.to.division,
                employer=employer,
                by=handing.by,
                on=handing.on,
            )
    Employer.objects.filter(kept_by=handing.source).update(kept_by=handing.to)
    return len(employers)


def _foundings(handing: estate.Handing) -> QuerySet[Founding]:
    if handing.persons is not None:
        return Founding.objects.none()
    return Founding.objects.filter(higher=handing.source, state__in=UNDER_WAY).order_by("pk")


def _move_foundings(handing: estate.Handing) -> int:
    for row in _foundings(handing):
        if row.kind not in kinds_below(handing.to):
            raise Refused(
                _("%(union)s, which is being founded, cannot hang below %(to)s.")
                % {"union": row, "to": handing.to},
                instead=_("Decide on it first, or let it be withdrawn."),
            )
    return _foundings(handing).update(higher=handing.to)


def _mandates(handing: estate.Handing) -> QuerySet[Mandate]:
    rows = handing.source.mandates.unfinished(on=handing.on)
    if handing.persons is not None:
        rows = rows.filter(user__person__in=handing.persons)
    return rows.select_related("user").order_by("pk")


def _end_mandates(handing: estate.Handing) -> int:
    mandates = list(_mandates(handing))
    for mandate in mandates:
        organisations.end_mandate(mandate, by=handing.by, on=handing.on)
    return len(mandates)


def _bodies(handing: estate.Handing) -> QuerySet[Body]:
    if handing.persons is not None:
        return Body.objects.none()
    return handing.source.bodies.unfinished(on=handing.on).order_by("pk")


def _end_bodies(handing: estate.Handing) -> int:
    bodies = list(_bodies(handing))
    for body in bodies:
        if body.from_on <= handing.on:
            organisations.end_body(body, by=handing.by, on=handing.on)
        else:
            Body.objects.filter(pk=body.pk).update(until_on=F("from_on"))
    return len(bodies)


estate.register(
    estate.Part(
        "units",
        gettext_lazy("Units below"),
        count=lambda handing: _units(handing).count(),
        hand=_move_units,
        named=lambda handing: [str(unit) for unit in _units(handing)[: estate.SHOWN]],
        rank=50,
    )
)
estate.register(
    estate.Part(
        "foundings",
        gettext_lazy("Unions being founded below"),
        count=lambda handing: _foundings(handing).count(),
        hand=_move_foundings,
        named=lambda handing: [str(row) for row in _foundings(handing)[: estate.SHOWN]],
        rank=55,
    )
)
estate.register(
    estate.Part(
        "employers",
        gettext_lazy("Employers whose workers it gathers"),
        count=lambda handing: len(_employers(handing)),
        hand=_cover,
        goes=_gathers,
        named=lambda handing: [str(one) for one in _employers(handing)[: estate.SHOWN]],
        lapses=True,
        rank=60,
    )
)
estate.register(
    estate.Part(
        "mandates",
        gettext_lazy("Mandates, which end"),
        count=lambda handing: _mandates(handing).count(),
        hand=_end_mandates,
        named=lambda handing: [
            f"{row.user} · {row.office_title}" for row in _mandates(handing)[: estate.SHOWN]
        ],
        ends=True,
        rank=90,
    )
)
estate.register(
    estate.Part(
        "bodies",
        gettext_lazy("Terms of bodies, which end"),
        count=lambda handing: _bodies(handing).count(),
        hand=_end_bodies,
        named=lambda handing: [BODIES[row.kind].title for row in _bodies(handing)[: estate.SHOWN]],
        ends=True,
        rank=95,
    )
)
