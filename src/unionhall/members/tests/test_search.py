from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import joined

from unionhall.access.scope import Scope
from unionhall.core import residentid, text
from unionhall.core.clock import today
from unionhall.members import search
from unionhall.members.models import Person, Spell, Token
from unionhall.members.queries import Filters, searched
from unionhall.members.sealing import id_digest, seal_id
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db
NUMBER = "11000020040114261" + residentid.check_character("11000020040114261")


def names(page):
    return [spell.person.name for spell in page]


@pytest.fixture
def wang(units):
    """王晓龙 of the plant, with telephone and ID number."""
    person = joined("王晓龙", units.plant, "13812345678", account=False)
    person.id_number, person.id_index = seal_id(person.uid, NUMBER), id_digest(NUMBER)
    person.save()
    spell = person.spells.get()
    search.forget([spell], search.tokens_of("王晓龙", "13812345678"), person.name_key)
    tokens = search.tokens_of("王晓龙", "13812345678", NUMBER)
    search.add([search.Findable(spell.pk, units.plant.pk, person.name_key, tokens)])
    return person


@pytest.mark.parametrize(
    "typed",
    [
        "王", "晓", "龙", "王晓", "晓龙", "王晓龙", " 王 晓龙 ",
        "wxl", "WXL", "wx", "xl", "wang", "wangx", "wangxiaolong", "wang xiao", "xiaolong", "w",
        "13812345678", "138 1234 5678", "１３８１２３４５６７８", "5678", NUMBER, NUMBER.lower(), NUMBER[-6:],
    ],
)  # fmt: skip
def test_a_member_is_found_by(typed, wang, cast, seen):
    assert names(searched(typed, seen(cast.chair))) == ["王晓龙"]


@pytest.mark.parametrize(
    "typed",
    ["王龙", "龙晓", "赵", "xiao", "xwl", "longxiao", "1381234567", "1234", "678", NUMBER[:6], "", "·",
     "王晓龙晓", "%", "_"],
)  # fmt: skip
def test_a_member_is_not_found_by(typed, wang, cast, seen):
    assert names(searched(typed, seen(cast.plant_chair))) == []


def test_the_old_id_number_of_fifteen_digits_finds_the_same_person(units, cast, seen):
    old = "110000740114261"
    person = joined("何老", units.plant, account=False)
    person.id_index = id_digest(residentid.modern(old))
    person.save()
    assert names(searched(old, seen(cast.chair))) == ["何老"]


@pytest.mark.parametrize("who", ["shop_chair", "stranger_chair", "stranger_register_officer"])
@pytest.mark.parametrize("typed", ["王晓龙", "wxl", "wang", "13812345678", "5678", NUMBER])
def test_nobody_is_found_outside_the_scope(who, typed, wang, cast, seen):
    assert names(searched(typed, seen(getattr(cast, who)))) == []


def test_no_token_holds_a_part_of_the_id_number_in_the_clear(wang):
    numbers = {t for t in Token.objects.values_list("token", flat=True) if t[-4:].isdigit()}
    assert numbers - {"5678"} == {t for t in numbers if t.startswith("#")}
    assert not [t for t in numbers if NUMBER[-6:] in t]


def test_one_person_found_in_two_ways_is_shown_once(cast, units, seen):
    joined("李丽", units.plant, account=False)
    assert names(searched("li", seen(cast.plant_chair))) == ["李丽", "李小明"]


def test_hits_stand_in_the_order_of_names(cast, units, seen):
    for name in ("王五", "汪一", "王晓龙", "王安", "万里"):
        joined(name, units.plant, account=False)
    found = names(searched("w", seen(cast.plant_chair)))
    assert found == ["万里", "王安", "王五", "王晓龙", "汪一"]


def test_pages_of_hits_fit_together_and_lead_back(cast, units, seen):
    for number in range(11):
        joined(f"王{'一二三四五六七八九十百'[number]}", units.plant, account=False)
    filters, cursor, pages = seen(cast.chair), "", []
    while True:
        page = searched("王", filters, cursor=cursor, size=4)
        pages.append(page)
        if not page.after:
            break
        cursor = page.after
    shown = [name for page in pages for name in names(page)]
    assert len(shown) == len(set(shown)) == 11
    assert shown == sorted(shown, key=text.pinyin_key)
    assert [bool(page.before) for page in pages] == [False, True, True]
    back = searched("王", filters, cursor=pages[2].before, size=4)
    assert names(back) == names(pages[1])
    assert names(searched("王", filters, cursor=back.before, size=4)) == names(pages[0])


