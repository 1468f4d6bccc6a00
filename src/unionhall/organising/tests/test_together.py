"""Two officers of the higher union at the same moment, each in a transaction of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import Q
from tests import cast as stage

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.members.models import Spell
from unionhall.organisations.bars import copy_bars
from unionhall.organisations.models import Organisation
from unionhall.organising.changes import actions as changes
from unionhall.organising.changes.models import Change
from unionhall.organising.changes.plans import Plan, consequences, seal
from unionhall.organising.founding import actions, approving
from unionhall.organising.founding.models import Founding
from unionhall.organising.founding.tests.conftest import number

cast, units = stage.cast, stage.units
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time"
    ),
]


@pytest.fixture(autouse=True)
def barred(db):
    copy_bars()


def together(*acts):
    """Do all at once; True for each that was done, the reason for each that was refused."""
    start, said = Barrier(len(acts)), [None] * len(acts)

    def do(place, act):
        start.wait()
        try:
            act()
            said[place] = True
        except Refused as refused:
            said[place] = refused.reason
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def applied(cast):
    on, by = today(), cast.street_chair
    told = {"kind": "joint_union", "name": "骑手联合工会", "initiative": "workers"}
    row = actions.prepare(cast.units.street, **told, by=by, on=on)
    one = actions.add_founder(
        row, name="罗小虎", phone="13700000001", id_number=number(1), by=by, on=on
    )
    actions.elect(one, "organiser", by=by, on=on)
    return actions.apply(row, leading="organiser", elected_on=on, by=by, on=on)


def test_of_two_who_approve_at_once_one_founds_the_union(cast):
    row, on = applied(cast), today()

    def approve(code, by):
        mine = Founding.objects.get(pk=row.pk)
        approving.approve(mine, code=code, resolution="1", by=by, on=on)

    said = together(lambda: approve("A1", cast.street_chair), lambda: approve("A2", cast.chair))
    assert said.count(True) == 1
    assert Organisation.objects.filter(name="骑手联合工会").count() == 1
    assert Spell.objects.filter(begun_by="founding").count() == 1


def test_of_approval_and_refusal_at_once_one_holds(cast):
    row, on = applied(cast), today()

    def refuse():
        mine = Founding.objects.get(pk=row.pk)
        told = {"reason": "x", "rule": "cn.elec.prep_group", "by": cast.chair, "on": on}
        actions.refuse(mine, **told)

    def approve():
        mine = Founding.objects.get(pk=row.pk)
        approving.approve(mine, code="A1", resolution="1", by=cast.street_chair, on=on)

    said = together(refuse, approve)
    row.refresh_from_db()
    assert said.count(True) == 1
    assert (row.state == "approved") == Organisation.objects.filter(code="A1").exists()


def test_of_two_mergers_of_one_union_at_once_one_happens(cast):
    on = today()

    def merge(into, by):
        shop = Organisation.objects.get(pk=cast.units.shop.pk)
        plan = Plan("merge", (shop,), into=Organisation.objects.get(pk=into.pk))
        changes.merge(
            plan, resolution="1", seen=seal(plan, consequences(plan, on=on)), by=by, on=on
        )

    said = together(
        lambda: merge(cast.units.plant, cast.street_chair),
        lambda: merge(cast.units.stranger, cast.chair),
    )
    assert said.count(True) == 1
    assert Change.objects.count() == 1
    lasting = Spell.objects.filter(Q(until_on=None), person=cast.shop_worker)
    assert lasting.count() == 1
