from datetime import date, datetime, time
from itertools import count
from types import SimpleNamespace

import pytest
from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.duties import subjects
from unionhall.duties.actions import open_duty
from unionhall.organisations.models import Mandate, Organisation

LONG_AGO = date(2020, 1, 1)
ON = date(2026, 3, 4)  # a Wednesday
RULE = "cn.pet.decide_60_30"  # 60 days, up to 30 more
DUE = date(2026, 5, 6)  # the 60th day lies in the holiday of early May
_numbers = count(1)


def person(name: str = "某人") -> User:
    return User.objects.create(username=f"p{next(_numbers)}", name=name)


def sit(unit, office, *, user=None, from_on=LONG_AGO, until_on=None) -> User:
    """Put somebody in an office."""
    user = user or person(f"{unit.code} {office}")
    Mandate.objects.create(
        user=user, organisation=unit, office=office, from_on=from_on, until_on=until_on
    )
    return user


@pytest.fixture(autouse=True)
def standing():
    """The day stands still at noon of ON."""
    with clock.standing_at(timezone.make_aware(datetime.combine(ON, time(12)))):
        yield


@pytest.fixture
def units(db) -> SimpleNamespace:
    """city ─┬─ district ── plant; and elsewhere, a district of its own."""
    made: dict = {}
    for name, kind, above in (
        ("city", "city", None),
        ("district", "county", "city"),
        ("plant", "enterprise_union", "district"),
        ("elsewhere", "county", "city"),
    ):
        parent = made.get(above)
        unit = Organisation(code=name, name=name, kind=kind, parent=parent, opened_on=LONG_AGO)
        unit.path = f"new {name}"
        unit.save()
        unit.path = f"{parent.path if parent else ''}{unit.pk}/"
        unit.save()
        made[name] = unit
    return SimpleNamespace(**made)


@pytest.fixture
def officers(units) -> SimpleNamespace:
    """Who sits where from long ago on, without end."""
    return SimpleNamespace(
        desk=sit(units.plant, "desk_officer"),
        chair=sit(units.plant, "chair"),
        district_desk=sit(units.district, "desk_officer"),
        district_rights=sit(units.district, "rights_officer"),
        district_chair=sit(units.district, "chair"),
        city_rights=sit(units.city, "rights_officer"),
        city_chair=sit(units.city, "chair"),
        administrator=sit(units.city, "administrator"),
        stranger=sit(units.elsewhere, "chair"),
    )


@pytest.fixture
def opened(units):
    """A function that opens a duty at the plant's service desk, unless told otherwise."""

    def open_it(number: int = 1, **facts):
        told = {
            "subject": ("cases.case", number),
            "organisation": units.plant,
            "office": "desk_officer",
            "rule": RULE,
            "start": ON,
            "by": None,
            "on": ON,
        }
        return open_duty(facts.pop("kind", "cases.answer"), **told | facts)

    return open_it


@pytest.fixture
def named(monkeypatch):
    """Requests are called by their numbers, and only the plant's desk officer may see them."""
    monkeypatch.setattr(subjects, "_kinds", {})
    asked = []

    def titles(ids, user):
        asked.append(ids)
        may = user.name == "plant desk_officer"
        return {key: (f"Request {key}", f"/cases/{key}/") for key in ids} if may else {}

    subjects.register("cases.case", titles=titles, duties={"cases.answer": "Answer it"})
    return asked
