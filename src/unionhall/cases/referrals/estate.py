"""When a union ends: what was referred to it goes back, since the worker agreed to it and to no other."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases.referrals import actions, steps
from unionhall.cases.referrals.models import Partner, Referral
from unionhall.cases.referrals.queries import RELATED
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.organisations import estate


def _received(handing: estate.Handing):
    rows = Referral.objects.under_way().filter(to_organisation=handing.source)
    return rows if handing.persons is None else rows.none()


def _send_back(handing: estate.Handing) -> int:
    rows = list(_received(handing).select_related(*RELATED))
    for row in rows:
        reason = _("the union is no more")
        actions.end(row, reason=reason, by=handing.by, on=handing.on)
        steps.tell_sender(row, "referral_ended", besides=handing.by, on=handing.on)
    if handing.persons is None:
        _hand_on_what_it_owes(handing)
    return len(rows)


def _hand_on_what_it_owes(handing: estate.Handing) -> None:
    """What the union owed as the one that refers goes on with its requests."""
    unit = handing.source
    there = Q(organisation=unit) | Q(office_at=unit) | Q(held_at=unit)
    line = succession.line(handing.to, on=handing.on)
    for duty in Duty.objects.open().filter(there, subject_type="cases.referral").order_by("pk"):
        duties.hand_on(duty, source=unit, line=line, by=handing.by, on=handing.on)


def _directory(handing: estate.Handing):
    rows = Partner.objects.kept().filter(organisation=handing.source)
    return rows if handing.persons is None else rows.none()


def _hand_directory(handing: estate.Handing) -> int:
    """Each body once: what the other union keeps already is taken out here."""
    rows = list(_directory(handing))
    known = set(
        Partner.objects.kept().filter(organisation=handing.to).values_list("name", flat=True)
    )
    for row in rows:
        if row.name in known:
            row.ended_on = handing.on
        else:
            row.organisation = handing.to
        row.save(update_fields=["ended_on", "organisation"])
    return len(rows)


estate.register(
    estate.Part(
        "referrals",
        gettext_lazy("Referrals it received, which go back"),
        count=lambda handing: _received(handing).count(),
        hand=_send_back,
        ability="cases.receive_referral",
        subjects=("cases.referral",),
        ends=True,
        rank=15,
    )
)
estate.register(
    estate.Part(
        "partners",
        gettext_lazy("Outside bodies in its directory"),
        count=lambda handing: _directory(handing).count(),
        hand=_hand_directory,
        named=lambda handing: [row.name for row in _directory(handing)[: estate.SHOWN]],
        ability="cases.keep_partners",
        rank=16,
    )
)
