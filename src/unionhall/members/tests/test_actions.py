from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import joined

from unionhall.core import keyring, residentid
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.models import Entry
from unionhall.history.queries import reads_of, trail
from unionhall.members import actions, queries, search
from unionhall.members.models import Person, Spell, Token
from unionhall.members.queries import searched
from unionhall.members.sealing import id_digest, open_id, reseal, seal_id
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db


def number(first17="11000019900307231"):
    return first17 + residentid.check_character(first17)


NUMBER, OTHER = number(), number("11000019900307233")
FACTS = {"name": "王小明", "from_on": date(2026, 5, 1)}


@pytest.fixture
def add(cast, on):
    """Adds somebody to the plant as its chair."""

    def do(unit=None, **facts):
        unit = unit or cast.units.plant
        return actions.add(unit, by=cast.plant_chair, on=on, **{**FACTS, **facts})

    return do


@pytest.fixture
def correct(cast, on):
    def do(person, changes, **how):
        how = {"version": person.version, "reason": "Card shown", "by": cast.plant_chair, **how}
        return actions.correct(person, changes, on=on, **how)

    return do


@pytest.fixture
def member(add):
    return add(id_number=NUMBER, phone="13812345678", sex="male")


# add


def test_adding_a_person_begins_their_membership(cast, add, on):
    person = add(id_number=NUMBER, phone="13812345678", department="二车间")
    spell = person.spells.get()
    assert (spell.organisation, spell.from_on, spell.until_on, spell.begun_by) == (
        cast.units.plant, date(2026, 5, 1), None, "officer",
    )  # fmt: skip
    assert (person.birth_on, person.sex, person.department) == (date(1990, 3, 7), "male", "二车间")
    assert open_id(person) == NUMBER
    entry = trail(person)[0]
    assert (entry.verb, entry.by, entry.on, entry.chain) == (
        "members.added", cast.plant_chair, on, cast.units.plant.chain,
    )  # fmt: skip
    assert entry.personal["name"] == "王小明"


def test_who_is_added_is_found_at_once(add, cast, seen):
    add(id_number=NUMBER, phone="13812345678")
    for typed in ("王小", "wxm", "5678", NUMBER, NUMBER[-6:]):
        assert [s.person.name for s in searched(typed, seen(cast.plant_chair))] == ["王小明"]


def test_a_known_id_number_means_the_same_person(add, cast):
    first = add(id_number=NUMBER)
    second = add(cast.units.shop, id_number=NUMBER)
    assert first == second
    assert {s.organisation for s in first.spells.all()} == {cast.units.plant, cast.units.shop}


def test_who_left_may_join_again(add, cast, on):
    person = add(id_number=NUMBER)
    spell = person.spells.get()
    actions.end_membership(
        spell, until_on=date(2026, 5, 20), reason="Left", by=cast.plant_chair, on=on
    )
    add(id_number=NUMBER, from_on=date(2026, 5, 25))
    assert person.spells.count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"id_number": NUMBER[:-1] + "0"},
        {"id_number": "12345"},
        {"id_number": NUMBER, "sex": "female"},
        {"id_number": NUMBER, "birth_on": date(1990, 3, 8)},
        {"id_number": number("11000020110307231")},
        {"birth_on": date(2010, 6, 2)},
    ],
)
def test_facts_that_cannot_be_are_refused(facts, add):
    before = Person.objects.count()
    with pytest.raises(Refused):
        add(**facts)
    assert Person.objects.count() == before


def test_on_the_sixteenth_birthday_one_may_join(add):
    assert add(birth_on=date(2010, 6, 1)).pk


def test_a_member_is_not_added_twice(add):
    add(id_number=NUMBER)
    with pytest.raises(Refused):
        add(id_number=NUMBER)
    add(name="李四", phone="13800138000")
    with pytest.raises(Refused):
        add(name="李四", phone="13800138000")
    assert add(name="李四", phone="13800138001").pk


def test_an_id_number_under_another_name_is_refused(add, cast):
    add(id_number=NUMBER)
    with pytest.raises(Refused):
        add(cast.units.shop, id_number=NUMBER, name="李四")


def test_a_membership_that_overlaps_an_ended_one_is_refused(add, cast, on):
    person = add(id_number=NUMBER, from_on=date(2020, 1, 1))
    actions.end_membership(
        person.spells.get(), until_on=date(2021, 1, 1), reason="x", by=cast.plant_chair, on=on
    )
    with pytest.raises(Refused):
        add(id_number=NUMBER, from_on=date(2020, 6, 1))
    assert person.spells.count() == 1


