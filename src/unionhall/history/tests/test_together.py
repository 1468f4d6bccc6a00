"""Several writers at once, which only PostgreSQL has; SQLite lets one transaction write at a time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from unionhall.accounts.models import User
from unionhall.history import anchors
from unionhall.history.actions import act, read_opened, record
from unionhall.history.models import Entry, PersonKey
from unionhall.history.verify import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]


def together(count, function):
    """Call the function in as many threads, which begin at once."""
    barrier = Barrier(count)

    def run(number):
        try:
            barrier.wait()
            return function(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@act
def spread(*chains):
    for chain in chains:
        record(chain, "a", by=None, subject="cases.case:1")


def test_writers_to_the_same_chains_in_any_order_neither_clash_nor_deadlock():
    def write(number):
        chains = ["a", "b", "c", f"own {number}"]
        for _ in range(20):
            spread(*(chains if number % 2 else reversed(chains)))

    together(6, write)
    lengths = Counter(Entry.objects.values_list("chain", flat=True))
    assert lengths == {"a": 120, "b": 120, "c": 120} | {f"own {n}": 20 for n in range(6)}
    assert verify() == []
    with anchors.opened() as view:
        assert {s.chain: (s.length, s.gaps, s.forks) for s in view.standings()} == {
            chain: (length, (), ()) for chain, length in lengths.items()
        }


def test_new_chains_begun_by_several_at_once():
    for name in range(10):
        together(4, lambda number, name=name: spread(f"{name}", f"{name} too"))
    assert Counter(Entry.objects.values_list("chain", flat=True)) == {
        chain: 4 for name in range(10) for chain in (f"{name}", f"{name} too")
    }
    assert verify() == []


def test_a_file_opened_twice_at_the_same_moment_is_one_reading():
    officer = User.objects.create(username="officer", name="周敏")
    for case in range(10):
        together(4, lambda _, case=case: read_opened("a", by=officer, subject=f"cases.case:{case}"))
    assert Entry.objects.count() == 10


def test_a_persons_key_made_by_several_at_once_opens_all_their_facts():
    @act
    def note(number):
        record("a", "a", by=None, subject="x:1", person="p1", personal={"number": number})

    together(6, note)
    assert PersonKey.objects.count() == 1
    assert sorted(entry.personal["number"] for entry in Entry.objects.all()) == list(range(6))
