from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.history.actions import act, erase_person_key, read_opened, record, searched
from unionhall.history.links import GENESIS
from unionhall.history.models import ChainHead, Entry, PersonKey
from unionhall.history.queries import log, reads_of, trail
from unionhall.history.tests.acts import note

pytestmark = pytest.mark.django_db


@act
def refused_after(*notes):
    for kwargs in notes:
        note(**kwargs)
    raise Refused("no")


def verbs(chain="organisation:1"):
    return list(Entry.objects.filter(chain=chain).order_by("number").values_list("verb", flat=True))


def test_an_entry_keeps_what_it_was_told(officer):
    note(
        verb="cases.accepted",
        by=officer,
        by_label="权益保障部",
        on=date(2026, 3, 2),
        facts={"due_on": date(2026, 3, 17)},
    )
    entry = Entry.objects.get()
    assert (entry.chain, entry.number, entry.verb) == ("organisation:1", 1, "cases.accepted")
    assert (entry.subject_type, entry.subject_id) == ("cases.case", "1")
    assert (entry.by, entry.actor, entry.on) == (officer, "权益保障部", date(2026, 3, 2))
    assert (entry.facts, entry.personal, entry.is_read) == ({"due_on": "2026-03-17"}, {}, False)
    assert bytes(entry.previous) == GENESIS


def test_the_day_is_today_unless_told():
    note()
    assert Entry.objects.get().on == clock.today()


def test_the_subject_may_be_a_row_or_a_pair(officer):
    note(subject=officer)
    note(subject=("members.import", 7))
    subjects = list(Entry.objects.order_by("id").values_list("subject_type", "subject_id"))
    assert subjects == [("accounts.user", str(officer.pk)), ("members.import", "7")]


def test_a_row_without_a_key_is_no_subject():
    with pytest.raises(ValueError):
        note(subject=User(username="new"))


def test_entries_of_a_chain_are_numbered_and_linked():
    note(verb="a")
    note(verb="b")
    note(chain="organisation:2", verb="c")
    first, second = Entry.objects.filter(chain="organisation:1").order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert bytes(second.previous) == bytes(first.hash)
    heads = {h.chain: (h.length, bytes(h.head)) for h in ChainHead.objects.all()}
    other = Entry.objects.get(chain="organisation:2")
    assert heads == {
        "organisation:1": (2, bytes(second.hash)),
        "organisation:2": (1, bytes(other.hash)),
    }


def test_recording_outside_an_act_is_an_error():
    with pytest.raises(RuntimeError):
        record("organisation:1", "a", by=None, subject="cases.case:1")


@pytest.mark.parametrize("chain", ["", "x" * 81])
def test_a_chain_without_a_proper_name_is_an_error(chain):
    with pytest.raises(ValueError):
        note(chain=chain)


def test_facts_that_are_not_plain_are_an_error():
    with pytest.raises(TypeError):
        note(facts={"user": object()})
    with pytest.raises(ValueError):
        note(facts={"share": float("nan")})


def test_personal_facts_without_a_person_are_an_error():
    with pytest.raises(ValueError):
        note(personal={"phone": "1"})


def test_only_plain_functions_can_be_acts():
    def generator():
        yield

    async def coroutine():
        pass

    for function in (generator, coroutine):
        with pytest.raises(TypeError):
            act(function)
    assert note.is_act is True


def test_an_inner_act_joins_the_outer_one():
    @act
    def outer():
        note(verb="inner")
        seen.extend(verbs())
        record("organisation:1", "outer", by=None, subject="cases.case:1")

    seen = []
    outer()
    assert (seen, verbs()) == ([], ["inner", "outer"])


def test_entries_go_to_several_chains_in_one_act():
    @act
    def outer():
        for chain in ("b", "a", "b"):
            record(chain, "x", by=None, subject="cases.case:1")

    outer()
    assert list(Entry.objects.order_by("id").values_list("chain", "number")) == [
        ("a", 1), ("b", 1), ("b", 2),
    ]  # fmt: skip


def test_all_entries_of_an_act_share_one_moment():
    @act
    def outer():
        note()
        note()

    outer()
    assert len(set(Entry.objects.values_list("at", flat=True))) == 1