def test_only_a_union_that_holds_members_takes_one(add, cast):
    with pytest.raises(Refused) as refused:
        add(cast.units.district)
    assert refused.value.instead


def test_a_closed_union_takes_nobody(add, cast, on):
    unit = organisations.add(
        "enterprise_union", cast.units.street, "U-OLD", "旧厂工会", by=None, on=date(2020, 1, 1)
    )
    organisations.close(unit, by=None, on=on)
    unit.refresh_from_db()
    with pytest.raises(Refused):
        add(unit)


def test_the_form_adds_within_the_scope_only(cast, signed_in):
    client, url = signed_in(cast.plant_chair), reverse("members:add")
    facts = {"name": "王小明", "from_on": "2026-05-01", "id_number": NUMBER}
    answer = client.post(url, {**facts, "unit": "U-SHOP"})
    assert (answer.status_code, Person.objects.filter(name="王小明").exists()) == (422, False)
    answer = client.post(url, {**facts, "unit": "U-PLANT"})
    assert answer.status_code == 302
    assert Person.objects.get(name="王小明").get_absolute_url() == answer["Location"]


def test_where_there_are_many_unions_one_is_named_without_doubt(cast, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "MOST_UNITS", 1)
    client, url = signed_in(cast.register_officer), reverse("members:add")
    facts = {"name": "王小明", "from_on": "2026-05-01"}
    for unit in ("工会", "江滨电子厂工会", "没有这个", "\x00"):
        answer = client.post(url, {**facts, "unit": unit})
        assert (answer.status_code, "unit_error" in answer.content.decode()) == (422, True)
    assert client.post(url, {**facts, "unit": "红星机械"}).status_code == 302
    assert Spell.objects.get(person__name="王小明").organisation == cast.units.plant


def test_the_form_keeps_what_was_typed_and_names_the_fault(cast, signed_in):
    url = reverse("members:add")
    facts = {"name": "王小明", "from_on": "2026-05-01", "unit": "U-PLANT", "id_number": "123"}
    text = signed_in(cast.plant_chair).post(url, facts).content.decode()
    assert ('value="王小明"' in text, "field-error" in text) == (True, True)


@pytest.mark.parametrize("who", ["treasurer", "administrator", "worker"])
def test_who_may_not_add_has_no_form(who, cast, signed_in):
    assert signed_in(getattr(cast, who)).get(reverse("members:add")).status_code == 404


# correct


def test_a_correction_is_kept_with_old_and_new_under_the_persons_key(member, correct, cast):
    correct(member, {"name": "王晓明", "department": "一车间"})
    assert (member.name, member.name_key, member.version) == ("王晓明", "wang xiao ming", 2)
    entry = trail(member)[-1]
    assert (entry.verb, entry.person) == ("members.corrected", str(member.uid))
    assert entry.facts == {"fields": ["department", "name"]}
    assert entry.personal == {
        "reason": "Card shown",
        "old": {"name": "王小明", "department": ""},
        "new": {"name": "王晓明", "department": "一车间"},
    }


def test_a_corrected_name_is_found_by_the_new_one_only(member, correct, cast, seen):
    correct(member, {"name": "李大山", "phone": "13900139000"})

    def names(typed):
        return [s.person.name for s in searched(typed, seen(cast.plant_chair))]

    for typed in ("李大", "lds", "lidashan", "9000", NUMBER[-6:]):
        assert names(typed)[:1] == ["李大山"]
    for typed in ("王小", "wxm", "5678"):
        assert names(typed) == []
    tokens = set(Token.objects.filter(spell__person=member).values_list("token", flat=True))
    assert tokens == search.tokens_of("李大山", "13900139000", NUMBER)


def test_a_corrected_id_number_is_sealed_and_found_anew(member, correct):
    correct(member, {"id_number": OTHER.lower()})
    assert (open_id(member), bytes(member.id_index)) == (OTHER, id_digest(OTHER))
    personal = trail(member)[-1].personal
    assert personal["old"] == {"id_number": "1100**********" + NUMBER[-4:]}
    assert personal["new"] == {"id_number": "1100**********" + OTHER[-4:]}


def test_an_id_number_may_be_taken_away(member, correct):
    correct(member, {"id_number": ""})
    assert (member.id_number, member.id_index, open_id(member)) == (None, None, "")


