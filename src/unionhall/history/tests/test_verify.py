import gc
import shutil
import tracemalloc
from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.history import anchors, scan, triggers
from unionhall.history.actions import act, erase_person_key, read_opened, record, searched
from unionhall.history.anchoring import anchor_all
from unionhall.history.models import ChainHead, Entry
from unionhall.history.standings import Standing
from unionhall.history.verify import Finding, Verification, _Chain, verify

pytestmark = pytest.mark.django_db
CHAIN = "organisation:1"

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


def found():
    return [(f.kind, f.chain, f.number, f.until) for f in verify()]


def one(kind, number, until=None, chain=CHAIN):
    return kind, chain, number, until or number


@pytest.fixture
def three_chains(write):
    for chain in ("cases", CHAIN, "者"):
        write(chain)


def test_an_empty_history_is_in_order():
    assert verify() == []


def test_an_untouched_history_is_in_order(write, officer, django_capture_on_commit_callbacks):
    write(CHAIN, facts={"due_on": date(2026, 3, 2), "text": '引号"\\ \u2028\0'}, by=officer)
    write("中", "ab", personal={"phone": "1"}, person="p1", by_label="主席", on=date(1999, 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        read_opened(CHAIN, by=officer, subject=officer, person="p1")
        searched(CHAIN, by=officer, what="members", text="张")
    walk = Verification()
    assert (list(walk), walk.entries, walk.chains) == ([], 9, 2)


def test_it_stays_in_order_when_a_persons_key_is_destroyed(write):
    write(personal={"phone": "1"}, person="p1")
    erase_person_key("p1")
    assert verify() == []


def test_it_stays_in_order_when_the_anchors_are_folded(three_chains):
    anchors.fold()
    assert verify() == []


def test_pages_leave_nothing_out(three_chains, tamper, monkeypatch):
    for size in range(1, 8):
        monkeypatch.setattr(scan, "PAGE", size)
        walk = Verification()
        assert (list(walk), walk.entries, walk.chains) == ([], 15, 3)
    tamper("UPDATE history_entry SET verb = 'x' WHERE number = 5")
    for size in range(1, 8):
        monkeypatch.setattr(scan, "PAGE", size)
        assert found() == [one("altered", 5, chain=c) for c in ("cases", CHAIN, "者")]


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'refused'",
        "facts = '{\"days\":9}'",
        "facts = '{} '",
        "subject_type = 'cases.other'",
        "subject_id = '2'",
        "by_id = (SELECT id FROM accounts_user)",
        "by_label = '主席'",
        "at = '2020-01-01 00:00:00'",
        "\"on\" = '2020-01-01'",
        "is_read = TRUE",
        "person = 'p1'",
        "personal = previous",
        "previous = hash",
        "hash = previous",
        "chain = chain || ''  , verb = verb || ' '",
    ],
)
def test_an_altered_column_is_named(write, tamper, officer, change):
    write()
    tamper(f"UPDATE history_entry SET {change} WHERE number = 3")
    assert found() == [one("altered", 3)]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_the_altered_row_is_named_wherever_it_stands(write, tamper, number):
    write()
    tamper(f"UPDATE history_entry SET verb = 'x' WHERE number = {number}")
    assert found() == [one("altered", number)]


def test_every_altered_row_is_named(write, tamper):
    write()
    tamper("UPDATE history_entry SET verb = 'x' WHERE number IN (2, 3, 5)")
    assert found() == [one("altered", 2), one("altered", 3), one("altered", 5)]


def test_a_hash_made_without_the_key_does_not_hold(write, tamper, settings, tmp_path):
    write()
    ours = settings.UNIONHALL_KEYS
    settings.UNIONHALL_KEYS = tmp_path / "their own"
    row = scan.row(CHAIN, 3)
    assert row.is_genuine() is False
    forged = scan.link(row._content()._replace(verb="x"), row.previous)
    settings.UNIONHALL_KEYS = ours
    as_sql = f"'\\x{forged.hex()}'" if connection.vendor == "postgresql" else f"x'{forged.hex()}'"
    tamper(f"UPDATE history_entry SET verb = 'x', hash = {as_sql} WHERE number = 3")
    assert found() == [one("altered", 3)]


