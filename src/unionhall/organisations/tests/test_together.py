"""Two officers at the same moment, each in a transaction of their own."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.organisations import actions
from unionhall.organisations.bars import copy_bars
from unionhall.organisations.models import Mandate, Organisation

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time"
    ),
]
ON = date(2026, 3, 2)


def together(*acts):
    """Do all at once; what each answered, or the class of what it raised."""
    start, said = Barrier(len(acts)), [None] * len(acts)

    def do(place, act):
        start.wait()
        try:
            said[place] = act()
        except (Refused, IntegrityError) as error:
            said[place] = type(error)
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.fixture
def city():
    copy_bars()
    return actions.add("city", None, "C", "市总工会", by=None, on=ON)


def person(name):
    return User.objects.create(username=name, name=name)


def test_of_two_chairs_at_once_one_is_refused(city):
    people = [person("a"), person("b"), person("c")]
    said = together(
        *(
            lambda who=who: actions.appoint(who, city, "chair", from_on=ON, by=None, on=ON)
            for who in people
        )
    )
    assert said.count(Refused) == 2
    assert Mandate.objects.count() == 1


def test_of_two_chairs_written_past_the_act_the_database_refuses_one(city):
    def write(who):
        with transaction.atomic():
            Mandate.objects.bulk_create(
                [Mandate(user=who, organisation=city, office="chair", from_on=ON)]
            )

    people = [person("a"), person("b")]
    said = together(*(lambda who=who: write(who) for who in people))
    assert said.count(IntegrityError) == 1
    assert Mandate.objects.count() == 1


def test_units_founded_while_their_parent_moves_move_along(city):
    first = actions.add("county", city, "D1", "一区", by=None, on=ON)
    second = actions.add("county", city, "D2", "二区", by=None, on=ON)
    street = actions.add("township", first, "S", "街道", by=None, on=ON)
    found = [
        lambda number=number: actions.add(
            "enterprise_union", street, f"U{number}", "厂", by=None, on=ON
        )
        for number in range(3)
    ]
    together(*found[:2], lambda: actions.move(street, second, by=None, on=ON), found[2])
    for unit in Organisation.objects.exclude(parent=None).select_related("parent"):
        assert unit.path == f"{unit.parent.path}{unit.pk}/"
        assert list(unit.placements.filter(until_on=None).values_list("path", flat=True)) == [
            unit.path
        ]


def test_two_moves_at_once_make_no_ring(city):
    one = actions.add("industrial", city, "I1", "甲产业工会", by=None, on=ON)
    two = actions.add("industrial", city, "I2", "乙产业工会", by=None, on=ON)
    said = together(
        lambda: actions.move(one, two, by=None, on=ON),
        lambda: actions.move(two, one, by=None, on=ON),
    )
    assert said.count(Refused) == 1
    assert sorted(unit.path.count("/") for unit in Organisation.objects.all()) == [1, 2, 3]


def test_one_code_is_given_once(city):
    said = together(
        *(lambda: actions.add("county", city, "D", "区", by=None, on=ON) for _ in range(3))
    )
    assert said.count(Refused) == 2
