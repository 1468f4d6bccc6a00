"""Which column of a hand-kept sheet holds what, and which of its rows are data."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from unionhall.exchange.cells import text
from unionhall.exchange.readers import Cell, Sheet

LOOKED_THROUGH = 60  # rows in which a heading is looked for
_SUMS = (
    r"合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总人数|人数合计|本页|共\d+[人页名]|(?:sub)?total\b"
)
SUM = re.compile(rf"({_SUMS}|\d+ ?[人名位页]$)", re.IGNORECASE)
NOTE = re.compile(
    rf"({_SUMS}|第\d+页|以上|以下空白"
    r"|制\s*表|填\s*表|填\s*报|报\s*送|审\s*核|审\s*批|复\s*核|负责人|经办|录入人|统计人|联系人[:：]"
    r"|工会主席|主席[签(:：]|分管|日期|年\s+月\s+日|单位[(:：]|盖章|签[字名章]"
    r"|备\s*注[:：]|注\s*[:：\d]|说\s*明[:：]|填写说明|注意|示例|样例|例[:：]|必填|选填|※|★|--+|=+"
    r"|prepared by|checked by|approved by|date:|page \d|notes?:|end of)",
    re.IGNORECASE,
)
# How forms mark the row that shows how to fill them in; whoever stands there is nobody.
_EXAMPLE = re.compile(r"示\s*例|样\s*例|例[:：]")
# A lone cell that ends so is the title of the rows below it, not somebody's name.
_TITLE_END = re.compile(
    r"(车间|部门?|科室?|处室?|班组?|小组|组|队|公司|厂|工会|名单|名册|花名册|一览表|表|[:：)）。])$"
)
_PARENTHESES = re.compile(r"[(（【\[<《].*?[)）】\]>》]")
_OR = re.compile(r"[/、或及和与,，;；|&+\\]")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Field:
    """Something a kind of sheet tells: its own name and title, and how else people head the column.

    Of two columns for one field the one headed by the earlier word counts. `hint` recognises headings
    that are in no list, unless `unless` does too. A field that `identifies` marks a row as data, one
    that only `counts` rows never does.
    """

    name: str
    title: Any  # text, in the reader's language when it is shown
    words: tuple[str, ...] = ()
    hint: str = ""
    unless: str = ""
    is_required: bool = False
    identifies: bool = False
    counts: bool = False
    fills_down: bool = False  # a merged cell counts for all the rows it spans


@dataclass(frozen=True)
class Layout:
    """How one sheet is laid out: rows counted from 1, columns from 0."""

    sheet: str
    heading_row: int  # the last row of the heading
    headings: tuple[str, ...]
    columns: dict[str, int]

    def unknown(self) -> list[str]:
        """The headings that no field was found for."""
        taken = set(self.columns.values())
        return [words for at, words in enumerate(self.headings) if words and at not in taken]


Memory = Callable[[Sequence[str]], tuple[Mapping[str, int], str] | None]
"""From the headings of a sheet to the columns chosen for one like it, and since when; None for no such."""


@dataclass
class Table:
    """A sheet with its layout (None when no heading was found), its rows, and the rows that are no data."""

    sheet: Sheet
    layout: Layout | None
    rows: Iterable[list[Cell]] = field(repr=False)
    first_row: int = 1
    raw_headings: frozenset = frozenset()
    abreast: int = 1  # so many of `rows` stand side by side in one row of the sheet
    remembered: str = ""  # since when its columns are remembered
    passed_over: list[int] = field(default_factory=list)


class Vocabulary:
    """The fields of one kind of sheet, ready to recognise headings by."""

    def __init__(self, fields: Sequence[Field]):
        self.fields = fields
        self.exact = {
            plain(word): (rank, each.name)
            for each in reversed(fields)
            for rank, word in enumerate((each.name.replace("_", " "), *each.words))
        }
        self.hints = [
            (re.compile(each.hint), re.compile(each.unless or "(?!)"), each.name)
            for each in fields
            if each.hint
        ]
        self.required = [each.name for each in fields if each.is_required]
        self.identifying = [each.name for each in fields if each.identifies]
        self.counting = {each.name for each in fields if each.counts}
        self.filling = {each.name for each in fields if each.fills_down}

    def recognise(self, heading: str, *, strictly: bool = False) -> tuple[int, str] | None:
        """The field a heading means, with how sure that is (less is surer); None for none."""
        whole = plain(heading)
        if not whole:
            return None
        bare = _PARENTHESES.sub("", whole)
        for penalty, phrase in enumerate((whole, bare)):
            if phrase in self.exact:
                rank, name = self.exact[phrase]
                return rank + 100 * penalty, name
        if strictly:
            return None
        parts = [*_OR.split(bare), "".join(_HAN.findall(bare)), _HAN.sub("", bare)]
        known = [self.exact[part] for part in parts if part in self.exact]
        if known:
            rank, name = min(known)
            return rank + 300, name
        for hint, unless, name in self.hints:
            if hint.search(whole) and not unless.search(whole):
                return 600, name
        return None

    def assign(self, headings: Sequence[str]) -> dict[str, int]:
        """Which column each field stands in."""
        best: dict[str, tuple[int, int]] = {}
        for at, heading in enumerate(headings):
            if found := self.recognise(heading):
                rank, name = found
                best[name] = min(best.get(name, (rank, at)), (rank, at))
        return {each.name: best[each.name][1] for each in self.fields if each.name in best}


def plain(heading: str) -> str:
    """A heading without spaces, marks and case."""
    return re.sub(r"[\s*＊:：.．_#·\-]+", "", text(heading)).lower()


def layout_of(rows: Sequence[list[Cell]], vocabulary: Vocabulary, sheet: str) -> Layout | None:
    """The layout told by the first rows of a sheet; None when no row heads the required fields."""
    for at, cells in enumerate(rows):
        texts = [text(cell) for cell in cells]
        lone = _is_required(texts, vocabulary) and all(sum(map(bool, cells)) < 2 for cells in rows)
        if not lone and not _is_heading(texts, vocabulary):
            continue
        last, headings = at, texts
        while last + 1 < len(rows) and (lower := _below(headings, rows[last + 1], vocabulary)):
            last, headings = last + 1, lower
        if at:
            headings = _above(headings, [text(cell) for cell in rows[at - 1]], vocabulary)
        columns = vocabulary.assign(headings)
        if last + 1 < len(rows) and _says_again(columns, rows[last + 1], vocabulary):
            last += 1
        return Layout(sheet, last + 1, tuple(headings), columns)
    return None


def _is_heading(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    if not _is_required(texts, vocabulary):
        return False
    filled = [words for words in texts if words]
    if len({found[1] for words in filled if (found := vocabulary.recognise(words))}) > 1:
        return True
    # Beside the names only columns nobody knows: headings still are short words without numbers.
    return len(filled) > 1 and not any(
        len(words) > 12 or re.search(r"\d", words) for words in filled
    )


def _says_again(columns: dict[str, int], lower: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether the row below a heading is the same heading, in another language say."""
    texts = [text(cell) for cell in lower]
    return _is_heading(texts, vocabulary) and vocabulary.assign(texts).items() <= columns.items()


