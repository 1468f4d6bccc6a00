"""Two files of one person become one, and can become two again exactly."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import cast as stage
from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Draft, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.members import actions as members
from unionhall.members.applying import actions as applying
from unionhall.members.card import actions as cards
from unionhall.members.merging.actions import GONE, merge, undo_merge
from unionhall.members.merging.models import Merge
from unionhall.members.merging.references import GENERIC, STAYS, relations
from unionhall.members.models import Person, Spell, Token
from unionhall.members.queries import searched
from unionhall.members.sealing import open_id
from unionhall.members.standing import leaving, rests
from unionhall.members.tests.conftest import held, seen  # noqa: F401
from unionhall.members.transfers import actions as transfers

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NUMBER = "110101199003072316"
# Read and act logs grow, the merge itself is new, and whoever was signed out stays so.
GROWING = ("history.", "members.merge", "sessions.", "usersessions.", "accounts.outgoing")


@pytest.fixture
def twin(cast):
    """A second file of the plant's worker: another union's too, with account, request, card, rests."""
    on, by = today(), cast.plant_chair
    person = members.add(
        cast.units.plant, name="李晓明", id_number=NUMBER, phone="13900000011",
        from_on=date(2018, 5, 1), by=by, on=on,
    )  # fmt: skip
    leaving.withdraw(person.spells.get(), asked_on=on, by=by, on=on)
    members.add(
        cast.units.shop, name="李晓明", id_number=NUMBER, from_on=date(2024, 1, 1), by=by, on=on
    )
    person = Person.objects.get(pk=person.pk)
    spell = person.spells.get(organisation=cast.units.shop)
    rests.keep(spell, cause="leave", from_on=on, reason="x", by=by, on=on)
    transfers.ask(spell, cast.units.stranger, by=by, on=on)
    cards.issue(person, by=by, on=on)
    case = cases.take_down(person, topic=Topic.PAY, text="欠薪", by=cast.desk_officer, on=on)
    cases.accept(case, by=cast.rights_officer, on=on)
    Draft.objects.create(person=person, text="还没写完")
    return person


@pytest.fixture
def worker(cast):
    """The plant's worker with a card and an account."""
    cards.issue(cast.worker, by=cast.worker.user, on=today())
    return Person.objects.get(pk=cast.worker.pk)


