"""The same matter brought twice goes on in the earlier request."""

import pytest
from django.urls import reverse

from unionhall.cases import actions, my_actions
from unionhall.cases.alike.continuing import continue_in
from unionhall.cases.alike.queries import beside
from unionhall.cases.models import Case, Status, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail

pytestmark = pytest.mark.django_db


def brought(cast, who="worker", **more) -> Case:
    told = {"topic": Topic.PAY, "text": "加班费没有发", "by": cast.desk_officer, "on": today()}
    return actions.take_down(getattr(cast, who), **(told | more))


@pytest.fixture
def earlier(cast) -> Case:
    return brought(cast)


@pytest.fixture
def later(cast, earlier) -> Case:
    return brought(cast, text="还是加班费的事")


def join(cast, case, other, **more):
    told = {"reason": "同一笔加班费", "by": cast.rights_officer, "on": today()}
    continue_in(case, other, **(told | more))


def test_the_later_is_closed_and_owes_nothing_while_the_earlier_goes_on(cast, earlier, later):
    join(cast, later, earlier)
    later.refresh_from_db()
    earlier.refresh_from_db()
    assert (later.status, later.continued_in, later.closed_on) == (
        Status.CLOSED,
        earlier,
        today(),
    )
    assert (earlier.status, Duty.objects.about(later).open().count()) == (Status.RECEIVED, 0)
    assert Duty.objects.about(earlier).open().count() == 1
    assert [trail(row)[-1].verb for row in (later, earlier)] == [
        "cases.continued",
        "cases.took_over",
    ]


def test_both_pages_lead_to_the_other(cast, earlier, later, signed_in):
    join(cast, later, earlier)
    for one, other in ((later, earlier), (earlier, later)):
        one.refresh_from_db()
        (near,) = beside(one, cast.rights_officer, on=today()).same
        assert near.case == other
    page = signed_in(cast.worker).get(later.my_url).content.decode()
    assert (earlier.my_url in page, 'name="satisfaction"' in page) == (True, False)


def test_the_worker_neither_rates_it_nor_asks_the_level_above(cast, earlier, later):
    join(cast, later, earlier)
    told = {"by": cast.worker.user, "on": today()}
    with pytest.raises(Refused):
        my_actions.rate(later, satisfaction=1, **told)
    with pytest.raises(Refused):
        my_actions.ask_review(later, reason="x", **told)


def test_opened_again_it_stands_for_itself(cast, earlier, later):
    join(cast, later, earlier)
    actions.reopen(later, reason="不是一件事", by=cast.plant_chair, on=today())
    later.refresh_from_db()
    assert (later.status, later.continued_in) == (Status.ACCEPTED, None)


def test_what_does_not_fit_is_refused(cast, earlier, later):
    foreign = brought(cast, "colleague")
    restricted = brought(cast, restricted=True)
    for case, other in (
        (earlier, later),
        (later, later),
        (foreign, earlier),
        (restricted, earlier),
    ):
        with pytest.raises(Refused):
            join(cast, case, other)
    with pytest.raises(Refused):
        join(cast, later, earlier, reason=" ")
    my_actions.withdraw(earlier, by=cast.worker.user, on=today())
    with pytest.raises(Refused):
        join(cast, later, earlier)
    later.refresh_from_db()
    assert later.status == Status.RECEIVED


def test_twice_it_is_done_once(cast, earlier, later):
    stale = Case.objects.get(pk=later.pk)
    join(cast, later, earlier)
    with pytest.raises(Refused):
        join(cast, stale, earlier)


def test_the_page_shows_first_what_will_happen(cast, earlier, later, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("cases:continue_in", args=[later.number, earlier.number])
    listed = client.get(reverse("cases:alike", args=[later.number])).content.decode()
    page = client.get(address).content.decode()
    assert (address in listed, later.text in page, earlier.text in page) == (True, True, True)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "同一笔"}).url == earlier.get_absolute_url()
    assert client.post(address, {"reason": "同一笔"}).status_code == 409
    back = reverse("cases:continue_in", args=[earlier.number, later.number])
    assert signed_in(cast.stranger_chair).get(back).status_code == 404