def test_a_sealed_fact_exchanged_for_another_is_named(write, tamper):
    write(verbs="ab", personal={"a": 1}, person="p1")
    tamper(
        "UPDATE history_entry SET personal = (SELECT personal FROM history_entry WHERE number = 2) "
        "WHERE number = 1"
    )
    assert found() == [one("altered", 1)]


def test_a_row_missing_in_the_middle_is_named(write, tamper):
    write()
    tamper("DELETE FROM history_entry WHERE number = 3")
    assert found() == [one("missing", 3)]


def test_rows_missing_at_the_beginning_are_named(write, tamper):
    write()
    tamper("DELETE FROM history_entry WHERE number <= 2")
    assert found() == [one("missing", 1, 2)]


def test_a_hole_closed_by_renumbering_is_named(write, tamper):
    write()
    tamper(
        "DELETE FROM history_entry WHERE number = 3",
        "UPDATE history_entry SET number = 3 WHERE number = 4",
        "UPDATE history_entry SET number = 4 WHERE number = 5",
        "UPDATE history_chainhead SET length = 4",
    )
    assert found() == [one("altered", 3), one("altered", 4), one("cut_off", 5)]


def test_an_end_cut_off_is_named(write, tamper):
    write()
    tamper("DELETE FROM history_entry WHERE number >= 4")
    assert found() == [one("cut_off", 4, 5)]


def cut(to, chain=CHAIN):
    """Cuts a chain's end off and sets its head back, as if the rest had never been."""
    return (
        f"DELETE FROM history_entry WHERE number > {to} AND chain = '{chain}'",
        f"UPDATE history_chainhead SET length = {to}, head = (SELECT hash FROM history_entry "
        f"WHERE number = {to} AND chain = '{chain}') WHERE chain = '{chain}'",
    )


def test_an_end_cut_off_with_the_head_set_back_is_named(write, tamper):
    write()
    tamper(*cut(3))
    assert found() == [one("cut_off", 4, 5)]


def test_a_chain_cut_back_and_continued_is_named_even_when_it_is_longer_again(write, tamper):
    write()
    tamper(*cut(3))
    write(verbs="xy")
    assert found() == [
        one("rolled_back", 5),
        one("rolled_back", 4),
        one("rolled_back", 5),
    ]
    write(verbs="zzzz")
    anchors.fold()
    kinds = {f.kind for f in verify()}
    assert kinds == {"rolled_back"}


def test_a_whole_chain_deleted_is_named(three_chains, tamper):
    tamper(
        f"DELETE FROM history_entry WHERE chain = '{CHAIN}'",
        f"DELETE FROM history_chainhead WHERE chain = '{CHAIN}'",
    )
    assert found() == [one("cut_off", 1, 5)]


@pytest.mark.parametrize("chain", ["cases", CHAIN, "者"])
def test_all_rows_of_a_chain_deleted_are_named(three_chains, tamper, chain):
    tamper(f"DELETE FROM history_entry WHERE chain = '{chain}'")
    assert found() == [one("cut_off", 1, 5, chain)]


def test_everything_deleted_is_named(three_chains, tamper):
    tamper("DELETE FROM history_entry", "DELETE FROM history_chainhead")
    assert found() == [one("cut_off", 1, 5, c) for c in ("cases", CHAIN, "者")]


def test_a_head_deleted_is_named(three_chains, tamper):
    tamper(f"DELETE FROM history_chainhead WHERE chain = '{CHAIN}'")
    assert found() == [("head", CHAIN, 0, 0)]


def test_an_old_head_put_back_is_named(write, tamper):
    write()
    tamper(
        "UPDATE history_chainhead SET length = 3, "
        "head = (SELECT hash FROM history_entry WHERE number = 3)"
    )
    assert found() == [one("head", 3)]


def test_an_altered_head_is_named(write, tamper):
    write()
    tamper("UPDATE history_chainhead SET head = (SELECT hash FROM history_entry WHERE number = 3)")
    assert found() == [one("head", 5)]


