"""An office that reads figures and no requests: small cells stay hidden, whatever it opens."""

import json
import re
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from unionhall.access.grants import GRANTS
from unionhall.cases import actions
from unionhall.cases.models import Case, Topic
from unionhall.cases.rules import WIDTH, Cell, is_safe
from unionhall.core import clock
from unionhall.core.clock import today
from unionhall.duties.models import Duty

pytestmark = pytest.mark.django_db
BOARD = "/cases/dashboard/"
# How many requests about what, by whose worker.
BROUGHT = (
    ("worker", Topic.PAY, 7),
    ("worker", Topic.SAFETY, 3),
    ("shop_worker", Topic.PAY, 2),
    ("shop_worker", Topic.HOURS, 5),
)


@pytest.fixture
def brought(cast) -> list[Case]:
    """Requests of two months ago, none answered since, so that their days have passed."""
    day = (today().replace(day=1) - timedelta(days=40)).replace(day=3)
    with clock.standing_at(timezone.make_aware(datetime.combine(day, time(12)))):
        return [
            actions.take_down(
                getattr(cast, who), topic=topic, text="x", by=cast.desk_officer, on=day
            )
            for who, topic, number in BROUGHT
            for _one in range(number)
        ]


@pytest.fixture
def reader(cast, brought, signed_in):
    """The register officer's browser: figures, and no requests."""
    return signed_in(cast.register_officer)


def shown(client, **query) -> str:
    """The board itself, without what differs between any two requests."""
    answer = client.get(BOARD, query, headers={"accept-language": "en"})
    assert answer.status_code == 200
    (main,) = re.findall(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return re.sub(r"pop-[0-9a-f]{8}", "", main)


def charts(page: str) -> list[dict[str, int | None]]:
    """What the charts of a page say: label → number, None where it is hidden."""
    told = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    return [
        dict(zip(one["labels"], one["series"][0]["values"], strict=True))
        for one in map(json.loads, told)
    ]


def as_cells(chart: dict[str, int | None]) -> dict[str, Cell]:
    """What a reader knows of each number: hidden is 0 to 4, any other stands for itself and four more."""
    return {label: Cell(number or 0, (number or 0) + WIDTH) for label, number in chart.items()}


def test_an_office_reads_figures_and_opens_no_requests():
    assert [
        office
        for office, abilities in GRANTS.items()
        if "cases.dashboard" in abilities and "cases.view" not in abilities
    ] == ["organisation_officer"]


def test_the_board_stands_in_its_navigation_and_the_requests_do_not(reader):
    page = reader.get("/members/").content.decode()
    assert (f'href="{BOARD}"' in page, 'href="/cases/"' in page) == (True, False)


def test_counts_under_five_are_hidden_with_the_reason_and_others_are_rounded(reader):
    page = shown(reader)
    topics = next(chart for chart in charts(page) if "Pay" in chart)
    assert {label: topics[label] for label in ("Pay", "Working hours and leave")} == {
        "Pay": 5,  # nine
        "Working hours and leave": 5,
    }
    assert (topics["Safety and health"], topics["Something else"]) == (None, None)
    assert "&lt;5" in page
    assert "smaller ones are hidden" in page


def test_no_number_of_the_page_is_exact(reader):
    numbers = {number for chart in charts(shown(reader)) for number in chart.values()}
    assert {number % 5 for number in numbers - {None}} == {0}
    assert 0 not in numbers


def test_from_the_numbers_of_the_page_no_hidden_one_can_be_worked_out(reader):
    """Siblings and totals: received by topic and by month divide up the same requests."""
    found = [as_cells(chart) for chart in charts(shown(reader))]
    topics = next(cells for cells in found if "Pay" in cells)
    months = [cells for cells in found if any(re.fullmatch(r"\d{4}-\d\d", k) for k in cells)]
    assert is_safe([topics, *months])
    assert [cells for cells in found if not is_safe([cells])] == []


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "U-PLANT"},
        {"unit": "U-SHOP"},
        {"unit": "330101001"},
        {"topic": "safety"},
        {"days": "30"},
        {"unit": "U-PLANT", "topic": "pay", "days": "365"},
    ],
)
def test_no_unit_topic_or_time_span_narrows_it(reader, query):
    assert shown(reader, **query) == shown(reader)


def test_a_unit_elsewhere_is_not_there(reader):
    assert reader.get(BOARD, {"unit": "U-STRANGER"}).status_code == 404


def test_what_comes_in_today_changes_nothing_today(cast, reader):
    before = shown(reader)
    for _one in range(6):
        actions.take_down(
            cast.worker, topic=Topic.SAFETY, text="x", by=cast.desk_officer, on=today()
        )
    assert shown(reader) == before


def test_restricted_requests_are_in_no_figure(cast, reader):
    Case.objects.filter(topic=Topic.HOURS).update(is_restricted=True)
    Duty.objects.filter(subject_id__in=Case.objects.filter(topic=Topic.HOURS)).update(
        restricted=True
    )
    topics = next(chart for chart in charts(shown(reader)) if "Pay" in chart)
    assert (topics["Pay"], topics["Working hours and leave"]) == (5, None)


def test_the_requests_themselves_are_not_there(cast, brought, reader):
    case = brought[0]
    assert reader.get("/cases/").status_code == 404
    assert reader.get(case.get_absolute_url()).status_code == 404
    for verb in ("accept", "refuse", "hand_over", "reply", "note", "close"):
        assert reader.post(reverse(f"cases:{verb}", args=[case.number])).status_code == 404
    found = reader.post("/search/", {"q": case.number})
    assert case.get_absolute_url() not in found.content.decode()


def test_their_duties_cannot_be_counted_either(cast, brought, reader):
    for query in ("", "?show=unit", "?show=unit&when=overdue", "?show=unit&kind=cases.accept"):
        assert (
            "/duties/" + str(Duty.objects.first().pk)
            not in reader.get(f"/duties/{query}").content.decode()
        )
    assert list(Duty.objects.in_sight_of(cast.register_officer)) == []
    assert reader.get(Duty.objects.first().get_absolute_url()).status_code == 404


def test_those_who_may_open_them_still_see_their_duties(cast, brought):
    assert Duty.objects.in_sight_of(cast.chair).count() == len(brought)
    assert Duty.objects.in_sight_of(cast.plant_chair).count() == 10


def test_the_refusal_to_close_a_unit_counts_nothing(cast, brought, reader):
    page = reader.post(
        reverse("organisations:close", args=[cast.units.plant.pk]), {"on": today()}
    ).content.decode()
    assert "那里还有待办没有办完。" in page


def test_who_may_open_the_requests_sees_them_exactly(cast, brought, signed_in):
    client = signed_in(cast.chair)
    topics = next(chart for chart in charts(shown(client, days="365")) if "Pay" in chart)
    assert (topics["Pay"], topics["Safety and health"]) == (9, 3)
