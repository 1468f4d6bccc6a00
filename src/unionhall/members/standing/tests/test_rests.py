"""Memberships kept, retired, suspended, and resumed."""

from datetime import date

import pytest
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.members.models import Spell
from unionhall.members.rules import Status
from unionhall.members.standing import rests
from unionhall.members.standing.models import Standing
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


def keep(spell, cast, on, **told):
    told = {"cause": "unemployed", "from_on": MAY, "until_on": JULY, "reason": "厂里停工"} | told
    return rests.keep(spell, **told, by=cast.plant_chair, on=on)


def test_a_kept_membership_holds_without_its_rights_until_its_last_day(spell, cast, on):
    keep(spell, cast, on)
    spell = Spell.objects.get(pk=spell.pk)
    assert [spell.status(day) for day in (date(2026, 4, 30), MAY, date(2026, 6, 30), JULY)] == [
        Status.IN_FORCE,
        Status.KEPT,
        Status.KEPT,
        Status.IN_FORCE,
    ]
    entry = trail(cast.worker)[-1]
    assert (entry.verb, entry.personal) == ("members.kept", {"reason": "厂里停工"})
    (notice,) = Message.objects.in_app().filter(receiver=cast.worker.user)
    assert (notice.template, notice.facts["what"]) == ("members/membership_changed", "kept")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cause": ""},
        {"cause": "lazy"},
        {"reason": "  "},
        {"from_on": date(2019, 12, 31)},
        {"until_on": MAY},
    ],
)
def test_keeping_needs_a_cause_a_reason_and_days_of_the_membership(wrong, spell, cast, on):
    with pytest.raises(Refused):
        keep(spell, cast, on, **wrong)
    assert not Standing.objects.exists()


@pytest.mark.parametrize(
    ("from_on", "until_on", "refused"),
    [
        (date(2026, 6, 30), None, True),
        (date(2026, 4, 1), date(2026, 5, 2), True),
        (JULY, None, False),
        (date(2026, 4, 1), MAY, False),
    ],
)
def test_it_is_not_kept_twice_at_once(from_on, until_on, refused, spell, cast, on):
    keep(spell, cast, on)
    if refused:
        with pytest.raises(Refused):
            keep(spell, cast, on, from_on=from_on, until_on=until_on)
    else:
        keep(spell, cast, on, from_on=from_on, until_on=until_on)
    assert Standing.objects.count() == 1 + (not refused)


def test_a_retired_member_keeps_the_membership_or_ends_it(cast, on):
    keeps, ends = cast.worker.spells.get(), cast.colleague.spells.get()
    rests.retire(keeps, from_on=MAY, keeps=True, by=cast.plant_chair, on=on)
    rests.retire(ends, from_on=MAY, keeps=False, by=cast.plant_chair, on=on)
    keeps, ends = (Spell.objects.get(pk=row.pk) for row in (keeps, ends))
    assert (keeps.status(on), keeps.until_on) == (Status.RETIRED, None)
    assert (ends.status(on), ends.until_on, ends.ended_by) == (Status.ENDED, MAY, "retirement")


def test_a_suspension_needs_a_resolution(spell, cast, on):
    told = {"from_on": MAY, "reason": "多次骚扰同事", "by": cast.plant_chair, "on": on}
    with pytest.raises(Refused):
        rests.suspend(spell, **told, resolution=" ")
    rests.suspend(spell, **told, resolution="2026年第3号")
    assert Spell.objects.get(pk=spell.pk).status(on) == Status.SUSPENDED
    assert trail(cast.worker)[-1].facts["resolution"] == "2026年第3号"


def test_rights_hold_again_from_a_day_or_as_if_they_had_never_rested(spell, cast, on):
    told = {"reason": "复工", "by": cast.plant_chair, "on": on}
    rests.resume(keep(spell, cast, on), until_on=on, **told)
    assert Standing.objects.get().until_on == on
    rests.resume(Standing.objects.get(), until_on=MAY, **told)
    assert not Standing.objects.exists()
    with pytest.raises(Refused):
        rests.resume(Standing(pk=7, spell=spell, from_on=MAY), until_on=on, **told)
    assert [entry.verb for entry in trail(cast.worker)] == [
        "members.kept",
        *["members.resumed"] * 2,
    ]


def test_of_two_who_resume_it_one_is_told(spell, cast, on):
    standing = keep(spell, cast, on)
    again = Standing.objects.get()
    told = {"until_on": on, "reason": "复工", "by": cast.plant_chair, "on": on}
    rests.resume(standing, **told)
    with pytest.raises(Refused):
        rests.resume(again, **told)


@pytest.mark.parametrize(
    ("name", "typed", "status"),
    [
        ("keep", {"cause": "leave", "reason": "产假"}, Status.KEPT),
        ("retire", {"keeps": "yes"}, Status.RETIRED),
        ("retire", {"keeps": "no"}, Status.ENDED),
        ("suspend", {"resolution": "第3号", "reason": "违纪"}, Status.SUSPENDED),
    ],
)
def test_the_page_does_it_within_the_scope_only(name, typed, status, spell, cast, signed_in):
    url, typed = reverse(f"standing:{name}", args=[spell.pk]), {"from_on": today(), **typed}
    for who in (cast.stranger_chair, cast.plant_desk_officer, cast.worker):
        client = signed_in(who)
        assert (client.get(url).status_code, client.post(url, typed).status_code) == (404, 404)
    assert Spell.objects.get(pk=spell.pk).status(today()) == Status.IN_FORCE
    client = signed_in(cast.plant_chair)
    assert (client.get(url).status_code, client.post(url, {}).status_code) == (200, 422)
    assert client.post(url, typed).status_code == 302
    assert Spell.objects.get(pk=spell.pk).status(today()) == status


def test_the_file_shows_how_a_membership_stands(spell, cast, signed_in):
    rests.keep(
        spell, cause="leave", from_on=today(), reason="产假", by=cast.plant_chair, on=today()
    )
    client = signed_in(cast.plant_chair)
    page = client.get(cast.worker.get_absolute_url(), headers=ENGLISH).content.decode()
    assert ("kept" in page, "on long leave" in page) == (True, True)
    change = client.get(reverse("standing:change", args=[spell.pk])).content.decode()
    standing = Standing.objects.get()
    assert reverse("standing:resume", args=[standing.pk]) in change