def test_a_chain_that_went_on_from_an_altered_head_is_named(write, tamper):
    write()
    tamper("UPDATE history_chainhead SET head = (SELECT hash FROM history_entry WHERE number = 3)")
    write(verbs="f")
    assert found() == [one("misplaced", 6), one("rolled_back", 6)]


COLUMNS = (
    'verb, subject_type, subject_id, by_id, by_label, at, "on", is_read, person, facts, personal, '
    "previous, hash"
)


def copied(number, to, chain=CHAIN):
    return (
        f"INSERT INTO history_entry (chain, number, {COLUMNS}) SELECT '{chain}', {to}, {COLUMNS} "
        f"FROM history_entry WHERE number = {number} AND chain = '{CHAIN}'"
    )


def test_a_row_inserted_at_the_end_is_named(write, tamper):
    write()
    tamper(copied(3, 6))
    assert found() == [one("inserted", 6)]


def test_a_row_inserted_at_the_end_with_its_head_is_named(write, tamper):
    write()
    tamper(
        copied(3, 6),
        "UPDATE history_chainhead SET length = 6, "
        "head = (SELECT hash FROM history_entry WHERE number = 6)",
    )
    assert found() == [one("inserted", 6)]


@pytest.mark.parametrize("number", [0, -1])
def test_a_row_inserted_before_the_first_is_named(write, tamper, number):
    write()
    tamper(copied(3, number))
    assert found() == [("inserted", CHAIN, number, number)]


def test_a_row_inserted_far_behind_the_end_is_named(write, tamper):
    write()
    tamper(copied(3, 9))
    assert found() == [one("missing", 6, 8), one("inserted", 9)]


def test_a_row_inserted_in_the_middle_is_named_with_those_it_pushed_on(write, tamper):
    write()
    tamper(
        "UPDATE history_entry SET number = 6 WHERE number = 5",
        "UPDATE history_entry SET number = 5 WHERE number = 4",
        copied(2, 4),
    )
    assert found() == [one("altered", 4), one("altered", 5), one("inserted", 6)]


def test_a_row_copied_to_another_chain_is_named(write, tamper):
    write()
    tamper(copied(1, 1, "organisation:2"))
    assert found() == [
        ("inserted", "organisation:2", 1, 1),
    ]


def test_rows_that_changed_places_are_named(write, tamper):
    write()
    tamper(
        "UPDATE history_entry SET number = 99 WHERE number = 2",
        "UPDATE history_entry SET number = 2 WHERE number = 4",
        "UPDATE history_entry SET number = 4 WHERE number = 99",
    )
    assert found() == [one("altered", 2), one("altered", 4)]


def test_a_chain_that_was_renamed_is_named(write, tamper):
    write(verbs="ab")
    tamper(
        "UPDATE history_entry SET chain = 'organisation:2'",
        "UPDATE history_chainhead SET chain = 'organisation:2'",
    )
    assert found() == [
        one("cut_off", 1, 2),
        one("inserted", 1, chain="organisation:2"),
        one("inserted", 2, chain="organisation:2"),
    ]


def test_an_old_branch_put_back_into_the_chain_is_named(write, tamper):
    write(verbs="abc")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE old AS SELECT * FROM history_entry WHERE number = 3")
    tamper(*cut(2))
    write(verbs="xy")
    tamper(
        "DELETE FROM history_entry WHERE number = 3", "INSERT INTO history_entry SELECT * FROM old"
    )
    assert found() == [one("misplaced", 4), one("rolled_back", 3), one("rolled_back", 4)]


def test_a_dropped_trigger_is_named(write):
    write()
    on = " ON history_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER history_entry_no_update{on}")
    assert [f.kind for f in verify()] == ["trigger"]
    assert verify()[0].detail.count("history_entry_no_update") == 1


def test_a_chain_longer_than_its_anchor_is_in_order(write):
    write()
    note_unanchored()
    assert verify() == []
    write(verbs="fg")
    assert verify() == []


@act
def note_unanchored(chain=CHAIN):
    record(chain, "unanchored", by=None, subject="cases.case:1")


