"""Legal aid of a federation that ends goes on with the one that takes its place."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from unionhall.duties import actions as duties
from unionhall.history.actions import record
from unionhall.legal_aid import steps
from unionhall.legal_aid.models import Aid, Assignment, Lawyer
from unionhall.organisations import estate


def _open(handing: estate.Handing) -> QuerySet[Aid]:
    rows = Aid.objects.open().filter(organisation=handing.source)
    if handing.persons is not None:
        rows = rows.filter(person__in=handing.persons)
    return rows.order_by("pk")


def _told(handing: estate.Handing) -> QuerySet[Aid]:
    """Those a plan counts and names: none that grew out of a confidential request."""
    return _open(handing).counted_in_figures()  # type: ignore[attr-defined]


def _hand(handing: estate.Handing) -> int:
    """To the nearest federation there that decides on legal aid; what is owed keeps its dates."""
    rows = list(_open(handing).select_related("organisation", "person__user"))
    if not rows:
        return 0
    told = _told(handing).count()
    desk = steps.desk(handing.to, "legal_aid.decide", on=handing.on)
    for aid in rows:
        steps.change(aid, aid.state, organisation=desk.organisation)
        duties.move(
            aid,
            to_organisation=desk.organisation,
            to_office=desk.office,
            by=handing.by,
            on=handing.on,
        )
        steps.note(aid, "handed_on", by=handing.by, on=handing.on)
        steps.tell_desk(aid, desk, "handed_on", on=handing.on)
    return told


def _lawyers(handing: estate.Handing) -> QuerySet[Lawyer]:
    """Those on the roster; a roster is not divided among members."""
    if handing.persons is not None:
        return Lawyer.objects.none()
    return Lawyer.objects.filter(organisation=handing.source, until_on=None).order_by("pk")


def _hand_roster(handing: estate.Handing) -> int:
    """To the same federation; whoever stands on its roster already ends on this one."""
    rows = list(_lawyers(handing).select_for_update())
    if not rows:
        return 0
    unit = steps.desk(handing.to, "legal_aid.decide", on=handing.on).organisation
    there = Lawyer.objects.filter(organisation=unit, until_on=None)
    known = {lawyer.licence: lawyer for lawyer in there}
    for lawyer in rows:
        if same := known.get(lawyer.licence):
            Assignment.objects.filter(lawyer=lawyer, until_on=None).update(lawyer=same)
            Lawyer.objects.filter(pk=lawyer.pk).update(until_on=handing.on)
        else:
            Lawyer.objects.filter(pk=lawyer.pk).update(organisation=unit)
    record(
        unit.chain,
        "legal_aid.took_roster_over",
        by=handing.by,
        subject=unit,
        facts={"from": handing.source.code, "lawyers": len(rows)},
        on=handing.on,
    )
    return len(rows)


estate.register(
    estate.Part(
        "legal_aid",
        gettext_lazy("Open applications for legal aid"),
        count=lambda handing: _told(handing).count(),
        hand=_hand,
        named=lambda handing: [aid.number for aid in _told(handing)[: estate.SHOWN]],
        ability="legal_aid.view",
        subjects=("legal_aid.aid",),
        rank=12,
    )
)
estate.register(
    estate.Part(
        "lawyers",
        gettext_lazy("Roster of lawyers"),
        count=lambda handing: _lawyers(handing).count(),
        hand=_hand_roster,
        named=lambda handing: [str(lawyer) for lawyer in _lawyers(handing)[: estate.SHOWN]],
        ability="legal_aid.view_roster",
        rank=13,
    )
)