def _is_required(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    sure = (vocabulary.recognise(words, strictly=True) for words in texts if words)
    return {found[1] for found in sure if found}.issuperset(vocabulary.required)


def _below(upper: list[str], cells: list[Cell], vocabulary: Vocabulary) -> list[str] | None:
    """The headings with those of a second heading row put in; None when the row is none."""
    lower = [text(cell) for cell in cells]
    required = [vocabulary.assign(upper)[name] for name in vocabulary.required]
    if any(at < len(lower) and lower[at] for at in required):
        return None
    filled = [words for words in lower if words]
    if not filled or any(re.search(r"\d{3}", words) or NOTE.match(words) for words in filled):
        return None
    width = max(len(upper), len(lower))
    pairs = list(zip(_wide(upper, width), _wide(lower, width), strict=True))
    if not any(
        vocabulary.recognise(b) or vocabulary.recognise(a + b, strictly=True) for a, b in pairs if b
    ):
        return None
    return [_joined(above, below, vocabulary) for above, below in pairs]


def _joined(above: str, below: str, vocabulary: Vocabulary) -> str:
    if not above or not below:
        return above or below
    return above + below if vocabulary.recognise(above + below, strictly=True) else below


def _above(headings: list[str], upper: list[str], vocabulary: Vocabulary) -> list[str]:
    """Headings that stand one row higher, as cells merged downwards do."""
    width = max(len(headings), len(upper))
    return [
        below or (above if vocabulary.recognise(above, strictly=True) else "")
        for above, below in zip(_wide(upper, width), _wide(headings, width), strict=True)
    ]


def _wide(cells: Sequence, width: int) -> list:
    return [*cells, *[""] * (width - len(cells))]


def table_of(
    sheet: Sheet,
    vocabulary: Vocabulary,
    chosen: Mapping[str, int] | None = None,
    memory: Memory | None = None,
) -> Table:
    """A sheet's table; `chosen` replaces the columns that were recognised, and else what `memory` knows of
    sheets with these headings.
    """
    rows = iter(sheet.rows)
    head = list(islice(rows, LOOKED_THROUGH))
    layout = layout_of(head, vocabulary, sheet.name)
    if layout is None:
        return Table(sheet, None, chain(head, rows))
    since = ""
    if chosen is None and memory and (known := memory(layout.headings)):
        chosen, since = known
    if chosen is not None:
        layout = Layout(sheet.name, layout.heading_row, layout.headings, dict(chosen))
    above, below = head[: layout.heading_row], head[layout.heading_row :]
    raw = frozenset(cell for cells in above for cell in cells if isinstance(cell, str) and cell)
    data: Iterable[list[Cell]] = chain(below, rows)
    first, width, count = _abreast(layout.headings, vocabulary)
    if count > 1:
        own = layout.headings[: first + width]
        layout = Layout(sheet.name, layout.heading_row, own, layout.columns)
        data = _one_below_another(data, first, width, count)
    return Table(sheet, layout, data, layout.heading_row + 1, raw, count, remembered=since)


def _abreast(headings: Sequence[str], vocabulary: Vocabulary) -> tuple[int, int, int]:
    """Where the first of several tables begins that stand side by side to save paper, how wide each is,
    and how many there are: their headings say the same again.
    """
    words = [plain(heading) for heading in headings]
    named = [
        at
        for at, heading in enumerate(headings)
        if (found := vocabulary.recognise(heading, strictly=True))
        and found[1] == vocabulary.required[0]
    ]
    if len(named) < 2:
        return 0, len(words), 1
    width = named[1] - named[0]
    for first in range(max(0, named[0] - width + 1), named[0] + 1):
        rest = words[first:]
        count = -(-len(rest) // width)
        if all(word in ("", rest[at % width]) for at, word in enumerate(rest)) and count > 1:
            return first, width, count
    return 0, len(words), 1


def _one_below_another(
    rows: Iterable[list[Cell]], first: int, width: int, count: int
) -> Iterator[list[Cell]]:
    """Each row of the sheet as one for each of its tables, behind what stands before them all."""
    for cells in rows:
        for start in range(first, first + width * count, width):
            yield [*cells[:first], *cells[start : start + width]]


def data_rows(table: Table, vocabulary: Vocabulary) -> Iterator[tuple[int, list[Cell], Layout]]:
    """The rows of data with their numbers in the sheet; blank rows, notes, sums and repeated headings
    are passed over (all but blank ones noted in `table.passed_over`).
    """
    layout = table.layout
    if layout is None:
        return
    width = max(len(layout.headings), 1 + max(layout.columns.values(), default=0))
    name_at = layout.columns[vocabulary.required[0]]
    key_at = layout.columns.get(vocabulary.identifying[0], name_at)
    spans, raw, exact = _spans(table, vocabulary), table.raw_headings, vocabulary.exact
    for order, cells in enumerate(table.rows):
        number = table.first_row + order // table.abreast
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if spans and number in spans:
            _fill(cells, spans[number])
        name, first = cells[name_at], cells[0]
        key = cells[key_at]
        plainly = name and key and name not in raw and name not in exact and key not in exact
        if (
            plainly
            and str(name)[0] not in "示样例"
            and (first.__class__ is not str or first.isdigit() or not NOTE.match(text(first)))
        ):
            yield number, cells, layout
            continue
        texts = [text(cell) for cell in cells]
        if not any(texts):
            continue
        if _is_heading(texts, vocabulary):
            layout = _again(layout, texts, vocabulary)
            name_at = layout.columns[vocabulary.required[0]]
            key_at = layout.columns.get(vocabulary.identifying[0], name_at)
        elif _is_data(texts, layout, vocabulary):
            yield number, cells, layout
            continue
        table.passed_over.append(number)


def _again(layout: Layout, texts: list[str], vocabulary: Vocabulary) -> Layout:
    """The layout after a heading in the middle of the sheet; a plain repetition changes nothing."""
    if [words for words in texts if words] == [words for words in layout.headings if words]:
        return layout
    found = vocabulary.assign(texts)
    # The lower row of a double heading is not repeated with it: then nothing new is known.
    return (
        layout
        if len(found) < len(layout.columns)
        else Layout(layout.sheet, layout.heading_row, tuple(texts), found)
    )


def _is_data(texts: list[str], layout: Layout, vocabulary: Vocabulary) -> bool:
    """Whether a row that does not plainly name somebody still is about somebody."""
    keys = [
        texts[layout.columns[name]] for name in vocabulary.identifying if name in layout.columns
    ]
    filled = [words for words in texts if words]
    name = texts[layout.columns[vocabulary.required[0]]]
    if _EXAMPLE.match(name) or _EXAMPLE.match(filled[0]):
        return False
    if keys and len(re.sub(r"[\W_]", "", keys[0])) >= 15:
        return True
    told_by_key = any(len(re.sub(r"\D", "", key)) >= 7 for key in keys)
    if (name and not any(map(str.isalpha, name))) or ":" in name or NOTE.match(name):
        return False
    known = {at for each, at in layout.columns.items() if each not in vocabulary.counting}
    is_value = name and texts.index(filled[0]) in known and ":" not in filled[0]
    if SUM.match(filled[0]) or SUM.match(name) or (NOTE.match(filled[0]) and not is_value):
        return False
    if not name and any(words.endswith(":") or NOTE.match(words) for words in filled):
        return False
    if len(filled) > 1:
        told = [words for words in filled if not re.fullmatch(r"\d{1,6}", words)]
        return bool(name) or len(told) > 1 or told_by_key
    return (filled[0] == name and len(name) <= 12 and not _TITLE_END.search(name)) or told_by_key


def _spans(table: Table, vocabulary: Vocabulary) -> dict[int, list[tuple[int, list]]]:
    """For each row within a cell merged downwards in a column that fills: the column and a shared place."""
    layout = table.layout
    assert layout is not None
    columns = {at for name, at in layout.columns.items() if name in vocabulary.filling}
    found: dict[int, list[tuple[int, list]]] = {}
    for top, left, bottom, _right in table.sheet.merged:
        if left in columns and bottom > top >= layout.heading_row:
            shared: list = []
            for row in range(top + 1, min(bottom, top + 100_000) + 2):
                found.setdefault(row, []).append((left, shared))
    return found


def _fill(cells: list[Cell], spans: list[tuple[int, list]]) -> None:
    for at, shared in spans:
        if not shared:
            shared.append(cells[at])
        elif any(cell != "" for cell in cells):
            cells[at] = shared[0]
