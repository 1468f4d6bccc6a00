"""Anchors of the chains in files outside the database, so that an end cut off is found.

`journal` gets a line whenever a chain grew. `fold` merges it into `base`, which holds one line for
each chain in the order of their names. Both are authenticated with the "anchor" key.
"""

import hashlib
import heapq
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOSPC
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import IO

from django.conf import settings

from unionhall.core import keyring
from unionhall.history.standings import Span, Standing

FOLD_AT = 4 * 2**20  # bytes of journal; a fold rewrites the base, so a large base waits for more
FOLD_AT_MOST = 32 * 2**20
_MAC = 64  # characters

_form = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Damaged(Exception):
    """Anchor files were altered; they are left as they are, because they are evidence."""


def write(spans: Iterable[Span]) -> None:
    """Append a line for each chain that grew; called once its transaction has committed."""
    # A blank line first, so that a line torn by a crash spoils no other.
    lines = ["", *(_signed(_form(_plain(span))) for span in spans), ""]
    data = "\n".join(lines).encode()
    file = _journal(_place())
    try:
        if os.write(file, data) < len(data):
            raise OSError(ENOSPC, os.strerror(ENOSPC))
    finally:
        os.close(file)


def tend() -> bool:
    """Fold the journal once it has grown large; to be called each minute. Raises Damaged."""
    place = _place()
    limit = min(max(FOLD_AT, _size(place / "base") // 4), FOLD_AT_MOST)
    return _size(place / "journal") >= limit and fold()


def fold() -> bool:
    """Merge the journal into the base; False when another process is at it. Raises Damaged."""
    place = _place()
    with _locked(place, LOCK_EX | LOCK_NB) as mine:
        if not mine:
            return False
        with _Base(place / "base") as base:
            if base.is_damaged:
                raise Damaged("base")
            number = base.folded + 1
            aside = place / f"journal-{number}"
            if not aside.exists():  # it does after a crash
                _set_aside(place / "journal", aside)
            spans, damaged = _read(aside)
            if damaged:
                raise Damaged(", ".join(damaged))
            _write_base(place, number, _merged(base.standings(), spans))
        for path in place.glob("journal-*"):
            path.unlink()
    return True


class View:
    """The anchors as they stood at one moment."""

    def __init__(self, base: "_Base", spans: dict[str, list[Span]], damaged: list[str]):
        self._base, self._spans = base, spans
        self.damaged = [*(["base"] if base.is_damaged else []), *damaged]
        self.is_empty = base.file is None and not spans

    def standings(self) -> Iterator[Standing]:
        """Every anchored chain, in the order of their names; to be walked once."""
        return _merged(self._base.standings(), self._spans)


@contextmanager
def opened(place: Path | None = None) -> Iterator[View]:
    """The anchors as they stand now, here or in a copy of their directory."""
    place = place or _place()
    spans: dict[str, list[Span]] = {}
    damaged: list[str] = []
    with _locked(place, LOCK_SH):
        base = _Base(place / "base")
        numbers = sorted(int(path.name[8:]) for path in place.glob("journal-*"))
        for name in [*(f"journal-{n}" for n in numbers if n > base.folded), "journal"]:
            more, wrong = _read(place / name)
            damaged += wrong
            for chain, found in more.items():
                spans.setdefault(chain, []).extend(found)
    with base:
        yield View(base, spans, damaged)


def trouble() -> str:
    """Why anchors cannot be written, or nothing."""
    try:
        os.close(_journal(_place()))
    except OSError as error:
        return f"anchors cannot be written: {error.strerror}"
    return ""


class _Base:
    """The base file, checked as a whole and then open at its first chain."""

    def __init__(self, path: Path):
        self.file: IO[str] | None = None
        self.folded, self.is_damaged = 0, False
        with suppress(FileNotFoundError), open(path, "rb") as file:
            mac = file.readline().strip().decode(errors="replace")
            if mac == keyring.digest("anchor", _sum(file)).hex():
                self.file = open(os.dup(file.fileno()), encoding="utf-8")  # noqa: SIM115
                self.file.seek(len(mac) + 1)
                self.folded = int(self.file.readline())
            else:
                self.is_damaged = True

    def __enter__(self) -> "_Base":
        return self

    def __exit__(self, *_: object) -> None:
        if self.file:
            self.file.close()

    def standings(self) -> Iterator[Standing]:
        for line in self.file or ():
            chain, length, head, gaps, forks = json.loads(line)
            gaps, forks = ([_span(chain, *span) for span in spans] for spans in (gaps, forks))
            yield Standing(chain, length, bytes.fromhex(head), tuple(gaps), tuple(forks))


def _merged(known: Iterator[Standing], spans: dict[str, list[Span]]) -> Iterator[Standing]:
    """What was known, grown by the spans, in the order of the chains' names."""
    name = attrgetter("chain")
    fresh = (Standing(chain) for chain in sorted(spans))
    for chain, same in groupby(heapq.merge(known, fresh, key=name), key=name):
        standing = next(same)
        for span in spans.get(chain, ()):  # as written: what came first is the chain, not a fork
            standing = standing.grown(span)
        yield standing


def _read(path: Path) -> tuple[dict[str, list[Span]], list[str]]:
    """A journal's spans by chain, and which of its lines were altered."""
    spans: dict[str, list[Span]] = {}
    damaged: list[str] = []
    with suppress(FileNotFoundError), open(path, encoding="utf-8", errors="replace") as file:
        flock(file, LOCK_SH)
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            text, _, mac = line.rpartition(" ")
            if not text or len(mac) != _MAC:
                continue  # blank, or torn by a crash
            if line != _signed(text):
                damaged.append(f"{path.name} line {number}")
                continue
            span = _span(*json.loads(text))
            spans.setdefault(span.chain, []).append(span)
    return spans, damaged


def _journal(place: Path) -> int:
    """The journal, open and locked; opened again if it was set aside for folding meanwhile."""
    path = place / "journal"
    while True:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        flock(file, LOCK_EX)
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(file).st_ino:
                return file
        os.close(file)


def _set_aside(journal: Path, aside: Path) -> None:
    file = _journal(journal.parent)
    try:
        journal.rename(aside)
    finally:
        os.close(file)


def _write_base(place: Path, folded: int, standings: Iterable[Standing]) -> None:
    body, half = place / "base.body", place / "base.half"
    with open(body, "w", encoding="utf-8") as file:
        file.write(f"{folded}\n")
        for s in standings:
            gaps, forks = ([_plain(span)[1:] for span in spans] for spans in (s.gaps, s.forks))
            file.write(_form([s.chain, s.length, s.head.hex(), gaps, forks]) + "\n")
    made = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(body, "rb") as source, open(made, "wb") as target:
        target.write(keyring.digest("anchor", _sum(source)).hex().encode() + b"\n")
        source.seek(0)
        while block := source.read(2**20):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    body.unlink()
    half.replace(place / "base")


@contextmanager
def _locked(place: Path, kind: int) -> Iterator[bool]:
    """Keep others from folding; False when another folds and we do not wait."""
    try:
        file = os.open(place / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        if kind != LOCK_SH:
            raise
        yield True  # a copy on a medium that cannot be written: nobody folds it
        return
    try:
        flock(file, kind)
        held = True
    except BlockingIOError:
        held = False
    try:
        yield held
    finally:
        os.close(file)


def _place() -> Path:
    place = Path(settings.UNIONHALL_ANCHORS)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _sum(file: IO[bytes]) -> bytes:
    """The digest of the rest of the file."""
    whole = hashlib.sha256()
    while block := file.read(2**20):
        whole.update(block)
    return whole.digest()


def _signed(text: str) -> str:
    return f"{text} {keyring.digest('anchor', text.encode()).hex()}"


def _plain(span: Span) -> list:
    return [span.chain, span.from_length, span.from_head.hex(), span.length, span.head.hex()]


def _span(chain: str, from_length: int, from_head: str, length: int, head: str) -> Span:
    return Span(chain, from_length, bytes.fromhex(from_head), length, bytes.fromhex(head))
