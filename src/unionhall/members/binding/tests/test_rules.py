"""How claims are compared, without database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.members.binding.models import Cause
from unionhall.members.binding.rules import Claim, Likeness, cause, like, meeting

CLAIM = Claim("马晓燕", "13800138000", "072973")
WHOLE = Likeness(phone=True, name=True, tail=True)
SHARING = Likeness(phone=True, name=False, tail=False)


@pytest.mark.parametrize(
    ("register", "likeness"),
    [
        (("马晓燕", "13800138000", "110101199003072973"), Likeness(True, True, True)),
        (("马 晓燕", "", ""), Likeness(False, True, None)),
        (("马晓燕", "13700137000", "110101199003075555"), Likeness(False, True, False)),
        (("", "13800138000", "110101900307297"), Likeness(True, False, False)),
    ],
)
def test_likeness(register, likeness):
    name, phone, id_number = register
    assert like(CLAIM, name=name, phone=phone, id_number=id_number) == likeness


def test_an_empty_number_agrees_with_nothing():
    assert not like(Claim("", "", ""), name="", phone="", id_number="").phone
    assert not like(Claim("", "", ""), name="", phone="", id_number="").name


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([WHOLE], None),
        ([WHOLE, SHARING], Cause.SHARED_PHONE),
        ([WHOLE, Likeness(False, True, True)], None),
        ([Likeness(True, True, None)], Cause.NO_ID_NUMBER),
        ([Likeness(True, True, False)], Cause.ID_DIFFERS),
        ([Likeness(True, False, True)], Cause.NAME_DIFFERS),
        ([Likeness(False, True, True)], Cause.PHONE_DIFFERS),
        ([SHARING, Likeness(False, True, True)], Cause.PHONE_DIFFERS),
        ([SHARING], Cause.NOT_FOUND),
        ([Likeness(False, True, None)], Cause.NOT_FOUND),
        ([], Cause.NOT_FOUND),
    ],
)
def test_cause(found, expected):
    assert cause(found) == expected


likenesses = st.builds(Likeness, st.booleans(), st.booleans(), st.none() | st.booleans())


@given(st.lists(likenesses, max_size=5))
def test_nobody_is_bound_unless_all_agrees_and_nobody_shares_the_number(found):
    if cause(found) is None:
        assert [one.whole for one in found if one.phone] == [True]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["1/4/9/"], "1/4/9/"),
        (["1/4/9/", "1/4/7/2/"], "1/4/"),
        (["1/4/9/", "1/4/"], "1/4/"),
        (["1/4/", "1/40/"], "1/"),
        (["1/", "2/"], ""),
        ([], ""),
    ],
)
def test_units_meet_in_the_lowest_one_above_them(paths, expected):
    assert meeting(paths) == expected