def test_of_two_editors_one_is_told_who_was_quicker(member, correct, cast):
    seen_version = member.version
    correct(Person.objects.get(pk=member.pk), {"department": "一车间"}, by=cast.register_officer)
    with pytest.raises(Refused) as refused:
        correct(member, {"department": "二车间"}, version=seen_version)
    assert "陈志强" in refused.value.reason
    member.refresh_from_db()
    assert member.department == "一车间"
    assert Entry.objects.filter(verb="members.corrected").count() == 1


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"department": "一车间"}, {"reason": "  "}),
        ({"department": ""}, {}),
        ({}, {}),
        ({"sex": "female"}, {}),
        ({"birth_on": date(1991, 1, 1)}, {}),
        ({"id_number": "123"}, {}),
    ],
)
def test_a_correction_is_refused(changes, how, member, correct):
    with pytest.raises(Refused):
        correct(member, changes, **how)
    member.refresh_from_db()
    assert (member.version, member.sex, open_id(member)) == (1, "male", NUMBER)


def test_the_id_number_of_somebody_else_is_refused(member, add, correct):
    add(id_number=OTHER, name="李四")
    with pytest.raises(Refused):
        correct(member, {"id_number": OTHER})


def test_nothing_but_the_facts_can_be_corrected(member, correct, cast):
    with pytest.raises(Refused):
        correct(member, {"user": cast.chair, "uid": "x", "version": 9, "name_key": "a"})


def form(person, **changed):
    facts = {"name": person.name, "sex": person.sex, "birth_on": "1990-03-07",
             "phone": person.phone, "is_migrant": "unknown", "version": person.version,
             "reason": "Card shown"}  # fmt: skip
    return {**facts, **changed}


def test_the_form_corrects_and_leaves_the_id_number(member, cast, signed_in):
    url = reverse("members:correct", args=[member.pk])
    answer = signed_in(cast.plant_chair).post(url, form(member, department="一车间"))
    assert (answer.status_code, answer["Location"]) == (302, member.get_absolute_url())
    member.refresh_from_db()
    assert (member.department, open_id(member)) == ("一车间", NUMBER)


def test_who_was_overtaken_keeps_what_was_typed_and_may_save_again(
    member, correct, cast, signed_in
):
    url, client = reverse("members:correct", args=[member.pk]), signed_in(cast.plant_chair)
    typed = form(member, department="二车间")
    correct(member, {"department": "一车间"})
    answer = client.post(url, typed)
    text = answer.content.decode()
    assert (answer.status_code, 'value="二车间"' in text, "一车间" in text) == (409, True, True)
    assert 'name="version" value="2"' in text
    assert client.post(url, {**typed, "version": 2}).status_code == 302


@pytest.mark.parametrize("who", ["shop_chair", "stranger_chair", "administrator", "desk_officer"])
def test_nobody_else_corrects(who, member, cast, signed_in):
    url = reverse("members:correct", args=[member.pk])
    assert signed_in(getattr(cast, who)).post(url, form(member)).status_code == 404
    assert not Entry.objects.filter(verb="members.corrected").exists()


# end


def test_ending_a_membership(member, cast, on):
    spell = member.spells.get()
    actions.end_membership(
        spell, until_on=date(2026, 6, 1), reason="Retired", by=cast.plant_chair, on=on
    )
    assert (spell.until_on, spell.ended_by) == (date(2026, 6, 1), "officer")
    entry = trail(member)[-1]
    assert (entry.verb, entry.personal) == ("members.membership_ended", {"reason": "Retired"})


@pytest.mark.parametrize(
    ("until_on", "reason"),
    [(date(2026, 5, 1), "x"), (date(2026, 4, 1), "x"), (date(2026, 6, 1), " ")],
)
def test_an_ending_is_refused(until_on, reason, member, cast, on):
    spell = member.spells.get()
    with pytest.raises(Refused):
        actions.end_membership(spell, until_on=until_on, reason=reason, by=cast.plant_chair, on=on)
    spell.refresh_from_db()
    assert spell.until_on is None


def test_of_two_who_end_a_membership_one_is_told(member, cast, on):
    first, second = member.spells.get(), member.spells.get()
    how = {"reason": "x", "by": cast.plant_chair, "on": on}
    actions.end_membership(first, until_on=date(2026, 6, 1), **how)
    with pytest.raises(Refused):
        actions.end_membership(second, until_on=date(2026, 7, 1), **how)
    assert member.spells.get().until_on == date(2026, 6, 1)


