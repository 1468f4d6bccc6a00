"""The kept rows of an import brought into the register, batch after batch, in one transaction."""

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.exchange import store
from unionhall.exchange.bulk import Behind, copy_in
from unionhall.exchange.checking import Row, Taking
from unionhall.exchange.choices import Choices, to_add, to_change
from unionhall.exchange.kinds import (
    CHANGES,
    FATES,
    KINDS,
    Added,
    Addition,
    Change,
    Changed,
    Fate,
    Run,
    batches,
)
from unionhall.exchange.models import Import, Line

AT_ONCE = 5000  # rows added together


class Stale(Refused):
    """The register has changed since the rows were checked."""


def stale() -> Stale:
    """What to say when it has."""
    return Stale(
        _("The register has changed since these rows were checked. Nothing was added."),
        instead=_("Look at the new preview and apply it."),
    )


class Done(NamedTuple):
    """How many rows were added and how many changed something, and the digest over all their lines."""

    added: int
    changed: int
    digest: bytes


def bring(importing: Import) -> Done:
    """Do what the officer chose of the kept rows."""
    whole = hashlib.sha256()
    added = _add_all(importing, whole)
    changed = 0
    for batch, change in _changes(importing):
        lines = change.make()
        change.write()
        write_changes(importing, [row for row, _fields in batch], lines)
        whole.update(b"".join(line.digest for line in lines))
        changed += len(batch)
        store.tell(importing.uid, added + changed, importing.rows)
    return Done(added, changed, whole.digest())


def _changes(importing: Import) -> Iterator[tuple[list[tuple[Row, list[str]]], Change]]:
    """The rows that change something in batches; each still stands as it was previewed."""
    kind = KINDS[importing.kind]
    for batch in batches(to_change(importing), AT_ONCE):
        run = kind.run(importing.organisation_id, importing.on)
        fates = run.match([row.record for row, _fields in batch])
        if any(fate.told != row.told for fate, (row, _fields) in zip(fates, batch, strict=True)):
            raise stale()
        told = [(row.record, row.told, fields) for row, fields in batch]
        yield batch, kind.change(told, importing.on)


def _add_all(importing: Import, whole) -> int:
    added = 0
    with Behind() as behind:
        unmoved = behind.do(KINDS[importing.kind].mark).result() == importing.seen_at
        coming = _additions(importing, unmoved)
        fetched = behind.do(lambda: next(coming, None))
        while (found := fetched.result()) is not None:
            batch, addition = found
            fetched = behind.do(lambda: next(coming, None))
            lines = addition.make()
            behind.do(addition.write)
            behind.do(partial(_write_lines, importing, batch, lines))
            whole.update(b"".join(line.digest for line in lines))
            added += len(batch)
            store.tell(importing.uid, added, importing.rows)
    return added


class AtOnce(Taking):
    """Adds rows as they are checked: they are looked up one batch ahead, so that while one batch is being
    stored the next are judged and made.
    """

    def __init__(self, importing: Import, behind: Behind):
        self.importing, self.behind, self.kind = importing, behind, KINDS[importing.kind]
        self.choices = Choices.of(importing)
        self.additions: deque[Addition | None] = deque()
        self.added, self.changed, self.whole = 0, 0, hashlib.sha256()

    def match(self, run: Run, records: list[tuple]) -> Future:
        return self.behind.do(partial(self._matched, run, records))

    def _matched(self, run: Run, records: list[tuple]) -> list[Fate]:
        fates = run.match(records)
        pairs = [pair for pair in zip(records, fates, strict=True) if pair[1].acts]
        pairs.sort(key=lambda pair: FATES.index(pair[1].fate))
        rows = [(record, fate.told) for record, fate in pairs]
        place, on = self.importing.organisation_id, self.importing.on
        self.additions.append(self.kind.addition(place, rows, on) if rows else None)
        return fates

    def take(self, by_fate: dict[str, list[Row]]) -> None:
        batch = [row for fate in FATES for row in by_fate.get(fate, []) if row.acts]
        if addition := self.additions.popleft():
            lines = addition.make()
            self.behind.do(addition.write)
            self.behind.do(partial(_write_lines, self.importing, batch, lines))
            self.whole.update(b"".join(line.digest for line in lines))
            self.added += len(batch)
        if changes := list(self.choices.changing(self.kind, by_fate.get(CHANGES, []))):
            told = [(row.record, row.told, fields) for row, fields in changes]
            change = self.behind.do(lambda: self.kind.change(told, self.importing.on)).result()
            made = change.make()
            self.behind.do(change.write)
            took = [row for row, _fields in changes]
            self.behind.do(partial(write_changes, self.importing, took, made))
            self.whole.update(b"".join(line.digest for line in made))
            self.changed += len(changes)


def _additions(importing: Import, unmoved: bool) -> Iterator[tuple[list[Row], Addition]]:
    """The rows that act in batches, still as they were previewed. Where nothing was added since, nobody
    new can have become somebody known.
    """
    kind = KINDS[importing.kind]
    for batch in batches(to_add(importing), AT_ONCE):
        if not unmoved or any(row.told for row in batch):
            run = kind.run(importing.organisation_id, importing.on)
            fates = run.match([row.record for row in batch])
            if any(f[1:] != (row.told, row.acts) for f, row in zip(fates, batch, strict=True)):
                raise stale()
        told = [(row.record, row.told) for row in batch]
        yield batch, kind.addition(importing.organisation_id, told, importing.on)


def _write_lines(importing: Import, batch: list[Row], lines: list[Added]) -> None:
    columns = ("importing_id", "sheet", "row", "subject_id", "what", "digest", "kept")
    made = (
        (importing.pk, row.sheet, row.row, line.subject_id, line.what, line.digest, "")
        for row, line in zip(batch, lines, strict=True)
    )
    copy_in(Line, columns, made)


def write_changes(importing: Import, batch: list[Row], lines: list[Changed]) -> None:
    """Keep what was changed, sealed, so that it can be shown and taken back."""
    columns = ("importing_id", "sheet", "row", "subject_id", "what", "digest", "sealed", "kept")
    made = (
        (
            importing.pk,
            row.sheet,
            row.row,
            line.subject_id,
            Line.CHANGE,
            line.digest,
            line.sealed,
            "",
        )
        for row, line in zip(batch, lines, strict=True)
    )
    copy_in(Line, columns, made)