def test_a_refused_act_leaves_no_entry():
    with pytest.raises(Refused):
        refused_after({"verb": "a"})
    assert (verbs(), ChainHead.objects.count()) == ([], 0)
    note(verb="b")
    assert verbs() == ["b"]


def test_an_inner_act_that_was_refused_and_caught_leaves_no_entry():
    @act
    def outer():
        note(verb="before")
        with pytest.raises(Refused), transaction.atomic():
            refused_after({"verb": "inner"}, {"verb": "inner too"})
        note(verb="after")

    outer()
    assert verbs() == ["before", "after"]


def test_what_was_recorded_in_a_savepoint_that_was_rolled_back_is_not_written():
    def undone():
        record("organisation:1", "undone", by=None, subject="cases.case:1")
        raise Refused("no")

    @act
    def outer():
        with pytest.raises(Refused), transaction.atomic():
            undone()
        with transaction.atomic():
            record("organisation:1", "done", by=None, subject="cases.case:1")

    outer()
    assert verbs() == ["done"]


def test_an_act_that_records_nothing_writes_nothing(django_assert_num_queries):
    @act
    def nothing():
        return 3

    with django_assert_num_queries(2):  # the savepoint of the test
        assert nothing() == 3


# The head is looked up and locked, the entry written, the head moved; PostgreSQL does the last two at once.
WRITTEN_IN = 2 if connection.vendor == "postgresql" else 3


def test_an_act_costs_three_queries_at_most_besides_its_transaction(django_assert_num_queries):
    note()
    with django_assert_num_queries(WRITTEN_IN + 2):
        note()


def test_personal_facts_cost_one_query_more(django_assert_num_queries):
    note(personal={"a": 1}, person="p1")
    with django_assert_num_queries(WRITTEN_IN + 1 + 2):
        note(personal={"a": 1}, person="p1")


def test_personal_facts_are_sealed_and_can_be_read(officer):
    note(personal={"phone": "13800001111"}, person="p1")
    entry = Entry.objects.get()
    assert bytes(entry.sealed).count(b"13800001111") == 0
    assert entry.facts_text == "{}"
    assert (entry.personal, entry.is_erased) == ({"phone": "13800001111"}, False)


def test_each_person_has_a_key_of_their_own():
    note(personal={"a": 1}, person="p1")
    note(personal={"a": 1}, person="p1")
    note(personal={"a": 1}, person="p2")
    assert set(PersonKey.objects.values_list("name", flat=True)) == {"p1", "p2"}


def test_erasing_a_key_makes_that_persons_facts_unreadable_and_no_others():
    note(personal={"a": 1}, person="p1")
    note(personal={"a": 2}, person="p2")
    assert erase_person_key("p1") is True
    first, second = trail("cases.case:1")
    assert (first.personal, first.is_erased) == (None, True)
    assert (second.personal, second.is_erased) == ({"a": 2}, False)
    assert erase_person_key("p1") is False
    assert PersonKey.objects.get(name="p1").sealed is None


def test_after_erasure_no_new_facts_of_that_person_are_kept():
    assert erase_person_key("p1") is True
    note(personal={"a": 1}, person="p1")
    entry = Entry.objects.get()
    assert (entry.sealed, entry.personal) == (None, {})


def test_facts_moved_to_another_person_do_not_open():
    note(personal={"a": 1}, person="p1")
    note(personal={"a": 2}, person="p2")
    entry = Entry.objects.first()
    entry.person = "p2"
    assert entry.personal is None


def test_the_trail_is_oldest_first_and_without_readings(officer):
    note(verb="received")
    note(verb="elsewhere", subject="cases.case:2")
    read_opened("organisation:1", by=officer, subject="cases.case:1")
    note(verb="accepted", by=officer)
    assert [entry.verb for entry in trail("cases.case:1")] == ["received", "accepted"]
    with_reads = trail("cases.case:1", reads=True)
    assert [entry.verb for entry in with_reads] == ["received", "opened", "accepted"]


def test_a_trail_costs_two_queries_at_most(officer, django_assert_num_queries):
    for name in "abc":
        note(by=officer, personal={"x": name}, person=name)
    with django_assert_num_queries(2):
        assert [(e.personal["x"], e.actor) for e in trail("cases.case:1")] == [
            ("a", "周敏"), ("b", "周敏"), ("c", "周敏"),
        ]  # fmt: skip