def test_the_page_ends_a_membership_within_the_scope_only(member, cast, signed_in):
    url = reverse("members:end_membership", args=[member.spells.get().pk])
    typed = {"until_on": "2026-06-01", "reason": "Retired"}
    assert signed_in(cast.shop_chair).post(url, typed).status_code == 404
    assert signed_in(cast.plant_chair).get(url).status_code == 200
    assert signed_in(cast.plant_chair).post(url, {**typed, "reason": ""}).status_code == 422
    assert signed_in(cast.plant_chair).post(url, typed).status_code == 302
    assert signed_in(cast.plant_chair).post(url, typed).status_code == 409


# reveal_id


def test_opening_an_id_number_is_recorded_with_its_reason_for_the_member(member, cast, on):
    told = actions.reveal_id(member, reason="Card renewal", by=cast.register_officer, on=on)
    assert told == NUMBER
    (entry,) = reads_of(str(member.uid))
    assert (entry.verb, entry.by, entry.personal) == (
        "members.id_revealed", cast.register_officer, {"why": "Card renewal"},
    )  # fmt: skip


def test_without_a_reason_or_a_number_nothing_is_opened(member, cast, on):
    with pytest.raises(Refused):
        actions.reveal_id(member, reason=" ", by=cast.register_officer, on=on)
    with pytest.raises(Refused):
        actions.reveal_id(cast.worker, reason="x", by=cast.register_officer, on=on)
    assert not Entry.objects.filter(is_read=True).exists()


def test_the_page_shows_the_number_once_the_reason_is_given(member, cast, signed_in):
    url, client = reverse("members:reveal_id", args=[member.pk]), signed_in(cast.register_officer)
    answer = client.post(url, {"reason": ""})
    assert (answer.status_code, NUMBER in answer.content.decode()) == (422, False)
    answer = client.post(url, {"reason": "Card renewal"})
    assert (answer.status_code, NUMBER in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]
    assert NUMBER not in client.get(member.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "who", ["plant_chair", "chair", "administrator", "stranger_register_officer"]
)
def test_nobody_else_opens_a_number(who, member, cast, signed_in):
    url = reverse("members:reveal_id", args=[member.pk])
    assert signed_in(getattr(cast, who)).post(url, {"reason": "x"}).status_code == 404
    assert not Entry.objects.filter(verb="members.id_revealed").exists()


# bind


def test_an_account_belongs_to_one_person_and_a_person_has_one(member, cast, on):
    user = cast.plant_desk_officer
    actions.bind(member, user, by=cast.register_officer, on=on)
    assert (member.user, trail(member)[-1].verb) == (user, "members.bound")
    with pytest.raises(Refused):
        actions.bind(member, cast.auditor, by=cast.register_officer, on=on)
    other = joined("李四", cast.units.plant, account=False)
    with pytest.raises(Refused):
        actions.bind(other, user, by=cast.register_officer, on=on)


# sealing


def test_a_sealed_number_opens_beside_no_other_person(member, cast):
    stolen = Person(uid=cast.colleague.uid, id_number=member.id_number)
    with pytest.raises(keyring.Unreadable):
        open_id(stolen)


def test_rotation_seals_every_number_anew_and_finds_it_still(member, cast, seen):
    keyring.rotate()
    fresh = joined("李四", cast.units.plant, account=False)
    fresh.id_number = seal_id(fresh.uid, OTHER)
    fresh.save()
    assert (reseal(), reseal()) == (1, 0)
    member.refresh_from_db()
    assert keyring.sealed_with(bytes(member.id_number)) == keyring.active()
    assert (open_id(member), open_id(fresh)) == (NUMBER, OTHER)
    assert [s.person.name for s in searched(NUMBER, seen(cast.plant_chair))] == ["王小明"]


def test_rotation_goes_through_many_numbers(cast, monkeypatch):
    from unionhall.members import sealing

    monkeypatch.setattr(sealing, "CHUNK", 2)
    people = [joined(f"王{n}", cast.units.plant, account=False) for n in "一二三四五"]
    for person in people:
        Person.objects.filter(pk=person.pk).update(id_number=seal_id(person.uid, NUMBER))
    keyring.rotate()
    assert (reseal(), reseal()) == (5, 0)


def test_membership_may_begin_later(add, cast, seen):
    later = today() + timedelta(days=10)
    person = add(from_on=later)
    assert person not in [
        s.person for s in searched("王小明", seen(cast.plant_chair, status="in_force"))
    ]
    assert Spell.objects.in_force(on=later).filter(person=person).exists()
