from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.core import clock
from unionhall.duties import actions
from unionhall.duties.models import Duty
from unionhall.duties.tests.conftest import DUE, ON, person, sit

DAY = timedelta(days=1)


@pytest.fixture
def desk(client, officers):
    client.force_login(officers.desk)
    return client


def listed(response):
    return [row.duty.subject_id for _heading, rows in response.context["groups"] for row in rows]


def inbox(client, **filters):
    return client.get(reverse("duties:inbox"), filters)


def test_the_inbox_shows_what_one_holds_overdue_first_by_date(desk, officers, opened):
    for number, days in ((1, 0), (2, -70), (3, -62), (4, -57)):
        opened(number, start=ON + days * DAY, on=ON + days * DAY)
    opened(5, office="chair")
    response = inbox(desk)
    assert listed(response) == [2, 3, 4, 1]
    assert len(response.context["groups"]) == 3
    assert response.context["groups"][0][1][0].duty.subject_id == 2


def test_the_inbox_of_ones_units_shows_what_lies_in_scope(client, officers, units, opened):
    opened(1)
    opened(2, organisation=units.elsewhere, office="chair")
    client.force_login(officers.district_chair)
    assert listed(inbox(client)) == []
    assert listed(inbox(client, show="unit")) == [1]


def test_the_inbox_of_ones_offices_leaves_out_what_one_person_holds(desk, officers, opened):
    opened(1)
    opened(2, holder=officers.desk)
    assert listed(inbox(desk)) == [1, 2]
    assert listed(inbox(desk, show="office")) == [1]


def test_filters_narrow_the_inbox(desk, officers, opened, named):
    opened(1, start=ON - 90 * DAY, on=ON - 90 * DAY)
    opened(2, kind="cases.accept")
    opened(3, start=ON - 58 * DAY, on=ON - 58 * DAY)
    assert listed(inbox(desk, when="overdue")) == [1]
    assert listed(inbox(desk, when="week")) == [3]
    assert listed(inbox(desk, kind="cases.answer")) == [1, 3]
    assert listed(inbox(desk, kind="nonsense", when="nonsense", show="nonsense")) == [1, 3, 2]


def test_an_inbox_of_fifty_takes_few_queries(desk, opened, django_assert_max_num_queries):
    for number in range(60):
        opened(number)
    with django_assert_max_num_queries(12):
        first = inbox(desk)
    assert len(listed(first)) == 50
    second = inbox(desk, at=first.context["page"].after)
    assert len(listed(second)) == 10
    assert sorted(listed(first) + listed(second)) == list(range(60))
    assert listed(inbox(desk, at=second.context["page"].before)) == listed(first)


def test_an_empty_inbox_says_what_will_be_here(desk):
    response = inbox(desk)
    assert response.status_code == 200
    assert "empty-note" in response.content.decode()


def test_titles_are_shown_only_to_those_who_may_see_them(client, officers, opened, named):
    opened(1)
    client.force_login(officers.desk)
    assert "Request 1" in inbox(client).content.decode()
    client.force_login(officers.chair)
    page = inbox(client, show="unit").content.decode()
    assert "Answer it" in page
    assert "Request 1" not in page


def test_strangers_and_guests_see_nothing(client, officers, opened):
    duty = opened(1)
    assert client.get(reverse("duties:inbox")).status_code == 302
    client.force_login(officers.stranger)
    assert listed(inbox(client, show="unit")) == []
    assert client.get(duty.get_absolute_url()).status_code == 404
    assert client.get(reverse("duties:pass_on", args=[duty.pk])).status_code == 404
    client.force_login(person())
    assert listed(inbox(client)) == []
    assert client.get(duty.get_absolute_url()).status_code == 404


def test_a_restricted_duty_does_not_exist_for_the_members_union_nor_for_chairs(
    client, officers, units, opened
):
    duty = opened(1, organisation=units.district, office="rights_officer", restricted=True)
    plant_confidant = sit(units.plant, "rights_officer")
    for user in (
        officers.desk,
        officers.chair,
        plant_confidant,
        officers.district_chair,
        officers.district_desk,
        officers.city_chair,
        officers.administrator,
    ):
        client.force_login(user)
        assert client.get(duty.get_absolute_url()).status_code == 404
        assert client.get(reverse("duties:pass_on", args=[duty.pk])).status_code == 404
        assert listed(inbox(client, show="unit")) == []
    client.force_login(officers.district_rights)
    assert client.get(duty.get_absolute_url()).status_code == 200
    assert listed(inbox(client)) == [1]