def dump():
    """Every row of every table, but for those that grow by themselves."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if not label.startswith(GROWING) and not model._meta.proxy:
            rows = model._base_manager.order_by(*[f.attname for f in model._meta.concrete_fields])
            found[label] = [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                for row in rows.values_list(*[f.attname for f in model._meta.concrete_fields])
            ]
    return found


def merged(kept, gone, cast, **told):
    told = {"reason": "同一人登记两次", "by": cast.register_officer, "on": today()} | told
    return merge(kept, gone, **told)


def test_everything_that_points_to_a_person_is_named():
    unknown = set()
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        label = model._meta.label_lower
        if {"subject_type", "subject_id"} <= names and label not in GENERIC and label not in STAYS:
            unknown.add(label)
    assert unknown == set()
    told = {field.model._meta.label_lower for field in relations(Person)}
    about = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and model is not Person
    }
    assert about - told - set(STAYS) == set()
    assert set(STAYS) - {model._meta.label_lower for model in apps.get_models()} == set()


def test_nothing_is_lost(worker, twin, cast):
    merged(worker, twin, cast)
    kept = Person.objects.get(pk=worker.pk)
    assert sorted(kept.spells.values_list("organisation__code", "from_on", "until_on")) == [
        ("U-PLANT", date(2018, 5, 1), None),
        ("U-SHOP", date(2024, 1, 1), None),
    ]
    assert open_id(kept) == NUMBER
    assert (kept.name, kept.phone) == ("李小明", "13900000001")
    assert Case.objects.get().person == kept
    assert Draft.objects.get().person == kept
    assert kept.transfers.get().state == "asked"
    assert [card.revoked_on for card in kept.cards.order_by("pk")] == [None, today()]
    assert kept.spells.get(organisation=cast.units.shop).status(today()) == "kept"
    gone = Person.objects.get(pk=twin.pk)
    assert (gone.merged_into, gone.spells.count(), gone.id_index) == (kept, 0, None)


def test_it_can_be_undone_exactly(worker, twin, cast):
    before = dump()
    made = merged(worker, twin, cast, choices={"name": GONE, "phone": GONE})
    assert dump() != before
    assert undo_merge(made, by=cast.register_officer, on=today()) == []
    assert dump() == before


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=3),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=3),
)
def test_whatever_the_memberships_no_day_is_lost_and_it_can_be_undone(cast, mine, other):
    first, second = (Person.objects.create(name=name) for name in ("甲", "乙"))
    days: dict[int, set[int]] = {}
    for person, rows in ((first, mine), (second, other)):
        days[person.pk] = set()
        for start, length in rows:
            span = set(range(start, start + length))
            if not span & days[person.pk]:
                days[person.pk] |= span
                Spell.objects.create(
                    person=person, organisation=cast.units.plant,
                    from_on=date(2026, 1, 1) + start * DAY,
                    until_on=date(2026, 1, 1) + (start + length) * DAY,
                )  # fmt: skip
    before = list(Spell.objects.order_by("pk").values())
    made = merged(first, second, cast)
    covered = {
        number
        for number in range(80)
        if Spell.objects.covering(on=date(2026, 1, 1) + number * DAY).filter(person=first).exists()
    }
    assert days[first.pk] | days[second.pk] == covered
    undo_merge(made, by=cast.register_officer, on=today())
    assert list(Spell.objects.order_by("pk").values()) == before


def test_of_two_accounts_the_chosen_one_stays(worker, cast):
    other = Person.objects.get(pk=cast.colleague.pk)
    made = merged(worker, other, cast, account=GONE)
    kept = Person.objects.get(pk=worker.pk)
    assert kept.user == cast.colleague.user
    cast.worker.user.refresh_from_db()
    assert (cast.worker.user.is_active, kept.user.is_active) == (False, True)
    undo_merge(made, by=cast.register_officer, on=today())
    cast.worker.user.refresh_from_db()
    assert (Person.objects.get(pk=worker.pk).user, cast.worker.user.is_active) == (
        cast.worker.user,
        True,
    )


def test_the_kept_file_is_found_under_its_name_and_the_other_no_longer(worker, twin, cast, seen):  # noqa: F811
    merged(worker, twin, cast)
    filters = seen(cast.register_officer, status="all")
    assert {row.person_id for row in searched("李晓明", filters)} == set()
    assert {row.person_id for row in searched("李小明", filters)} == {worker.pk}
    assert not Token.objects.exclude(spell_id__in=Spell.objects.values("pk")).exists()


def test_what_was_changed_since_stays_and_is_named(worker, twin, cast):
    made = merged(worker, twin, cast)
    kept = Person.objects.get(pk=worker.pk)
    members.correct(
        kept,
        {"department": "装配"},
        version=kept.version,
        reason="x",
        by=cast.plant_chair,
        on=today(),
    )
    assert undo_merge(made, by=cast.register_officer, on=today()) == ["members.person"]
    assert Person.objects.get(pk=worker.pk).department == "装配"
    assert Person.objects.get(pk=twin.pk).spells.count() == 2


def test_two_different_id_numbers_are_two_people(worker, twin, cast):
    other = members.add(
        cast.units.shop, name="孙二", id_number="110101199003072973", from_on=today(),
        by=cast.shop_chair, on=today(),
    )  # fmt: skip
    with pytest.raises(Refused):
        merged(other, twin, cast)
    with pytest.raises(Refused):
        merged(twin, twin, cast)
    with pytest.raises(Refused):
        merged(worker, twin, cast, reason=" ")
    assert not Merge.objects.exists()


def test_of_two_who_merge_or_undo_one_is_told(worker, twin, cast):
    made = merged(worker, twin, cast)
    with pytest.raises(Refused):
        merged(worker, twin, cast)
    again = Merge.objects.get()
    undo_merge(made, by=cast.register_officer, on=today())
    with pytest.raises(Refused):
        undo_merge(again, by=cast.register_officer, on=today())


def test_merges_are_undone_the_last_first(worker, twin, cast):
    first = merged(worker, twin, cast)
    second = merged(Person.objects.get(pk=worker.pk), cast.colleague, cast)
    with pytest.raises(Refused):
        undo_merge(first, by=cast.register_officer, on=today())
    undo_merge(second, by=cast.register_officer, on=today())
    undo_merge(first, by=cast.register_officer, on=today())


def test_applications_follow(worker, cast):
    row = applying.apply(
        cast.units.shop, name="李小明", phone="13700137001", id_number=NUMBER, by=None, on=today()
    )
    applying.admit(row, resolution="1", from_on=today(), by=cast.shop_chair, on=today())
    merged(worker, row.person, cast)
    assert worker.applications.get() == row


def test_relations_cover_spells_too():
    assert {field.model._meta.label_lower for field in relations(Spell)} >= {
        "members.standing",
        "members.transfer",
        "members.bulkline",
    }
    assert all(isinstance(field, models.ForeignKey) for field in relations(Person))