def test_a_log_is_latest_first_and_pages():
    for verb in "abcd":
        note(verb=verb)
    assert [entry.verb for entry in log("organisation:1", limit=2)] == ["d", "c"]
    assert [entry.verb for entry in log("organisation:1", before=3)] == ["b", "a"]


def test_a_log_can_show_reads_or_acts_alone(officer):
    note(verb="a")
    read_opened("organisation:1", by=officer, subject="cases.case:1")
    assert [entry.verb for entry in log("organisation:1", reads=True)] == ["opened"]
    assert [entry.verb for entry in log("organisation:1", reads=False)] == ["a"]


@pytest.fixture
def moment(monkeypatch):
    """Now, which a test may move on."""

    class Moment:
        at = clock.now()

    monkeypatch.setattr(clock, "now", lambda: Moment.at)
    return Moment


def test_a_file_opened_again_within_ten_minutes_is_one_reading(officer, moment):
    read_opened("organisation:1", by=officer, subject="cases.case:1", person="p1")
    moment.at += timedelta(minutes=9, seconds=59)
    read_opened("organisation:1", by=officer, subject="cases.case:1", person="p1")
    assert verbs() == ["opened"]
    moment.at += timedelta(seconds=1)
    read_opened("organisation:1", by=officer, subject="cases.case:1", person="p1")
    assert verbs() == ["opened", "opened"]


def test_another_officer_or_file_is_another_reading(officer):
    other = User.objects.create(username="other", name="吴")
    read_opened("organisation:1", by=officer, subject="cases.case:1")
    read_opened("organisation:1", by=other, subject="cases.case:1")
    read_opened("organisation:1", by=officer, subject="cases.case:2")
    assert verbs() == ["opened"] * 3


def test_a_file_opened_again_costs_one_query(officer, django_assert_num_queries):
    read_opened("organisation:1", by=officer, subject="cases.case:1")
    with django_assert_num_queries(1):
        read_opened("organisation:1", by=officer, subject="cases.case:1")


def test_an_opening_with_a_reason_is_always_recorded(officer):
    for _ in range(2):
        read_opened(
            "organisation:1", by=officer, subject="members.person:1", person="p1",
            why="核对李四的证件", verb="members.id_revealed",
        )  # fmt: skip
    assert [(e.verb, e.facts, e.personal) for e in reads_of("p1")] == [
        ("members.id_revealed", {}, {"why": "核对李四的证件"})
    ] * 2


def test_a_reason_about_nobody_is_a_plain_fact(officer):
    read_opened("organisation:1", by=officer, subject="cases.case:1", why="audit")
    assert Entry.objects.get().facts == {"why": "audit"}


def test_who_looked_at_a_persons_files(officer):
    read_opened("organisation:1", by=officer, subject="members.person:1", person="p1")
    read_opened("organisation:2", by=officer, subject="cases.case:1", person="p1")
    read_opened("organisation:1", by=officer, subject="members.person:2", person="p2")
    note(person="p1", personal={"a": 1})
    assert [(e.subject_type, e.actor) for e in reads_of("p1")] == [
        ("cases.case", "周敏"), ("members.person", "周敏"),
    ]  # fmt: skip
    assert reads_of("") == []


def test_each_search_is_an_entry_whose_text_is_sealed(officer, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 2))
    searched("organisation:1", by=officer, what="members", text="张三", found=4)
    searched("organisation:1", by=officer, what="members", text="张三", found=4)
    entries = log("organisation:1")
    assert [(e.verb, e.subject_type, e.facts, e.personal) for e in entries] == [
        ("searched", "members", {"found": 4}, {"text": "张三"})
    ] * 2
    assert all("张三".encode() not in bytes(entry.sealed) for entry in entries)
    assert erase_person_key("searches:2026-03") is True
    assert [entry.personal for entry in log("organisation:1")] == [None, None]


def test_a_search_without_text_needs_no_key(officer):
    searched("organisation:1", by=officer, what="cases")
    entry = Entry.objects.get()
    assert (entry.person, entry.facts, entry.sealed) == ("", {}, None)


def test_reading_inside_an_act_is_written_with_it(officer):
    @act
    def outer():
        read_opened("organisation:1", by=officer, subject="cases.case:1")
        read_opened("organisation:1", by=officer, subject="cases.case:1")
        note(verb="accepted")

    outer()
    assert verbs() == ["opened", "accepted"]
