from datetime import date

import pytest
from django.core.management import call_command
from tests.cast import joined

from unionhall.members.duplicates import actions, finding
from unionhall.members.models import Duplicate, Person
from unionhall.members.sealing import id_digest, seal_id
from unionhall.organisations.models import Employer, Organisation

pytestmark = pytest.mark.django_db
BORN = date(1988, 5, 17)


def found():
    rows = Duplicate.objects.order_by("pk")
    return [(row.first_id, row.second_id) for row in rows]


def with_number(person, number):
    person.id_number, person.id_index = seal_id(person.uid, number), id_digest(number)
    person.save()


def test_a_pair_is_found_once_with_its_reasons(twins):
    one, other = twins()
    assert (finding.find(), finding.find()) == (1, 1)
    row = Duplicate.objects.get()
    assert (row.first_id, row.second_id, row.score) == (one.pk, other.pk, 95)
    assert row.reasons == [
        "same_phone", "sounds_alike", "same_birth", "near_union", "same_sex",
    ]  # fmt: skip


@pytest.mark.parametrize(("shared", "reason"), [(True, "same_employer"), (False, "other_employer")])
def test_the_employers_of_the_unions_are_weighed(shared, reason, twins, cast):
    twins()
    plant, shop = (Employer.objects.create(name=name) for name in ("红星机械厂", "惠民超市"))
    Organisation.objects.filter(pk=cast.units.plant.pk).update(employer=plant)
    Organisation.objects.filter(pk=cast.units.shop.pk).update(employer=plant if shared else shop)
    finding.find()
    row = Duplicate.objects.get()
    assert set(row.reasons) == {
        "same_phone", "sounds_alike", "same_birth", "near_union", "same_sex", reason,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["王伟", "王玮", "Wang Wei", "WANGWEI", "Wei Wang", "伟王"])
def test_a_name_written_otherwise_is_found_by_birth_alone(name, cast):
    first = joined("王伟", cast.units.plant, account=False)
    second = joined(name, cast.units.stranger, account=False)
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(birth_on=BORN)
    assert (first.pk, second.pk) in finding.pairs()
    finding.find()
    assert found() == [(first.pk, second.pk)]


def test_a_name_in_one_union_with_nothing_to_tell_apart_is_found(cast):
    first, second = (joined("赵铁柱", cast.units.plant, account=False) for _time in range(2))
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(sex="male")
    finding.find()
    assert found() == [(first.pk, second.pk)]


def test_two_valid_numbers_are_two_people_and_one_number_is_none(twins):
    one, other = twins()
    with_number(Person.objects.get(pk=one.pk), "11010519491231002X")
    finding.find()
    assert found() == [(one.pk, other.pk)]
    with_number(Person.objects.get(pk=other.pk), "110000200401142619")
    finding.find()
    assert found() == []


def test_what_an_officer_said_stays_when_the_pair_is_found_again(twins, cast, on):
    twins()
    finding.find()
    actions.dismiss(Duplicate.objects.get(), reason="兄弟", by=cast.chair, on=on)
    finding.find()
    assert Duplicate.objects.get().reason == "兄弟"


def test_a_key_that_many_share_says_nothing(twins, monkeypatch):
    twins()
    monkeypatch.setattr(finding, "CAP", 1)
    assert finding.pairs() == set()


def test_one_union_is_searched_without_touching_other_pairs(twins, cast, capsys):
    twins()
    call_command("duplicates_find", organisation="U-STRANGER")
    assert found() == []
    call_command("duplicates_find", organisation="330101")
    call_command("duplicates_find", organisation="U-STRANGER")
    assert len(found()) == 1