def test_an_altered_cursor_leads_to_the_first_page(cast, units, wang, seen):
    assert names(searched("王", seen(cast.chair), cursor=">nonsense")) == ["王晓龙"]


def test_hits_keep_to_the_other_filters(cast, units, wang, seen):
    Person.objects.filter(pk=wang.pk).update(sex="male")
    assert names(searched("王", seen(cast.chair, sex="male"))) == ["王晓龙"]
    assert names(searched("王", seen(cast.chair, sex="female"))) == []
    assert names(searched("wang", seen(cast.chair, sex="female"))) == []


def test_who_left_last_month_is_still_found_in_the_register(cast, wang, seen):
    Spell.objects.filter(person=wang).update(until_on=today() - timedelta(days=30))
    assert names(searched("王晓龙", seen(cast.chair, status="in_force"))) == []
    assert names(searched("王晓龙", seen(cast.chair, status="all"))) == ["王晓龙"]
    assert names(searched("wang", seen(cast.chair, status="all"))) == ["王晓龙"]


def test_who_joined_another_union_since_is_no_longer_found_by_the_old_one(cast, units, wang, seen):
    Spell.objects.filter(person=wang).update(until_on=date(2026, 1, 1))
    spell = Spell.objects.create(person=wang, organisation=units.stranger, from_on=date(2026, 1, 1))
    tokens = search.tokens_of("王晓龙", "13812345678", NUMBER)
    search.add([search.Findable(spell.pk, units.stranger.pk, spell.person.name_key, tokens)])
    for status in ("all", "in_force", "ended"):
        assert names(searched("王晓龙", seen(cast.plant_chair, status=status))) == []
    assert names(searched("王晓龙", seen(cast.stranger_chair))) == ["王晓龙"]


def test_found_people_come_with_their_union(cast, units, wang, held):
    scope = held(cast.desk_officer, "cases.take_down")
    found = search.found("王", scope=scope, on=today())
    assert [(p.name, p.union) for p in found] == [("王晓龙", units.plant)]
    ended = search.found("王", scope=scope, on=date(2019, 1, 1))
    assert ended == []


def test_matching_gives_the_keys_of_people_wherever_they_are(cast, wang):
    for typed in ("王", "晓龙", "wxl", "5678", NUMBER):
        assert wang.pk in {row[0] for row in search.matching(typed)}
        assert Person.objects.filter(pk__in=search.matching(typed)).filter(name="王晓龙").exists()
    assert list(search.matching("")) == []
    assert list(search.matching("龘")) == []


def test_many_tokens_are_written_as_few_are(cast, units):
    people = Person.objects.bulk_create(
        Person(name=f"龘{chr(0x4E00 + n)}明", name_key=f"da {n:03} ming") for n in range(200)
    )
    spells = Spell.objects.bulk_create(
        Spell(person=p, organisation=units.plant, name_key=p.name_key, from_on=date(2026, 1, 1))
        for p in people
    )
    search.add(
        search.Findable(s.pk, units.plant.pk, s.name_key, search.tokens_of(s.person.name))
        for s in spells
    )
    assert Token.objects.filter(token="龘").count() == 200
    assert Token.objects.filter(spell_id__in=[s.pk for s in spells]).count() > 1000


class AnyName(TestCase):
    """Whoever bears a name, whatever it is, is found by it."""

    @given(
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5)
    )
    @settings(max_examples=25, deadline=None)
    def test_a_name_is_found_by_each_one_or_two_characters_of_it(self, name):
        unit = organisations.add("enterprise_union", None, "U", "U", by=None, on=date(2020, 1, 1))
        person = joined(name, unit, account=False)
        filters = Filters(Scope("members.view", (unit.path,)), today())
        parts = {*name, *("".join(pair) for pair in pairwise(name)), name}
        found = {part: [spell.person_id for spell in searched(part, filters)] for part in parts}
        assert found == {part: [person.pk] for part in parts}
