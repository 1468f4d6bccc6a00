import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from unionhall.history import anchors
from unionhall.history.links import GENESIS
from unionhall.history.standings import Span, Standing


def head(length):
    return length.to_bytes(32, "big")


def span(chain, start, end):
    return Span(chain, start, head(start), end, head(end))


def standings():
    with anchors.opened() as view:
        assert view.damaged == []
        return list(view.standings())


@pytest.fixture
def place(apart, settings):
    return settings.UNIONHALL_ANCHORS


def test_nothing_is_anchored_at_first(place):
    with anchors.opened() as view:
        assert (view.is_empty, list(view.standings()), view.damaged) == (True, [], [])


def test_what_is_written_can_be_read(place):
    anchors.write([span("b", 0, 2), span("a", 0, 1)])
    anchors.write([span("b", 2, 3)])
    assert standings() == [Standing("a", 1, head(1)), Standing("b", 3, head(3))]


def test_folding_changes_nothing_that_is_read(place):
    gap = span("organisation:中 \t", 5, 9)
    spans = [span("a", 0, 1), gap, span("b", 0, 4), Span("b", 2, GENESIS, 3, GENESIS)]
    anchors.write(spans)
    before = standings()
    assert len(before[1].forks) == 1
    assert len(before[2].gaps) == 1
    assert anchors.fold() is True
    assert (standings(), sorted(p.name for p in place.iterdir())) == (before, ["base", "lock"])


def test_a_folded_chain_grows_on(place):
    anchors.write([span("a", 0, 1), span("c", 0, 1)])
    anchors.fold()
    anchors.write([span("a", 1, 2), span("b", 0, 1)])
    expected = [Standing("a", 2, head(2)), Standing("b", 1, head(1)), Standing("c", 1, head(1))]
    assert standings() == expected
    anchors.fold()
    assert standings() == expected


def test_an_anchor_that_comes_after_the_fold_still_fills_its_gap(place):
    anchors.write([span("a", 0, 1), span("a", 2, 3)])
    anchors.fold()
    anchors.write([span("a", 1, 2)])
    assert standings() == [Standing("a", 3, head(3))]


def test_a_small_journal_is_left_alone_and_a_large_one_folded(place, monkeypatch):
    anchors.write([span("a", 0, 1)])
    assert anchors.tend() is False
    monkeypatch.setattr(anchors, "FOLD_AT", 100)
    assert anchors.tend() is True
    assert anchors.tend() is False


def test_the_base_is_for_its_owner_only(place):
    anchors.write([span("a", 0, 1)])
    anchors.fold()
    anchors.write([span("a", 1, 2)])
    assert {p.name: p.stat().st_mode & 0o077 for p in place.iterdir() if p.name != "lock"} == {
        "base": 0, "journal": 0,
    }  # fmt: skip


def test_a_torn_line_is_passed_over_and_spoils_no_other(place):
    anchors.write([span("a", 0, 1)])
    whole = (place / "journal").read_bytes()
    for cut in range(1, len(whole) - 1):
        (place / "journal").write_bytes(whole + whole[:cut])
        anchors.write([span("a", 1, 2)])
        assert standings() == [Standing("a", 2, head(2))]


def test_an_altered_line_is_named(place):
    anchors.write([span("a", 0, 9)])
    text = (place / "journal").read_text().replace('"a",0', '"a",1')
    (place / "journal").write_text(text)
    with anchors.opened() as view:
        assert (view.damaged, list(view.standings())) == (["journal line 2"], [])


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:2], lines[3], lines[2]],
        lambda lines: [*lines[:-1], lines[-1].replace("1", "2")],
        lambda lines: [lines[0], "7", *lines[2:]],
        lambda lines: lines[1:],
        lambda lines: ["\udcff", *lines[1:]],
        lambda lines: [],
    ],
)
def test_an_altered_base_is_named(place, change):
    anchors.write([span("a", 0, 1), span("b", 0, 1)])
    anchors.fold()
    lines = (place / "base").read_text().splitlines()
    text = "".join(f"{line}\n" for line in change(lines))
    (place / "base").write_bytes(text.encode(errors="surrogateescape"))
    with anchors.opened() as view:
        assert view.damaged == ["base"]


