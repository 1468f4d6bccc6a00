from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from unionhall.notifications import clock
from unionhall.notifications.models import Tick
from unionhall.notifications.tests.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(clock, "REGISTRY", {})


@pytest.fixture
def calls(registry):
    """Every call of one registered function, as (since, until)."""
    made = []

    @clock.each_minute("tests.note")
    def note(until, *, since):
        made.append((since, until))

    return made


@pytest.mark.django_db
def test_a_function_runs_once_each_minute(hands, calls):
    for _round in range(4):
        clock.tick(worker="a")
        hands.on(seconds=30)
    assert calls == [(NOON - MINUTE, NOON), (NOON, NOON + MINUTE)]


@pytest.mark.django_db
def test_after_downtime_it_learns_since_when(hands, calls):
    clock.tick(worker="a")
    hands.on(days=3, seconds=20)
    clock.tick(worker="b")
    assert calls[1] == (NOON, NOON + timedelta(days=3))


@pytest.mark.django_db
def test_a_function_may_ask_for_the_moment_alone(hands, registry):
    made = []
    clock.each_minute("tests.note")(made.append)
    assert clock.tick(worker="a") == 1
    assert made == [NOON]


@pytest.mark.django_db
def test_one_that_fails_runs_again_the_next_minute_from_where_it_was(hands, registry):
    made = []

    @clock.each_minute("tests.note")
    def note(until, *, since):
        made.append((since, until))
        if len(made) == 1:
            raise ValueError("李小明")

    assert clock.tick(worker="a") == 0
    assert Tick.objects.get().error == "ValueError"
    hands.on(seconds=40)
    assert clock.tick(worker="a") == 0
    hands.on(seconds=20)
    assert clock.tick(worker="a") == 1
    assert made == [(NOON - MINUTE, NOON), (NOON - MINUTE, NOON + MINUTE)]
    assert Tick.objects.get().error == ""


@pytest.mark.django_db
def test_one_that_fails_keeps_no_other_from_running(hands, registry):
    made = []

    @clock.each_minute("tests.broken")
    def broken(until):
        raise ValueError

    clock.each_minute("tests.note")(made.append)
    assert clock.tick(worker="a") == 1
    assert made == [NOON]


@pytest.mark.django_db
def test_while_one_worker_runs_it_no_other_does(hands, calls):
    clock.tick(worker="a")
    hands.on(minutes=1)
    Tick.objects.update(lease="a", leased_until=hands.now + clock.LEASE)
    assert clock.tick(worker="b") == 0
    # "a" died without a word, and its lease ends.
    hands.on(minutes=3)
    assert clock.tick(worker="b") == 1
    assert calls[1] == (NOON, NOON + 4 * MINUTE)


@pytest.mark.django_db
def test_a_second_round_in_the_same_minute_is_one_query(hands, calls, django_assert_num_queries):
    clock.tick(worker="a")
    with django_assert_num_queries(1):
        assert clock.tick(worker="a") == 0


def test_a_name_is_registered_once(registry):
    clock.each_minute("tests.note")(print)
    with pytest.raises(ValueError, match="twice"):
        clock.each_minute("tests.note")(repr)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share no database in memory")
def test_of_many_workers_exactly_one_runs_a_minute(hands, calls):
    start = Barrier(4)

    def work(name: str, now: datetime) -> None:
        try:
            start.wait()
            clock.tick(worker=name, now=now)
        finally:
            connection.close()

    for minute in range(5):
        workers = [Thread(target=work, args=(f"w{number}", hands.now)) for number in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert calls == [(NOON + (n - 1) * MINUTE, NOON + n * MINUTE) for n in range(minute + 1)]
        hands.on(minutes=1)
