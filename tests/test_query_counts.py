"""Pages ask as many queries for many rows as for few, and no more than their goal allows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import joined
from unionhall.access.scope import scope
from unionhall.cases import actions, my_actions
from unionhall.cases.bulk import actions as bulk
from unionhall.cases.bulk.working import check
from unionhall.cases.models import Case, Draft, Topic
from unionhall.core import clock
from unionhall.core.clock import today
from unionhall.disputes import opening as disputes
from unionhall.documents.models import Attachment
from unionhall.legal_aid import actions as legal_aid
from unionhall.legal_aid import roster
from unionhall.members.changes import actions as changes
from unionhall.organisations.models import Employer
from unionhall.organising.founding import actions as founding
from unionhall.supervision import actions as supervising
from unionhall.supervision import hazards, inspections, letters
from unionhall.tips import recipients, reporting

# PostgreSQL writes a history entry and the head of its chain in one query, SQLite in two.
MORE = 0 if connection.vendor == "postgresql" else 1
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # those of the test's own transaction


def asked(client, path: str, *, post: bool = False) -> int:
    """How many queries the page takes, sessions and readings included."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path) if post else client.get(path)
    assert answer.status_code == (302 if post else 200)
    return sum(not query["sql"].startswith(SAVEPOINTS) for query in captured)


def draft_of(person) -> Draft:
    return Draft.objects.create(person=person, text="三个月没发加班费。", topic=Topic.PAY)


def received(person) -> Case:
    return my_actions.submit(draft_of(person), by=person.user, on=today())


@pytest.fixture
def crowd(cast):
    """Sixty more members of the plant: more than a page holds."""
    return [joined(f"赵{order}", cast.units.plant, account=False) for order in range(60)]


@pytest.fixture
def requests(cast, crowd):
    """A function that has so many of the crowd bring a request, by telephone."""

    def bring(count: int) -> None:
        for person in crowd[:count]:
            actions.take_down(
                person, topic=Topic.PAY, text="加班费", by=cast.desk_officer, on=today()
            )

    return bring


@pytest.mark.parametrize("office", ["rights_officer", "plant_chair"])
@pytest.mark.parametrize("show", ["open", "new", "week", "ended"])
def test_the_inbox(cast, signed_in, requests, office, show):
    client, path = signed_in(getattr(cast, office)), f"{reverse('cases:inbox')}?show={show}"
    requests(2)
    few = asked(client, path)
    requests(60)
    assert asked(client, path) == few <= 12


@pytest.mark.parametrize("name", ["matters", "letters", "inspections", "hazards"])
def test_the_lists_of_supervision(cast, signed_in, name):
    client, path = signed_in(cast.rights_officer), reverse(f"supervision:{name}")
    told = {"by": cast.rights_officer, "on": today()}
    unit, employer = cast.units.district, Employer.objects.create(name="红星机械厂")

    def bring(count: int) -> None:
        for _order in range(count):
            made = supervising.begin(unit, employer=employer, subject="pay", text="x", **told)
            letters.issue(made, rung="reminder", addressee="x", text="x", **told)
            hazards.note_hazard(unit, place="x", text="x", **told)
            inspections.plan(
                unit,
                employer=employer,
                planned_on=today(),
                supervisors=[cast.rights_officer, cast.chair],
                **told,
            )

    bring(2)
    few = asked(client, path)
    bring(8)
    assert asked(client, path) == few <= 12


@pytest.mark.parametrize("name", ["index", "lawyers"])
def test_the_lists_of_legal_aid(cast, signed_in, crowd, name):
    client, path = signed_in(cast.rights_officer), reverse(f"legal_aid:{name}")
    told = {"by": cast.rights_officer, "on": today()}

    def bring(first: int, last: int) -> None:
        for order, person in enumerate(crowd[first:last], start=first):
            asked_for = {"matter": "labour", "form": "advice", "other_side": "x", "text": "x"}
            legal_aid.apply(person, **asked_for, **told)
            roster.add_lawyer(
                cast.units.district,
                name=f"方{order}",
                firm="x",
                licence=str(order),
                phone="1",
                capacity=2,
                from_on=today(),
                **told,
            )

    bring(0, 2)
    few = asked(client, path)
    bring(2, 10)
    assert asked(client, path) == few <= 12


@pytest.mark.parametrize("name", ["cases:workload", "leaving:index", "cases:bulks"])
def test_what_an_officer_shares_out(cast, signed_in, requests, name):
    client, path = signed_in(cast.rights_officer), reverse(name)
    requests(2)
    few = asked(client, path)
    requests(20)
    assert asked(client, path) == few <= 15


def test_a_preview_of_many(cast, signed_in, requests):
    client, counts = signed_in(cast.rights_officer), []
    held = scope(cast.rights_officer, "cases.accept")
    for number in (2, 20):
        requests(number)
        made = bulk.begin(held, code="accept", by=cast.rights_officer, on=today())
        with CaptureQueriesContext(connection) as captured:
            check(made, by=cast.rights_officer, on=today())
        counts.append((len(captured), asked(client, reverse("cases:bulk", args=[made.pk]))))
    assert counts[0] == counts[1]
    assert counts[1][1] <= 14