def test_a_duty_shows_how_its_day_was_reckoned_and_what_happened(desk, officers, opened, named):
    duty = actions.extend(opened(1), days=5, reason="the expert asks", by=officers.desk, on=ON)
    response = desk.get(duty.get_absolute_url())
    page = response.content.decode()
    assert response.context["due"].due_on == duty.due_on
    for line in response.context["due"].reckoning.lines:
        assert line in page.replace("&quot;", '"').replace("&amp;", "&").replace("&#x27;", "'")
    assert "the expert asks" in page
    assert "/cases/1/" in page


def test_ended_and_standing_duties_have_a_page_too(desk, officers, opened):
    done, void, paused = (opened(number) for number in (1, 2, 3))
    actions.fulfil(("cases.case", 1), "cases.answer", by=officers.desk, on=ON)
    actions.void(("cases.case", 2), by=officers.desk, on=ON, reason="taken back")
    actions.pause(paused, reason="an expert", by=officers.desk, on=ON)
    assert desk.get(done.get_absolute_url()).context["may_pass_on"] is False
    assert "taken back" in desk.get(void.get_absolute_url()).content.decode()
    assert desk.get(paused.get_absolute_url()).context["may_pass_on"] is True
    assert listed(inbox(desk)) == [3]


def test_passing_on_by_page(desk, officers, units, opened):
    duty = opened(1, holder=officers.desk)
    url = reverse("duties:pass_on", args=[duty.pk])
    assert desk.get(url).status_code == 200
    response = desk.post(url, {"to": f"user-{units.plant.pk}-{officers.chair.pk}"})
    assert (response.status_code, response.url) == (302, reverse("duties:inbox"))
    duty.refresh_from_db()
    assert duty.holder == officers.chair
    assert listed(inbox(desk)) == []


def test_passing_on_to_nobody_in_the_list_shows_the_form_again(desk, officers, units, opened):
    duty = opened(1, holder=officers.desk)
    url = reverse("duties:pass_on", args=[duty.pk])
    for to in ("", "user-1-1", f"user-{units.elsewhere.pk}-{officers.stranger.pk}"):
        assert desk.post(url, {"to": to}).status_code == 200
    duty.refresh_from_db()
    assert duty.holder == officers.desk


def test_passing_on_what_is_done_meanwhile_is_refused_and_says_why(desk, officers, units, opened):
    duty = opened(1, holder=officers.desk)
    actions.fulfil(("cases.case", 1), "cases.answer", by=officers.desk, on=ON)
    url = reverse("duties:pass_on", args=[duty.pk])
    response = desk.post(url, {"to": f"user-{units.plant.pk}-{officers.chair.pk}"})
    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]] != []
    assert Duty.objects.get().holder == officers.desk


def test_an_administrator_passes_on_what_nobody_could_do(client, officers, units, opened):
    from unionhall.organisations.models import Mandate

    Mandate.objects.exclude(user=officers.administrator).update(until_on=ON)
    duty = opened(1)
    sit(units.district, "desk_officer", from_on=ON)
    client.force_login(officers.administrator)
    assert listed(inbox(client)) == [1]
    url = reverse("duties:pass_on", args=[duty.pk])
    response = client.post(url, {"to": f"office-{units.district.pk}-desk_officer"})
    assert response.status_code == 302
    duty.refresh_from_db()
    assert (duty.held_at, duty.held_as) == (units.district, "desk_officer")


def test_the_day_stands_on_the_federations_clock(desk, opened):
    opened(1)
    with clock.standing_at(clock.now() + (DUE + DAY - ON)):
        assert listed(inbox(desk, when="overdue")) == [1]


def test_a_duty_leads_to_what_is_to_be_done_by_its_largest_button(desk, officers, opened, named):
    duty = opened(1)
    assert (
        'class="btn btn-primary" href="/cases/1/"'
        in desk.get(duty.get_absolute_url()).content.decode()
    )
