"""Duties and by-laws of a union that ends: what is owed goes on where its members do."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.duties import succession
from unionhall.duties.actions import hand_on
from unionhall.duties.models import Duty
from unionhall.duties.subjects import label
from unionhall.organisations import estate
from unionhall.organisations.models import Body, Organisation
from unionhall.rulebook.actions import end_by_law
from unionhall.rulebook.models import ByLaw


def _open(handing: estate.Handing):
    """Open duties there, but for those that go along with what they are about."""
    if handing.persons is not None:
        return Duty.objects.none()
    unit = handing.source
    there = Q(organisation=unit) | Q(office_at=unit) | Q(held_at=unit)
    own = [name for part in estate.parts() for name in part.subjects]
    return Duty.objects.open().filter(there).exclude(subject_type__in=own)


def _told(handing: estate.Handing):
    """Those a plan counts and names: none that is restricted, or about what must not be known."""
    rows = _open(handing).filter(restricted=False)
    return rows.known_to(handing.by) if handing.by else rows


def _about_itself(union: Organisation) -> Q:
    """Those that end with the union: to form its bodies, and to elect them anew."""
    bodies = Body.objects.filter(organisation=union)
    return Q(subject_type="organisations.organisation", subject_id=union.pk) | Q(
        subject_type="organisations.body", subject_id__in=bodies.values("pk")
    )


def _hand(handing: estate.Handing) -> int:
    duties, told = _open(handing), _told(handing).count()
    duties.filter(_about_itself(handing.source)).update(
        voided_on=handing.on,
        voided_by=handing.by,
        void_reason=_("the union is no more"),
        next_on=None,
    )
    line = succession.line(handing.to, on=handing.on)
    rest = list(duties.select_for_update(of=("self",)).order_by("pk"))
    for duty in rest:
        hand_on(duty, source=handing.source, line=line, by=handing.by, on=handing.on)
    return told


def _named(handing: estate.Handing) -> list[str]:
    kinds = _told(handing).order_by("kind").values_list("kind", flat=True).distinct()
    return [label(kind) for kind in kinds[: estate.SHOWN]]


def _by_laws(handing: estate.Handing):
    """Values in force or to come that end with the union; one that begins only now is never asked again."""
    if handing.persons is not None:
        return ByLaw.objects.none()
    rows = ByLaw.objects.filter(union=handing.source.code, from_on__lt=handing.on)
    return rows.filter(Q(until_on=None) | Q(until_on__gt=handing.on)).order_by("rule", "pk")


def _end_by_laws(handing: estate.Handing) -> int:
    rows = list(_by_laws(handing))
    for row in rows:
        end_by_law(row, until_on=handing.on, by=handing.by, on=handing.on)
    return len(rows)


estate.register(
    estate.Part(
        "duties",
        gettext_lazy("Open duties"),
        count=lambda handing: _told(handing).count(),
        hand=_hand,
        named=_named,
        ability="duties.view",
        rank=80,
    )
)
estate.register(
    estate.Part(
        "by_laws",
        gettext_lazy("Own values of rules, which end"),
        count=lambda handing: _by_laws(handing).count(),
        hand=_end_by_laws,
        named=lambda handing: [
            f"{row.rule}: {row.value}" for row in _by_laws(handing)[: estate.SHOWN]
        ],
        ends=True,
        rank=70,
    )
)