@pytest.mark.parametrize("office", ["register_officer", "plant_chair"])
@pytest.mark.parametrize("query", ["", "?order=unit", "?status=all"])
def test_the_register(cast, signed_in, request, office, query):
    client, path = signed_in(getattr(cast, office)), reverse("members:index") + query
    few = asked(client, path)
    request.getfixturevalue("crowd")
    assert abs(asked(client, path) - few) <= 1  # beyond a page, it is counted how many there are
    assert asked(client, path) <= 12


@pytest.mark.parametrize("typed", ["赵1", "赵", "z1", "赵59"])
def test_a_search(cast, signed_in, crowd, typed):
    path = f"{reverse('members:index')}?q={typed}"
    assert asked(signed_in(cast.register_officer), path) <= 12


def test_a_request(cast, signed_in):
    client, case = signed_in(cast.rights_officer), received(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    actions.note(case, text="电话已打。", by=cast.rights_officer, on=today())
    asked(client, case.get_absolute_url())
    again = asked(client, case.get_absolute_url())
    for _order in range(10):
        actions.reply(case, text="还在核实。", by=cast.rights_officer, on=today())
        actions.note(case, text="电话已打。", by=cast.rights_officer, on=today())
    assert asked(client, case.get_absolute_url()) == again <= 12


def test_a_request_opened_for_the_first_time(cast, signed_in):
    case = received(cast.worker)
    assert asked(signed_in(cast.rights_officer), case.get_absolute_url()) <= 15 + MORE


def test_a_member(cast, signed_in):
    client, path = signed_in(cast.register_officer), cast.worker.get_absolute_url()
    assert asked(client, path) <= 15
    again = asked(client, path)
    for _order in range(5):
        received(cast.worker)
    assert asked(client, path) == again <= 10


def test_posting_a_request(cast, signed_in):
    draft_of(cast.worker)
    assert asked(signed_in(cast.worker), reverse("cases:submit"), post=True) <= 15 + MORE


def test_posting_a_request_with_files(cast, signed_in):
    draft = draft_of(cast.worker)
    for order in range(6):
        Attachment.objects.create(
            subject_type="cases.draft",
            subject_id=draft.pk,
            name=f"{order}.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            uploaded_by=cast.worker.user,
            at=clock.now(),
        )
    assert asked(signed_in(cast.worker), reverse("cases:submit"), post=True) <= 15 + MORE


def test_the_disputes(cast, signed_in):
    client, path = signed_in(cast.rights_officer), reverse("disputes:index")
    told = {"organisation": cast.units.plant, "text": "x", "kind": "wages", "amount": 1}

    def bring(count: int) -> None:
        for order in range(count):
            disputes.open_dispute(
                cast.worker,
                employer=f"{order}厂",
                known_on=today(),
                **told,
                by=cast.rights_officer,
                on=today(),
            )

    bring(2)
    few = asked(client, path)
    bring(10)
    assert asked(client, path) == few


@pytest.mark.parametrize("show", ["waiting", "preparing"])
def test_the_foundings(cast, signed_in, show):
    client, path = signed_in(cast.chair), f"{reverse('founding:index')}?show={show}"
    told = {"kind": "enterprise_union", "initiative": "workers"}

    def bring(first: int, count: int) -> None:
        for order in range(first, first + count):
            row = founding.prepare(
                cast.units.street, name=f"{order}厂工会", **told, by=cast.chair, on=today()
            )
            if show == "waiting":
                rows = type(row).objects.filter(pk=row.pk)
                rows.update(
                    state="applied", leading="organiser", applied_on=today(), elected_on=today()
                )

    bring(0, 2)
    few = asked(client, path)
    bring(2, 40)
    assert asked(client, path) == few


def test_reports_without_a_name(cast, signed_in):
    client, path = signed_in(cast.rights_officer), reverse("tips:index")
    level = recipients.levels(cast.units.plant, on=today())[0]

    def bring(first: int, count: int) -> None:
        for order in range(first, first + count):
            reporting.send(cast.units.plant, level, text="x", stamp=str(order), on=today())

    bring(0, 2)
    few = asked(client, path)
    bring(2, 40)
    assert asked(client, path) == few


@pytest.mark.parametrize("office", ["register_officer", "plant_chair"])
@pytest.mark.parametrize("query", ["", "?decided"])
def test_proposed_changes(cast, signed_in, crowd, office, query):
    client, path = signed_in(getattr(cast, office)), f"{reverse('changes:index')}{query}"

    def propose(people) -> None:
        for person in people:
            told = {"version": 1, "reason": "调岗", "by": cast.worker.user, "on": today()}
            made = changes.propose_changes(person, {"department": "仓库"}, **told).proposal
            if query:
                changes.refuse_changes(made, reason="x", by=cast.chair, on=today())

    propose(crowd[:2])
    few = asked(client, path)
    propose(crowd[2:])
    assert asked(client, path) == few <= 12