def test_a_row_whose_anchor_was_lost_is_checked_all_the_same(write, tamper):
    write(verbs="a")
    note_unanchored()
    note_unanchored()
    write(verbs="b")
    tamper("UPDATE history_entry SET verb = 'x' WHERE number = 3")
    assert found() == [one("altered", 3)]


def test_an_end_whose_anchor_was_lost_is_missed_by_the_head(write, tamper):
    write()
    note_unanchored()
    tamper("DELETE FROM history_entry WHERE number = 6")
    assert found() == [one("cut_off", 6)]


def test_a_new_chain_without_an_anchor_is_in_order(write):
    write()
    note_unanchored("organisation:2")
    assert verify() == []


def test_no_anchor_at_all_is_named(write, settings):
    write()
    shutil.rmtree(settings.UNIONHALL_ANCHORS)
    assert found() == [("anchors", "", None, None)]


def test_altered_anchors_are_named(write, settings):
    write()
    journal = settings.UNIONHALL_ANCHORS / "journal"
    journal.write_text(journal.read_text().replace(f'"{CHAIN}",4', f'"{CHAIN}",3'))
    assert found() == [("anchors", "", None, None)]


def test_anchors_kept_elsewhere_find_what_ours_no_longer_show(write, tamper, settings, tmp_path):
    write()
    ours, kept = settings.UNIONHALL_ANCHORS, tmp_path / "kept"
    shutil.copytree(ours, kept)
    lines = (ours / "journal").read_text().splitlines(keepends=True)
    (ours / "journal").write_text("".join(lines[:-3]))
    tamper(*cut(3))
    assert verify() == []
    assert [(f.kind, f.number, f.until) for f in verify(kept)] == [("cut_off", 4, 5)]


def test_anchors_made_anew_hold_from_then_on(write, tamper, settings):
    write()
    write("organisation:2", "ab")
    shutil.rmtree(settings.UNIONHALL_ANCHORS)
    assert anchor_all() == (2, [])
    assert verify() == []
    assert anchor_all() == (0, [])
    tamper(*cut(3))
    assert found() == [one("cut_off", 4, 5)]


def test_a_chain_that_does_not_verify_is_not_anchored_anew(write, tamper, settings):
    write()
    write("organisation:2", "ab")
    write("organisation:3", "ab")
    shutil.rmtree(settings.UNIONHALL_ANCHORS)
    tamper(
        f"UPDATE history_entry SET verb = 'x' WHERE number = 5 AND chain = '{CHAIN}'",
        "DELETE FROM history_entry WHERE number = 2 AND chain = 'organisation:2'",
    )
    assert anchor_all() == (1, [CHAIN, "organisation:2"])


def test_an_anchor_that_was_behind_is_brought_up(write):
    write()
    note_unanchored()
    assert anchor_all() == (1, [])
    with anchors.opened() as view:
        assert [(s.length, s.gaps, s.forks) for s in view.standings()] == [(6, (), ())]


def test_a_chain_cut_back_below_its_anchor_is_not_anchored_anew(write, tamper):
    write()
    tamper(*cut(3))
    for _ in range(3):
        note_unanchored()
    assert anchor_all() == (0, [CHAIN])


def test_entries_written_during_the_walk_are_no_finding(write, monkeypatch):
    write()
    write("organisation:0", "a")
    monkeypatch.setattr(scan, "PAGE", 2)
    read = scan._query

    def meanwhile(sql, values):
        answer = read(sql, values)
        note_unanchored()
        note_unanchored("organisation:0")
        note_unanchored(f"organisation:{Entry.objects.count()}")
        return answer

    findings = []
    for finding in Verification():
        findings.append(finding)
        monkeypatch.setattr(scan, "_query", meanwhile)
    walk = iter(Verification())
    monkeypatch.setattr(scan, "_query", limited(meanwhile, read, 40))
    assert (findings, list(walk)) == ([], [])


def limited(function, otherwise, times):
    """The function for its first calls, something else after, so that a walk ends."""
    calls = iter(range(times))
    return lambda *args: function(*args) if next(calls, None) is not None else otherwise(*args)


