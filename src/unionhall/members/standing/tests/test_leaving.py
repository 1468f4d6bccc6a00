"""Ways out of a union: withdrawal, expulsion, death; and days put right."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.members.models import Person, Spell
from unionhall.members.rules import Stretch
from unionhall.members.standing import correcting, leaving, owed
from unionhall.rulebook.actions import set_by_law

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
DAY = timedelta(days=1)


def duties(spell):
    return [
        (duty.kind, duty.organisation.code, duty.is_open)
        for duty in Duty.objects.about(spell).order_by("pk").select_related("organisation")
    ]


# withdrawal


def test_a_notice_ends_the_membership_by_itself_and_is_to_be_announced(spell, cast, on):
    leaving.withdraw(spell, asked_on=on, by=cast.worker.user, on=on)
    assert (spell.until_on, spell.ended_by) == (on + 31 * DAY, "withdrawal")
    assert spell.covers(on + 30 * DAY)
    assert duties(spell) == [(owed.ANNOUNCE, "U-PLANT", True)]
    leaving.announce_withdrawal(spell, card_back=True, by=cast.plant_chair, on=on)
    assert duties(spell) == [(owed.ANNOUNCE, "U-PLANT", False)]
    assert [entry.verb for entry in trail(cast.worker)] == [
        "members.withdrawn",
        "members.withdrawal_announced",
    ]
    with pytest.raises(Refused):
        leaving.announce_withdrawal(spell, card_back=True, by=cast.plant_chair, on=on)


def test_a_union_may_set_a_shorter_notice_for_itself(spell, cast, on):
    set_by_law(
        leaving.NOTICE, "days", 7, jurisdiction=leaving.jurisdiction_of(cast.units.plant, on=on),
        from_on=on, source="会员大会决议", reason="", by=cast.plant_chair, on=on,
    )  # fmt: skip
    assert leaving.out_on(spell, asked_on=on) == on + 8 * DAY


def test_a_member_may_stay_after_all_while_the_notice_runs(spell, cast, on):
    leaving.withdraw(spell, asked_on=on, by=cast.worker.user, on=on)
    leaving.take_back_withdrawal(spell, by=cast.worker.user, on=on + 30 * DAY)
    assert (spell.until_on, spell.ended_by) == (None, "")
    assert duties(spell) == [(owed.ANNOUNCE, "U-PLANT", False)]


def test_it_is_too_late_to_stay_once_the_notice_is_over(spell, cast, on):
    leaving.withdraw(spell, asked_on=on, by=cast.worker.user, on=on)
    with pytest.raises(Refused):
        leaving.take_back_withdrawal(spell, by=cast.worker.user, on=on + 31 * DAY)
    assert Spell.objects.get(pk=spell.pk).until_on == on + 31 * DAY


def test_no_notice_is_dated_ahead_or_given_twice(spell, cast, on):
    with pytest.raises(Refused):
        leaving.withdraw(spell, asked_on=on + DAY, by=cast.plant_chair, on=on)
    leaving.withdraw(spell, asked_on=on, by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        leaving.withdraw(spell, asked_on=on, by=cast.worker.user, on=on)


def test_a_member_gives_notice_and_stays_on_the_phone(spell, cast, signed_in):
    client = signed_in(cast.worker)
    url = reverse("standing:my_withdraw", args=[spell.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert Spell.objects.get(pk=spell.pk).ended_by == "withdrawal"
    stay = reverse("standing:take_back_withdrawal", args=[spell.pk])
    assert stay in client.get(reverse("members:me")).content.decode()
    assert client.post(stay).status_code == 302
    assert Spell.objects.get(pk=spell.pk).until_on is None


def test_nobody_gives_notice_for_somebody_else(spell, cast, signed_in):
    client = signed_in(cast.colleague)
    url = reverse("standing:my_withdraw", args=[spell.pk])
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


# expulsion


def expel(spell, cast, on, **told):
    told = {
        "until_on": on,
        "resolved_on": on,
        "resolution": "2026年第5号",
        "reason": "犯罪判刑",
    } | told
    return leaving.expel(spell, **told, by=cast.plant_chair, on=on)


def test_an_expulsion_ends_the_membership_and_goes_on_file_one_level_up(spell, cast, on):
    expel(spell, cast, on)
    spell.refresh_from_db()
    assert (spell.until_on, spell.ended_by) == (on, "expulsion")
    assert duties(spell) == [(owed.FILE, "330101001", True)]
    leaving.file_expulsion(spell, by=cast.street_chair, on=on)
    assert duties(spell) == [(owed.FILE, "330101001", False)]
    with pytest.raises(Refused):
        leaving.file_expulsion(spell, by=cast.street_chair, on=on)


@pytest.mark.parametrize(
    "wrong",
    [{"resolution": " "}, {"reason": " "}, {"resolved_on": 1}, {"until_on": -1}],
)
def test_nobody_is_expelled_without_resolution_and_grounds(wrong, spell, cast, on):
    wrong = {
        name: on + value * DAY if isinstance(value, int) else value for name, value in wrong.items()
    }
    with pytest.raises(Refused):
        expel(spell, cast, on, **wrong)
    assert Spell.objects.get(pk=spell.pk).until_on is None


def test_nobody_expels_himself(spell, cast, on):
    with pytest.raises(Refused):
        leaving.expel(
            spell, until_on=on, resolved_on=on, resolution="1", reason="x", by=cast.worker.user,
            on=on,
        )  # fmt: skip


def test_the_higher_union_finds_what_it_has_to_file_on_the_member_s_page(spell, cast, signed_in):
    expel(spell, cast, today())
    url = reverse("standing:file_expulsion", args=[spell.pk])
    client = signed_in(cast.street_chair)
    assert url in client.get(cast.worker.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 302
    assert url not in client.get(cast.worker.get_absolute_url()).content.decode()


# death


def test_a_death_ends_every_membership_and_closes_the_account(spell, cast, on):
    leaving.note_death(cast.worker, died_on=date(2026, 5, 20), by=cast.plant_chair, on=on)
    spell.refresh_from_db()
    assert (spell.until_on, spell.ended_by) == (date(2026, 5, 21), "death")
    person = Person.objects.get(pk=cast.worker.pk)
    assert (person.died_on, person.user.is_active) == (date(2026, 5, 20), False)
    with pytest.raises(Refused):
        leaving.note_death(person, died_on=on, by=cast.plant_chair, on=on)


def test_a_wrong_note_of_death_is_taken_back_exactly(spell, cast, on):
    leaving.withdraw(spell, asked_on=on, by=cast.worker.user, on=on)
    before = spell.until_on
    person = leaving.note_death(cast.worker, died_on=on, by=cast.plant_chair, on=on)
    leaving.retract_death(person, reason="同名同姓", by=cast.plant_chair, on=on)
    spell.refresh_from_db()
    assert (spell.until_on, spell.ended_by) == (before, "withdrawal")
    person = Person.objects.get(pk=person.pk)
    assert (person.died_on, person.user.is_active) == (None, True)
    with pytest.raises(Refused):
        leaving.retract_death(person, reason="x", by=cast.plant_chair, on=on)


def test_an_account_that_was_closed_before_stays_closed(cast, on):
    User.objects.filter(pk=cast.worker.user_id).update(is_active=False)
    person = Person.objects.get(pk=cast.worker.pk)
    person = leaving.note_death(person, died_on=on, by=cast.plant_chair, on=on)
    leaving.retract_death(person, reason="同名同姓", by=cast.plant_chair, on=on)
    assert not User.objects.get(pk=cast.worker.user_id).is_active


@pytest.mark.parametrize("died_on", [date(2026, 6, 2), date(2019, 12, 31)])
def test_a_death_ahead_or_before_a_membership_began_is_refused(died_on, cast, on):
    with pytest.raises(Refused):
        leaving.note_death(cast.worker, died_on=died_on, by=cast.plant_chair, on=on)
    person = Person.objects.get(pk=cast.worker.pk)
    assert (person.died_on, person.user.is_active) == (None, True)


# days put right


def correct(spell, cast, on, from_on, until_on=None, **told):
    told = {"seen": spell.stretch, "reason": "按入会登记表"} | told
    return correcting.correct_spell(
        spell, Stretch(from_on, until_on), **told, by=cast.plant_chair, on=on
    )


def test_a_correction_keeps_who_when_why_and_what_it_moved(spell, cast, on):
    correct(spell, cast, on, date(2020, 3, 15))
    assert spell.from_on == date(2020, 3, 15)
    entry = trail(cast.worker)[-1]
    assert (entry.verb, entry.by, entry.on, entry.personal) == (
        "members.spell_corrected",
        cast.plant_chair,
        on,
        {"reason": "按入会登记表"},
    )
    assert (entry.facts["old"], entry.facts["new"], entry.facts["moves"]) == (
        ["2020-01-01", None],
        ["2020-03-15", None],
        [["2020-01-31", "2020-02-29", -1]],
    )


def test_a_correction_lets_an_ended_membership_go_on(spell, cast, on):
    Spell.objects.filter(pk=spell.pk).update(until_on=on, ended_by="expulsion")
    spell.refresh_from_db()
    correct(spell, cast, on, spell.from_on)
    assert (spell.until_on, spell.ended_by) == (None, "")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((date(2020, 1, 1), None), {}),
        ((date(2020, 1, 1), date(2020, 1, 1)), {}),
        ((date(2021, 1, 1), None), {"reason": " "}),
        ((date(2021, 1, 1), None), {"seen": Stretch(date(2020, 5, 1), None)}),
    ],
)
def test_a_correction_is_refused(days, told, spell, cast, on):
    with pytest.raises(Refused):
        correct(spell, cast, on, *days, **told)
    assert Spell.objects.get(pk=spell.pk).from_on == date(2020, 1, 1)


def test_no_correction_makes_two_memberships_of_one_union_overlap(spell, cast, on):
    Spell.objects.create(
        person=cast.worker, organisation=cast.units.plant, from_on=date(2018, 1, 1),
        until_on=date(2019, 1, 1),
    )  # fmt: skip
    with pytest.raises(Refused):
        correct(spell, cast, on, date(2018, 12, 31))


def test_nobody_was_a_member_before_sixteen(spell, cast, on):
    Person.objects.filter(pk=cast.worker.pk).update(birth_on=date(2002, 1, 1))
    spell = Spell.objects.get(pk=spell.pk)
    with pytest.raises(Refused):
        correct(spell, cast, on, date(2017, 12, 31))
    correct(spell, cast, on, date(2018, 1, 1))


def test_the_page_shows_what_it_moves_before_it_corrects(spell, cast, signed_in):
    url = reverse("standing:correct_spell", args=[spell.pk])
    typed = {"from_on": "2020-02-01", "reason": "表", "seen_from_on": "2020-01-01"}
    client = signed_in(cast.plant_chair)
    page = client.post(url, typed, headers=ENGLISH).content.decode()
    assert ("31 Jan 2020" in page, "1 member fewer" in page) == (True, True)
    assert Spell.objects.get(pk=spell.pk).from_on == date(2020, 1, 1)
    assert client.post(url, typed | {"confirmed": "yes"}).status_code == 302
    assert Spell.objects.get(pk=spell.pk).from_on == date(2020, 2, 1)
    assert client.post(url, typed | {"confirmed": "yes"}).status_code == 409
    log = client.get(
        reverse("members:log", args=[cast.worker.pk]), headers=ENGLISH
    ).content.decode()
    assert "1 member fewer" in log


def test_the_interface_does_the_same(spell, cast, signed_in):
    client, path = signed_in(cast.plant_chair), f"/api/v1/members/spells/{spell.pk}"

    def post(name, body, url=path):
        answer = client.post(f"{url}/{name}", body, content_type="application/json")
        found = answer.json()
        return answer.status_code, found["spells"][0]["status"] if answer.status_code == 200 else ""

    on = today().isoformat()
    assert post("keep", {"cause": "leave", "from_on": on, "reason": "x"}) == (200, "kept")
    assert post("resume", {"until_on": on, "reason": "x"}) == (200, "in_force")
    assert post("retire", {"from_on": on, "keeps": True}) == (200, "retired")
    assert post("withdraw", {"asked_on": on}) == (200, "retired")
    assert post("withdraw", {"asked_on": on}) == (409, "")
    assert post("announce-withdrawal", {"card_back": False}) == (200, "retired")
    whole = f"/api/v1/members/{cast.worker.pk}"
    assert post("note-death", {"died_on": on}, whole) == (200, "retired")
    assert post("retract-death", {"reason": "x"}, whole) == (200, "retired")
