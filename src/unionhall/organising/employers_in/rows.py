"""What a row of an employers' list says, or the first reason against it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from unionhall.exchange.cells import IMPOSSIBLE, day, prose, text
from unionhall.exchange.columns import Layout
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.readers import Cell
from unionhall.organisations.classes import industry_of, ownership_of
from unionhall.organisations.creditcode import is_credit_code
from unionhall.organisations.models import Employer
from unionhall.organising.employers_in.areas import Area

MOST_WORKERS = 10_000_000
_WORKERS = re.compile(r"(?:约|大约|about )?([\d,，]+)(?:\.0)?\s*(?:人|名|余人|左右|多人)?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_SIZES = {"微": "micro", "小": "small", "中": "medium", "大": "large"} | {
    size: size for size in Employer.Size.values
}


class Record(NamedTuple):
    """What a row says, as plain values that JSON can hold; "" or None where it says nothing."""

    name: str
    credit_code: str
    division: str | None
    trade: str
    industry: str
    ownership: str
    size: str
    workers: int | None
    workers_on: str | None
    address: str
    contact: str


@dataclass
class Judge:
    """Judges the rows of one file in order, as of a day, remembering which employers it accepted."""

    area: Area
    on: date
    seen: dict[str, tuple[str, int]] = field(default_factory=dict, repr=False)

    def judge(self, layout: Layout) -> Callable[[int, list[Cell]], Record | Refusal]:
        """How to judge the rows of one sheet: (row number, cells) → Record or Refusal."""

        def judge(row: int, cells: list[Any]) -> Record | Refusal:
            said = {
                name: cells[at] if at < len(cells) else None for name, at in layout.columns.items()
            }
            try:
                record = self._record(said)
            except _Fault as fault:
                return fault.refusal
            if before := self.seen.get(record.credit_code):
                told = f"{before[0]}\t{before[1]}"
                return Refusal("repeated_in_file", "credit_code", record.credit_code, told)
            self.seen[record.credit_code] = layout.sheet, row
            return record

        return judge

    def _record(self, said: dict[str, Any]) -> Record:
        name = prose(said.get("name"))
        if not name:
            raise _Fault("name_missing", "name", "")
        code = _credit_code(said.get("credit_code"))
        address = prose(said.get("address"))[:200]
        trade, industry = prose(said.get("trade")), prose(said.get("industry"))
        workers = _workers(said.get("workers"))
        return Record(
            name=name[:200],
            credit_code=code,
            division=self._division(text(said.get("division")), address),
            trade=(trade or industry)[:60],
            industry=industry_of(industry) or industry_of(trade),
            ownership=_ownership(prose(said.get("ownership"))),
            size=next((s for word, s in _SIZES.items() if word in text(said.get("size"))), ""),
            workers=workers,
            workers_on=self._counted_on(said.get("workers_on")) if workers is not None else None,
            address=address,
            contact=prose(said.get("contact"))[:100],
        )

    def _division(self, said: str, address: str) -> str | None:
        if not said:
            return self.area.in_address(address) or self.area.own or None
        try:
            return self.area.find(said)
        except LookupError as error:
            raise _Fault(f"division_{error.args[0]}", "division", said) from None

    def _counted_on(self, cell: Cell | None) -> str:
        found = day(cell)
        if found is None:
            return self.on.isoformat()
        if not isinstance(found, date) or found is IMPOSSIBLE or found > self.on:
            raise _Fault("date_unreadable", "workers_on", text(cell))
        return found.isoformat()


class _Fault(Exception):
    """The first reason against a row."""

    def __init__(self, reason: str, field: str, value: str, detail: str = ""):
        self.refusal = Refusal(reason, field, value, detail)


def _credit_code(cell: Cell | None) -> str:
    typed = re.sub(r"[\s'’\-]", "", text(cell)).upper()
    if not typed:
        raise _Fault("credit_code_missing", "credit_code", "")
    if isinstance(cell, int | float) or _SCIENTIFIC.fullmatch(typed):
        raise _Fault("credit_code_lost", "credit_code", typed[:30])
    if not is_credit_code(typed):
        raise _Fault("credit_code_wrong", "credit_code", typed[:30])
    return typed


def _ownership(said: str) -> str:
    found = ownership_of(said) if said else ""
    if said and not found:
        raise _Fault("ownership_unknown", "ownership", said[:60])
    return found


def _workers(cell: Cell | None) -> int | None:
    typed = text(cell)
    if not typed:
        return None
    match = _WORKERS.fullmatch(typed)
    number = int(re.sub(r"[,，]", "", match[1]) or -1) if match else -1
    if not 0 <= number <= MOST_WORKERS:
        raise _Fault("workers_unreadable", "workers", typed[:30])
    return number