def test_damaged_anchors_are_never_folded_away(place):
    anchors.write([span("a", 0, 1)])
    anchors.fold()
    (place / "base").write_text("altered")
    with pytest.raises(anchors.Damaged):
        anchors.fold()
    assert (place / "base").read_text() == "altered"


def test_a_damaged_journal_is_never_folded_away(place):
    anchors.write([span("a", 0, 1)])
    (place / "journal").write_text((place / "journal").read_text().replace('"a"', '"b"'))
    for _ in range(2):
        with pytest.raises(anchors.Damaged):
            anchors.fold()
        with anchors.opened() as view:
            assert view.damaged == ["journal-1 line 2"]


@pytest.mark.parametrize("crash", ["_write_base", "unlink"])
def test_a_fold_that_crashed_is_finished_by_the_next(place, monkeypatch, crash):
    anchors.write([span("a", 0, 1)])
    anchors.fold()
    anchors.write([span("a", 1, 2)])

    def crashed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if crash == "unlink":
            patch.setattr(type(place / "journal-2"), "unlink", lambda path: (
                crashed() if path.name == "journal-2" else os.unlink(path)
            ))  # fmt: skip
        else:
            patch.setattr(anchors, crash, crashed)
        with pytest.raises(KeyboardInterrupt):
            anchors.fold()
    assert (place / "journal-2").exists()
    anchors.write([span("a", 2, 3)])
    assert standings() == [Standing("a", 3, head(3))]
    anchors.fold()
    anchors.fold()
    assert standings() == [Standing("a", 3, head(3))]
    assert sorted(p.name for p in place.iterdir()) == ["base", "lock"]


def test_only_one_process_folds(place):
    anchors.write([span("a", 0, 1)])
    with anchors._locked(place, anchors.LOCK_EX) as mine:
        assert mine is True
        assert anchors.fold() is False


def test_many_threads_write_while_others_fold(place):
    def write(chain):
        for length in range(40):
            anchors.write([span(chain, length, length + 1)])

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write, f"chain {n}") for n in range(4)]
        while not all(writer.done() for writer in writers):
            anchors.fold()
            standings()
    anchors.fold()
    assert standings() == [Standing(f"chain {n}", 40, head(40)) for n in range(4)]


WRITER = """
import os, sys, pathlib, django.conf
django.conf.settings.configure(
    UNIONHALL_KEYS=pathlib.Path(sys.argv[1]), UNIONHALL_ANCHORS=pathlib.Path(sys.argv[2])
)
from unionhall.history import anchors
from unionhall.history.standings import Span
head = lambda n: n.to_bytes(32, "big")
for n in range(200):
    anchors.write([Span(sys.argv[3], n, head(n), n + 1, head(n + 1))])
    if n % 20 == 0:
        anchors.fold()
"""


def test_several_processes_write_and_fold(place, settings):
    anchors.write([span("mine", 0, 1)])
    others = [
        subprocess.Popen([sys.executable, "-c", WRITER, settings.UNIONHALL_KEYS, place, name])
        for name in ("one", "two", "three")
    ]
    assert [other.wait() for other in others] == [0, 0, 0]
    assert [(s.chain, s.length, s.gaps, s.forks) for s in standings()] == [
        ("mine", 1, (), ()), ("one", 200, (), ()), ("three", 200, (), ()), ("two", 200, (), ()),
    ]  # fmt: skip


def test_a_copy_elsewhere_can_be_read(place, tmp_path):
    anchors.write([span("a", 0, 1)])
    anchors.fold()
    anchors.write([span("a", 1, 2)])
    copy = tmp_path / "copy"
    place.rename(copy)
    with anchors.opened(copy) as view:
        assert list(view.standings()) == [Standing("a", 2, head(2))]


def test_trouble_with_the_files_is_told(place, settings):
    assert anchors.trouble() == ""
    (place / "journal").unlink()
    (place / "journal").mkdir()
    assert anchors.trouble() == "anchors cannot be written: Is a directory"
