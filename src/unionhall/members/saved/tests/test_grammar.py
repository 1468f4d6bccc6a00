"""The grammar of searches: what is one, what is none, and that nothing is lost on the way to JSON and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.members.saved import builder, fields
from unionhall.members.saved.grammar import DEEPEST, MOST, NEEDS, Group, Unfit

VALUES = {
    "nothing": st.none(),
    "text": st.sampled_from(["一车间", "W"]),
    "day": st.dates(min_value=fields.date(1900, 1, 1), max_value=fields.date(2200, 1, 1)).map(str),
    "days": st.integers(0, 400),
    "number": st.integers(0, 150),
    "unit": st.just("U-PLANT"),
}


def conditions():
    def of(pair):
        field, test = pair
        options = [value for value, _label in fields.FIELDS[field].options()]
        values = VALUES.get(NEEDS[test]) or st.sampled_from(options or ["一车间"])
        told = {"field": field, "test": test}
        return values.map(lambda value: told if value is None else told | {"value": value})

    pairs = [(name, test) for name, field in fields.FIELDS.items() for test in field.tests]
    return st.sampled_from(pairs).flatmap(of)


def groups(inner):
    of = st.lists(inner, max_size=3)
    shape = {"match": st.sampled_from(["all", "any"]), "of": of, "not": st.booleans()}
    return st.fixed_dictionaries(shape)


SEARCHES = groups(conditions() | groups(conditions()))


@given(SEARCHES)
def test_a_search_survives_being_kept(data):
    found = fields.read(data)
    assert fields.read(json.loads(json.dumps(found.plain()))) == found


@given(SEARCHES)
def test_what_the_page_can_show_it_gives_back(data):
    found = fields.read(data)
    draft = builder.drawn(found)
    if draft is None:
        return
    assert draft.is_valid()
    again = fields.read(draft.data())
    assert sorted(map(repr, again.conditions())) == sorted(map(repr, found.conditions()))


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"match": "some", "of": []},
        {"match": "all", "of": {}},
        {"of": [], "sql": "DROP TABLE"},
        {"of": [{"field": "phone", "test": "missing", "raw": "1=1"}]},
        {"of": [{"field": "id_index", "test": "is", "value": "x"}]},
        {"of": [{"field": "phone", "test": "before", "value": "2026-01-01"}]},
        {"of": [{"field": "birth_on", "test": "before", "value": "soon"}]},
        {"of": [{"field": "birth_on", "test": "before", "value": "0001-01-01"}]},
        {"of": [{"field": "age", "test": "under", "value": True}]},
        {"of": [{"field": "age", "test": "under", "value": 10**9}]},
        {"of": [{"field": "sex", "test": "is", "value": "both"}]},
        {"of": [{"field": "remark", "test": "contains", "value": "x" * 101}]},
        {"of": [{"field": "remark", "test": "contains", "value": "\0"}]},
        {"of": [{"field": "remark", "test": "contains", "value": "\ud800"}]},
        {"of": [{"field": ["phone"], "test": "missing"}]},
        {"of": [{"field": "phone", "test": "missing"}] * (MOST + 1)},
    ],
)
def test_what_is_no_search_is_refused(data):
    with pytest.raises(Unfit):
        fields.read(data)


def test_a_search_is_nested_only_so_deep():
    data: dict = {"of": []}
    for _level in range(DEEPEST - 1):
        data = {"of": [data]}
    assert isinstance(fields.read(data), Group)
    with pytest.raises(Unfit):
        fields.read({"of": [data]})


def test_a_field_is_registered_once_and_with_tests_there_are():
    field = fields.FIELDS["phone"]
    fields.register(field)
    with pytest.raises(ValueError):
        fields.register(fields.Field("phone", "x", "more", ("missing",), field.ask))
    with pytest.raises(ValueError):
        fields.register(fields.Field("other", "x", "more", ("resembles",), field.ask))
