from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.members.duplicates.rules import WEIGHTS, File, Reason, Work, likeness, score
from unionhall.members.rules import Stretch

NAMES = ["王伟", "王玮", "伟王", "Wang Wei", "WANGWEI", "Wei Wang", "欧阳雪", "李小明", ""]
NUMBERS = ["", "110105198805170011", "110105880517001", "330102199001011239", "1"]
days = st.dates(date(2020, 1, 1), date(2026, 1, 1))
lengths = st.one_of(st.none(), st.integers(1, 2000).map(timedelta))
stretches = st.builds(lambda start, long: Stretch(start, long and start + long), days, lengths)
works = st.frozensets(st.builds(Work, st.integers(1, 3), stretches), max_size=2)
files = st.builds(
    File,
    name=st.sampled_from(NAMES),
    id_number=st.sampled_from(NUMBERS),
    phone=st.sampled_from(["", "13900000001", "13900000002"]),
    birth_on=st.sampled_from([None, date(1988, 5, 17), date(1990, 1, 1)]),
    sex=st.sampled_from(["", "male", "female"]),
    department=st.sampled_from(["", "一车间", "二车间"]),
    unions=st.frozensets(st.integers(1, 3), max_size=2),
    areas=st.frozensets(st.integers(7, 9), max_size=2),
    works=works,
)
reasons = st.frozensets(st.sampled_from(list(Reason)))


@given(files, files)
def test_the_order_of_the_files_does_not_matter(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(reasons, st.sampled_from(list(Reason)))
def test_what_agrees_never_makes_it_less_sure_and_what_contradicts_never_surer(found, more):
    before, after = score(found), score(found | {more})
    assert after >= before if WEIGHTS[more] > 0 else after <= before


@given(files, files)
def test_it_stays_between_none_and_a_hundred(one, other):
    assert 0 <= likeness(one, other).score <= 100


@given(files, files)
def test_a_telephone_that_becomes_the_same_makes_it_surer(one, other):
    apart = likeness(one._replace(phone="1"), other._replace(phone="2")).score
    assert likeness(one._replace(phone="1"), other._replace(phone="1")).score >= apart


@given(files, files, stretches, stretches)
def test_one_employer_makes_it_surer_than_none_and_two_at_once_a_little_less(one, other, at, then):
    def weighed(mine, theirs):
        sides = one._replace(works=mine), other._replace(works=theirs)
        return likeness(*sides).score

    here, elsewhere = frozenset([Work(1, at)]), frozenset([Work(2, then)])
    none, same, apart = (
        weighed(here, there) for there in (frozenset(), frozenset([Work(1, then)]), elsewhere)
    )
    assert 0 <= same - none <= WEIGHTS[Reason.SAME_EMPLOYER]
    assert 0 <= none - apart <= -WEIGHTS[Reason.OTHER_EMPLOYER]
    if not at.meets(then):
        assert apart == none


@given(stretches, stretches, days)
def test_two_stretches_meet_where_a_day_lies_in_both(one, other, day):
    assert one.meets(other) == other.meets(one)
    if one.covers(day) and other.covers(day):
        assert one.meets(other)


def test_who_changed_work_and_stayed_registered_is_still_a_pair():
    born, since = date(1988, 5, 17), Stretch(date(2020, 1, 1), None)
    one = File("王伟", birth_on=born, works=frozenset([Work(1, since)]))
    other = one._replace(works=frozenset([Work(2, since)]))
    assert likeness(one, other).reasons[-1] is Reason.OTHER_EMPLOYER
    assert likeness(one, other).is_worth_a_look


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("王伟", "王 伟", Reason.SAME_NAME),
        ("王伟", "王玮", Reason.SOUNDS_ALIKE),
        ("王伟", "Wang Wei", Reason.SOUNDS_ALIKE),
        ("王伟", "WANGWEI", Reason.SOUNDS_ALIKE),
        ("王伟", "Wei Wang", Reason.SWAPPED),
        ("王小明", "小明王", Reason.SWAPPED),
        ("欧阳雪", "Xue Ouyang", Reason.SWAPPED),
        ("王伟", "李强", Reason.OTHER_NAME),
    ],
)
def test_names_are_compared_as_they_are_written_read_and_ordered(one, other, why):
    assert likeness(File(one), File(other)).reasons == (why,)


def test_a_couple_with_one_telephone_is_no_pair():
    one, other = File("王伟", phone="139", sex="male"), File("李芳", phone="139", sex="female")
    assert not likeness(one, other).is_worth_a_look


def test_two_valid_numbers_that_differ_are_two_people():
    one = File("王伟", "110105194912310029", "139", unions=frozenset([1]))
    other = one._replace(id_number="11010519491231002X")
    assert Reason.OTHER_NUMBER not in likeness(one, other).reasons  # the first is not valid
    valid = (
        one._replace(id_number="11010519491231002X"),
        one._replace(id_number="110000200401142619"),
    )
    assert Reason.OTHER_NUMBER in likeness(*valid).reasons
    assert not likeness(*valid).is_worth_a_look


def test_a_number_of_fifteen_is_the_same_as_its_eighteen():
    old, new = File("王伟", "110105491231002"), File("王伟", "11010519491231002X")
    assert likeness(old, new).reasons == (Reason.SAME_NAME, Reason.SAME_TAIL)


def test_another_birthday_weighs_against_a_name_and_a_union():
    one = File("王伟", birth_on=date(1988, 5, 17), unions=frozenset([1]))
    assert likeness(one, one).is_worth_a_look
    assert not likeness(one, one._replace(birth_on=date(1990, 1, 1))).is_worth_a_look
