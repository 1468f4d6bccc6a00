"""A request's number is drawn by chance: when it meets another one, the request still arrives."""

from threading import Barrier, Thread, local

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse
from tests.access_examples import PNG

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Draft, Topic
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.history.verify import verify
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
TAKEN, FREE = "20261121-AAAAA", "20261121-BBBBB"


def written_down(cast, **more) -> Case:
    said = {"topic": Topic.PAY, "text": "加班费没有发", "by": cast.desk_officer, "on": today()}
    return actions.take_down(cast.worker, **(said | more))


@pytest.fixture
def drawn(monkeypatch):
    """A function that says which numbers chance brings, one after another."""

    def numbers(*wanted):
        coming = iter(wanted)
        monkeypatch.setattr(actions, "new_number", lambda on: next(coming))

    return numbers


@pytest.fixture
def first(cast, drawn) -> Case:
    """A request that has the number already."""
    drawn(TAKEN)
    return written_down(cast)


def test_a_number_that_is_taken_is_drawn_again(cast, first, drawn):
    drawn(TAKEN, TAKEN, FREE)
    case = written_down(cast)
    assert (case.number, Case.objects.count()) == (FREE, 2)
    assert Case.objects.get(pk=case.pk).number == FREE


@pytest.mark.django_db(transaction=True)
def test_everything_that_belongs_to_it_is_written_once_and_under_its_key(cast, first, drawn):
    before = Entry.objects.count()
    drawn(TAKEN, FREE)
    photo = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    case = written_down(cast, files=[photo])
    assert [duty.kind for duty in Duty.objects.about(case)] == ["cases.accept"]
    assert [entry.verb for entry in trail(case)] == ["cases.taken_down"]
    assert Entry.objects.count() == before + 1
    assert Attachment.objects.of(case).count() == 1
    told = Message.objects.filter(subject_id=case.pk).exclude(facts={"number": FREE})
    assert not told.exists()
    assert list(verify()) == []


def test_a_worker_who_sends_it_notices_nothing(cast, first, drawn, signed_in):
    drawn(TAKEN, FREE)
    Draft.objects.create(person=cast.worker, text="上月工资未发。", topic=Topic.PAY)
    answer = signed_in(cast.worker).post(reverse("cases:submit"))
    assert (answer.status_code, FREE in answer.url) == (302, True)
    assert not Draft.objects.exists()


def test_chance_that_never_ends_writes_nothing_at_all(cast, first, drawn):
    drawn(*[TAKEN] * 9)
    with pytest.raises(IntegrityError):
        written_down(cast)


def test_what_fails_for_another_reason_is_not_tried_again(cast, first, drawn):
    drawn(FREE, "20261121-CCCCC")
    with pytest.raises(IntegrityError):
        actions.receive(
            cast.worker,
            topic=Topic.PAY,
            text="x",
            channel="online",
            restricted=False,
            by=cast.worker.user,
            on=today(),
            submission=first.submission,
        )
    assert actions.new_number(today()) == "20261121-CCCCC"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time")
def test_two_that_draw_the_same_number_at_once_both_arrive(cast, monkeypatch):
    start, mine = Barrier(2), local()
    monkeypatch.setattr(actions, "new_number", lambda on: next(mine.coming))

    def send(person):
        mine.coming = iter([TAKEN, FREE])
        draft = Draft(person=person, text="上月工资未发。", topic=Topic.PAY)
        start.wait()
        try:
            my_actions.submit(draft, by=person.user, on=today())
        finally:
            connection.close()

    threads = [Thread(target=send, args=[who]) for who in (cast.worker, cast.colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Case.objects.values_list("number", flat=True)) == [TAKEN, FREE]
    assert list(verify()) == []
