"""How much each officer has in hand: counts for sharing work out, the same for whoever is counted."""

import pytest
from django.urls import reverse

from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.cases.workload import queries
from unionhall.core.clock import today

pytestmark = pytest.mark.django_db
PAGE, MINE = reverse("cases:workload"), reverse("cases:my_workload")


@pytest.fixture
def in_hand(cast):
    """Two requests with the rights officer, one of them waiting for the worker, and a restricted one."""
    by, on = cast.rights_officer, today()
    for person, restricted in (
        (cast.worker, False),
        (cast.shop_worker, False),
        (cast.colleague, True),
    ):
        told = {"topic": Topic.PAY, "text": "加班费", "restricted": restricted}
        case = cases.take_down(person, **told, by=by, on=on)
        cases.accept(case, by=by, on=on)
    cases.ask(case, text="?", by=by, on=on)
    return case


def load_of(cast, user, unit=None):
    rows = queries.loads(unit or cast.units.district, on=today())
    return next(row for row in rows if row.user == user)


def test_it_counts_what_lies_with_each_but_for_what_is_kept(cast, in_hand):
    load = load_of(cast, cast.rights_officer)
    assert (load.open, load.waiting, load.week, load.overdue, load.later) == (2, 0, 0, 0, 2)
    assert load_of(cast, cast.desk_officer).open == 0


def test_officers_stand_by_name_whatever_they_have(cast, in_hand):
    names = [str(load.user) for load in queries.loads(cast.units.district, on=today())]
    assert names == sorted(names)
    assert "陈志强" not in names  # takes no requests on


def test_what_lies_below_is_counted_by_union(cast, in_hand):
    rows = queries.below(cast.units.street, on=today())
    assert [(str(row.unit), row.open, row.new, row.overdue) for row in rows] == [
        ("红星机械厂工会", 1, 0, 0),
        ("惠民超市工会", 1, 0, 0),
    ]
    [street] = queries.below(cast.units.district, on=today())
    assert street.open == 2


def test_the_officer_sees_the_same_numbers_about_themselves(cast, in_hand, signed_in):
    def row_of(who, page):
        found = signed_in(who).get(page).context["parts"][0]["loads"]
        return next(load for load in found if load.user == cast.rights_officer)

    assert row_of(cast.chair, PAGE) == row_of(cast.rights_officer, MINE)


def test_only_whoever_leads_sees_others(cast, signed_in):
    assert signed_in(cast.desk_officer).get(PAGE).status_code == 404
    assert len(signed_in(cast.desk_officer).get(MINE).context["parts"][0]["loads"]) == 1
    assert signed_in(cast.worker).get(MINE).status_code == 404
    shown = signed_in(cast.plant_chair).get(PAGE).context["parts"]
    assert [str(part["unit"]) for part in shown] == ["红星机械厂工会"]


def test_some_can_be_handed_over_from_there(cast, in_hand, signed_in, english):
    page = signed_in(cast.chair).get(PAGE).content.decode()
    link = f"?act=assign&amp;show=open&amp;handler={cast.rights_officer.pk}"
    assert link in page
    begin = signed_in(cast.chair).get(f"{reverse('cases:begin_bulk')}{link.replace('&amp;', '&')}")
    assert begin.context["total"] == 2
