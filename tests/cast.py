"""The fixed cast: one district with two unions, a stranger district, their officers and workers.

市总工会 city ─┬─ 东湖区总工会 district ── 北山街道总工会 street ─┬─ 红星机械厂工会 plant
               │                                                └─ 惠民超市工会 shop
               └─ 西河区总工会 elsewhere ── 江滨电子厂工会 stranger
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.built_once import built_once
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.members import search
from unionhall.members.models import Person, Spell
from unionhall.organisations import actions as organisations

LONG_AGO = date(2020, 1, 1)

# unit: (kind, parent, code, name)
UNITS = {
    "city": ("city", None, "3301", "江城市总工会"),
    "district": ("county", "city", "330101", "东湖区总工会"),
    "street": ("township", "district", "330101001", "北山街道总工会"),
    "plant": ("enterprise_union", "street", "U-PLANT", "红星机械厂工会"),
    "shop": ("enterprise_union", "street", "U-SHOP", "惠民超市工会"),
    "elsewhere": ("county", "city", "330102", "西河区总工会"),
    "stranger": ("enterprise_union", "elsewhere", "U-STRANGER", "江滨电子厂工会"),
}
# person: (name, unit, office)
OFFICERS = {
    "chair": ("周建国", "district", "chair"),
    "vice_chair": ("吴桂兰", "district", "vice_chair"),
    "rights_officer": ("王敏", "district", "rights_officer"),
    "second_rights_officer": ("郑凯", "district", "rights_officer"),
    "desk_officer": ("林静", "district", "desk_officer"),
    "register_officer": ("陈志强", "district", "organisation_officer"),
    "treasurer": ("何秀英", "district", "treasurer"),
    "auditor": ("钱文", "district", "auditor"),
    "women_officer": ("孙丽", "district", "women_officer"),
    "administrator": ("赵磊", "district", "administrator"),
    "city_rights_officer": ("冯涛", "city", "rights_officer"),
    "street_chair": ("沈国华", "street", "chair"),
    "plant_chair": ("杨伟", "plant", "chair"),
    "plant_desk_officer": ("何平", "plant", "desk_officer"),
    "shop_chair": ("许芳", "shop", "chair"),
    "stranger_chair": ("马超", "stranger", "chair"),
    "stranger_rights_officer": ("韩雪", "elsewhere", "rights_officer"),
    "stranger_register_officer": ("曹阳", "elsewhere", "organisation_officer"),
}
# worker: (name, unit, phone)
WORKERS = {
    "worker": ("李小明", "plant", "13900000001"),
    "colleague": ("张华", "plant", "13900000002"),
    "shop_worker": ("刘芳", "shop", "13900000003"),
    "stranger_worker": ("欧阳雪", "stranger", "13900000004"),
}


@pytest.fixture
def units(db, request) -> SimpleNamespace:
    """The organisations of the cast."""
    if "cast" in request.fixturenames:
        return request.getfixturevalue("cast").units
    return built_once(build_units)


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """Everybody, and `units`; officers are users, workers are persons with an account."""
    return built_once(build_cast)


def build_units() -> SimpleNamespace:
    made: dict = {}
    for key, (kind, parent, code, name) in UNITS.items():
        above = made[parent] if parent else None
        made[key] = organisations.add(kind, above, code, name, by=None, on=LONG_AGO)
    return SimpleNamespace(**made)


def build_cast() -> SimpleNamespace:
    units = build_units()
    people: dict = {"units": units}
    for key, (name, unit, office) in OFFICERS.items():
        user = User.objects.create_user(username=key.replace("_", "-"), name=name)
        organisations.appoint(
            user, getattr(units, unit), office, from_on=LONG_AGO, by=None, on=today()
        )
        people[key] = user
    for key, (name, unit, phone) in WORKERS.items():
        people[key] = joined(name, getattr(units, unit), phone)
    return SimpleNamespace(**people)


def joined(name: str, unit, phone: str = "", *, account: bool = True) -> Person:
    """A worker who has been a member of the unit for years."""
    user = User.objects.create_user(username=f"w{phone}", name=name) if account else None
    person = Person.objects.create(name=name, phone=phone, user=user)
    spell = Spell.objects.create(
        person=person, organisation=unit, name_key=person.name_key, from_on=LONG_AGO
    )
    tokens = search.tokens_of(name, phone)
    search.add([search.Findable(spell.pk, unit.pk, person.name_key, tokens)])
    return person


@pytest.fixture
def signed_in(client):
    """A function that signs somebody in: `signed_in(cast.chair).get(…)`."""

    def sign_in(who):
        client.force_login(getattr(who, "user", who))
        return client

    return sign_in


@pytest.fixture
def english():
    """Whatever is said inside the test is said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def yesterday() -> date:
    return today() - timedelta(days=1)