@on_sqlite
@pytest.mark.parametrize(
    "change",
    [
        "at = 'yesterday'",
        "at = 3",
        "\"on\" = x'00'",
        "facts = CAST(x'ff' AS TEXT)",
        "verb = x'ff'",
        "by_label = 7.5",
        "hash = 'text'",
        "previous = 7",
        "personal = 'text'",
        "is_read = 'no'",
    ],
)
def test_values_no_reader_expects_are_named(write, tamper, change):
    write(verbs="abc")
    tamper(f"UPDATE history_entry SET {change} WHERE number = 2")
    assert found() == [one("altered", 2)]


@on_sqlite
def test_a_number_that_is_none_is_named(write, tamper):
    write(verbs="abc")
    tamper("UPDATE history_entry SET number = 'two' WHERE number = 2")
    assert found() == [one("missing", 2), ("inserted", CHAIN, None, None)]


@on_sqlite
def test_a_chain_whose_name_is_bytes_is_named(write, tamper):
    write(verbs="abc")
    tamper("UPDATE history_entry SET chain = x'00ff' WHERE number = 3")
    assert [f.kind for f in verify()] == ["cut_off", "missing", "inserted"]


def test_a_row_with_the_number_of_another_is_named(write):
    write(verbs="abc")
    rows = [row for _, row in scan.rows(None, None)]
    check = _Chain(CHAIN, Standing(CHAIN), scan.head(CHAIN))
    assert [(f.kind, f.number) for f in check.findings([*rows[:2], rows[1], rows[2]])] == [
        ("inserted", 2)
    ]


MOVES = st.sampled_from(
    [
        "UPDATE history_entry SET verb = 'forged' WHERE number = {n}",
        "UPDATE history_entry SET facts = '[]' WHERE number >= {n}",
        "UPDATE history_entry SET hash = previous WHERE number = {n}",
        "UPDATE history_entry SET number = number + 100 WHERE number = {n}",
        "DELETE FROM history_entry WHERE number = {n}",
        "DELETE FROM history_entry WHERE number >= {n}",
        "DELETE FROM history_entry WHERE number <= {n}",
        "UPDATE history_chainhead SET length = {n} - 1",
        copied(1, "1000 + {n}"),
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(MOVES, st.integers(1, 8)), min_size=1, max_size=3))
def test_no_tampering_goes_unnoticed(write, tamper, moves):
    with transaction.atomic():
        if not Entry.objects.exists():
            write(verbs="abcdefgh")
        before = snapshot()
        for sql, number in moves:
            # Where a constraint is quicker, nothing was tampered with.
            with suppress(IntegrityError), transaction.atomic():
                tamper(sql.format(n=number))
        changed = snapshot() != before
        assert bool(verify()) == changed
        transaction.set_rollback(True)
    shutil.rmtree(anchors._place())


def snapshot():
    return list(Entry.objects.order_by("id").values_list()), list(ChainHead.objects.values_list())


def test_memory_does_not_grow_with_the_history(db, monkeypatch):
    @act
    def many(count):
        for number in range(count):
            record(f"organisation:{number % 3}", "a", by=None, subject="cases.case:1")

    def walk():
        gc.collect()  # what earlier tests left behind would be counted with it
        tracemalloc.start()
        assert [f.kind for f in Verification()] == ["anchors"]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def peak():
        # The first walk fills caches; whatever else a busy process does only ever adds.
        return min(walk() for _ in range(4))

    monkeypatch.setattr(scan, "PAGE", 50)
    many(1500)
    small = peak()
    many(6000)
    # Five times the rows: what is kept of each would show as five times the memory.
    assert peak() < small * 1.5


def test_a_finding_reads_as_a_sentence():
    assert str(Finding("altered", "c", 3, 3, "It was altered.")) == "c 3: It was altered."
    assert str(Finding("cut_off", "c", 3, 5, "It is gone.")) == "c 3–5: It is gone."
    assert str(Finding("anchors", detail="None.")) == "None."


def test_every_guarded_table_is_known():
    assert {"history_entry", "history_chainhead"} <= triggers._guards.keys()
