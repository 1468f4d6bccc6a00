"""A first sign-in that waits is owed a decision: by whom, until when, and how that ends."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from unionhall.access.grants import offices_with
from unionhall.core import clock
from unionhall.duties.escalation import speak_up
from unionhall.duties.handover import hand_over
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.members.binding import actions, owed
from unionhall.members.binding.models import BindingRequest
from unionhall.members.binding.rules import Claim
from unionhall.members.binding.tests.conftest import NAME, PHONE, TAIL, registered
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Mandate
from unionhall.rulebook.actions import set_by_law

pytestmark = pytest.mark.django_db
OLD, OTHER = "13700137000", "13600136000"
ON = date(2026, 3, 4)  # a Wednesday
DUE = date(2026, 3, 9)  # the third working day
DAY = timedelta(days=1)
LIST = "/members/first-sign-ins/"


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(timezone.make_aware(datetime.combine(ON, time(12)))):
        yield


@pytest.fixture
def person(cast):
    """A member whose number in the register is the old one."""
    return registered(cast.units.plant, phone=OLD)


@pytest.fixture
def asked(cast, person):
    return claim()


def claim(*, phone=PHONE, name=NAME, tail=TAIL, on=ON):
    return actions.settle(Claim(name, phone, tail), on=on)


def owing(asked) -> Duty:
    return Duty.objects.about(asked).get()


def inbox(who) -> str:
    client = Client()
    client.force_login(who)
    return client.get("/duties/").content.decode()


def notices(user) -> list[str]:
    mine = Message.objects.in_app().filter(receiver=user).order_by("pk")
    return list(mine.values_list("template", flat=True))


def test_it_is_owed_by_the_office_that_decides_within_three_working_days(cast, asked):
    duty = owing(asked)
    assert (duty.kind, duty.rule) == ("accounts.bind", "own.first_sign_in.decide_3wd")
    assert (duty.organisation, duty.office) == (cast.units.plant, "organisation_officer")
    assert (duty.held_at, duty.held_as) == (cast.units.district, "organisation_officer")
    assert (duty.opened_on, duty.due_on, duty.is_open) == (ON, DUE, True)


def test_the_office_that_owes_it_may_decide():
    assert owed.OFFICE in offices_with(owed.KIND)


def test_who_fits_at_once_owes_nobody_anything(cast):
    registered(cast.units.plant)
    claim()
    assert not Duty.objects.exists()


def test_it_stands_in_the_inbox_with_the_name_and_the_way_to_decide(cast, asked):
    page = inbox(cast.register_officer)
    assert (NAME in page, f'href="{LIST}{asked.pk}/"' in page) == (True, True)


def test_who_may_not_decide_reads_no_name(cast, asked):
    client = Client()
    client.force_login(cast.chair)
    page = client.get("/duties/?show=unit").content.decode()
    assert (NAME in page, f"{LIST}{asked.pk}" in page) == (False, False)
    assert f"/duties/{owing(asked).pk}/" in page


def test_its_history_names_the_day(asked):
    entry = Entry.objects.get(verb="members.binding_asked")
    assert entry.facts == {"cause": "phone_differs", "due_on": DUE.isoformat()}


def test_asking_again_moves_no_day(cast, asked):
    with clock.standing_at(clock.now() + 2 * DAY):
        claim(on=ON + 2 * DAY)
    assert owing(asked).due_on == DUE


def test_asking_again_with_more_moves_it_to_the_union_that_decides_now(cast):
    asked = claim()
    assert (asked.organisation, owing(asked).organisation) == (cast.units.district,) * 2
    registered(cast.units.plant, phone=OLD)
    claim()
    duty = owing(asked)
    assert (duty.organisation, duty.due_on) == (cast.units.plant, DUE)
    assert (duty.held_at, duty.held_as) == (cast.units.district, "organisation_officer")


@pytest.mark.parametrize("decide", ["accept", "refuse"])
def test_the_decision_fulfils_it(cast, asked, person, decide):
    if decide == "accept":
        actions.accept(asked, person, by=cast.register_officer, on=ON + DAY)
    else:
        actions.refuse(asked, reason="no", by=cast.register_officer, on=ON + DAY)
    duty = owing(asked)
    assert (duty.fulfilled_on, duty.fulfilled_by) == (ON + DAY, cast.register_officer)


def test_who_then_fits_the_register_ends_the_waiting_and_voids_it(cast, asked, person, messages):
    person.phone = PHONE
    person.save()
    sent = len(messages)
    user = claim(on=ON + DAY)
    duty, row = owing(asked), BindingRequest.objects.get()
    assert (duty.voided_on, duty.fulfilled_on) == (ON + DAY, None)
    assert (row.accepted, row.decided_by, row.person, row.id_tail) == (True, user, person, None)
    assert Entry.objects.get(verb="members.binding_superseded").by == user
    assert len(messages) == sent  # they are signed in already


def test_another_name_under_the_same_number_goes_on_waiting(cast, asked, person):
    other = claim(name="马建军", tail="000000")
    person.phone = PHONE
    person.save()
    claim()
    other.refresh_from_db()
    assert (other.is_waiting, owing(other).is_open) == (True, True)


def test_it_is_reminded_and_escalated_to_the_chairs(cast, asked):
    speak_up(on=DUE - DAY)
    assert notices(cast.register_officer) == ["members/first_sign_in", "duties/reminder"]
    speak_up(on=DUE + 9 * DAY)
    assert notices(cast.register_officer)[2:] == ["duties/overdue"]
    assert notices(cast.plant_chair) == ["duties/escalated"]
    assert notices(cast.street_chair) == ["duties/escalated"]
    assert notices(cast.chair) == ["duties/escalated"]


def test_a_chair_who_is_told_can_open_what_is_owed(cast, asked):
    client = Client()
    client.force_login(cast.chair)
    page = client.get(owing(asked).get_absolute_url())
    assert (page.status_code, NAME in page.content.decode()) == (200, False)


def test_where_nobody_decides_the_administrator_does_before_any_chair(cast, asked):
    Mandate.objects.filter(office="organisation_officer").update(until_on=ON + DAY)
    hand_over(on=ON + DAY)
    duty = owing(asked)
    assert (duty.held_at, duty.held_as) == (cast.units.district, "administrator")


def test_a_union_that_gets_an_officer_of_its_own_takes_it_back(cast, asked):
    organisations.appoint(
        cast.plant_desk_officer, cast.units.plant, "organisation_officer",
        from_on=ON, by=None, on=ON,
    )  # fmt: skip
    hand_over(on=ON)
    duty = owing(asked)
    assert (duty.held_at, duty.held_as) == (cast.units.plant, "organisation_officer")


def test_who_is_not_in_any_register_waits_where_somebody_may_decide(cast):
    """The topmost union has nobody who may; the one nearest below has."""
    duty = owing(claim(name="高远"))
    assert (duty.held_at, duty.held_as) == (cast.units.district, "organisation_officer")


def test_the_officers_pages_show_the_day_and_what_it_rests_on(cast, asked, signed_in):
    client = signed_in(cast.register_officer)
    assert 'datetime="2026-03-09"' in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{asked.pk}/").content.decode()
    assert ('datetime="2026-03-09"' in page, "本软件的默认期限（不是法律" in page) == (True, True)


def test_the_applicant_is_told_the_day_and_that_no_law_sets_it(asked, client):
    with translation.override("en"):
        page = client.get(
            f"/accounts/first/{asked.uid}/", headers={"accept-language": "en"}
        ).content.decode()
    assert ('datetime="2026-03-09"' in page, "No law sets this day" in page) == (True, True)
    assert "Default of this software (no law; the law sets no period)" in page


def test_a_union_may_set_a_shorter_period(cast, person):
    set_by_law(
        owed.RULE, "working_days", 1, jurisdiction=f"CN/{cast.units.plant.code}",
        source="章程", from_on=ON, by=None, on=ON,
    )  # fmt: skip
    assert owing(claim()).due_on == ON + DAY


def test_what_a_union_sets_tells_no_stranger_in_which_register_a_name_stands(cast, person, client):
    set_by_law(
        owed.RULE, "working_days", 1, jurisdiction=f"CN/{cast.units.plant.code}",
        source="章程", from_on=ON, by=None, on=ON,
    )  # fmt: skip
    page = client.get(f"/accounts/first/{claim().uid}/").content.decode()
    assert ('datetime="2026-03-09"' in page, 'datetime="2026-03-05"' in page) == (True, False)


def test_the_rule_s_page_calls_it_no_law(client):
    page = client.get(reverse("rulebook:rule", args=[owed.RULE]), headers={"accept-language": "en"})
    text = page.content.decode()
    assert ("No law" in text, "Text seen" in text) == (True, False)
    assert "Set by this software, because no law does" in text
