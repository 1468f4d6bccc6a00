"""One row of a membership sheet judged: a record ready to register, or the first reason against it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from unionhall.core import residentid
from unionhall.core.text import masked_id, masked_middle, masked_phone
from unionhall.exchange.cells import IMPOSSIBLE, UNREADABLE, Day, day, prose, text
from unionhall.exchange.columns import Layout
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.readers import Cell
from unionhall.members.rules import WORKING_AGE

REASONS = (
    *("name_missing", "id_lost_digits", "id_check_digit", "sex_contradicts_id", "under_16"),
    *("date_unreadable", "date_impossible", "phone_invalid", "repeated_in_file"),
)
_SEXES = {
    **dict.fromkeys(("男", "男性", "m", "male", "man", "1", "♂", "先生", "男士"), "male"),
    **dict.fromkeys(("女", "女性", "f", "female", "woman", "2", "♀", "女士"), "female"),
}
_YES = frozenset(
    ("是", "√", "✓", "✔", "y", "yes", "1", "true", "有", "对", "v", "农民工", "■", "☑", "o", "○")
)
_NO = frozenset(
    ("否", "×", "x", "✗", "n", "no", "0", "false", "不是", "非", "非农民工", "□", "☐", "✕", "✖")
)
_EMPLOYMENT = {
    **dict.fromkeys(("派遣", "派遣工", "派遣制", "劳务派遣工", "劳务派遣制", "劳务"), "劳务派遣"),
    **dict.fromkeys(
        ("合同", "合同工", "劳动合同", "劳动合同制", "合同制工人", "合同制职工"), "合同制"
    ),
    **dict.fromkeys(("灵活", "灵活就业人员", "灵活用工"), "灵活就业"),
}
_DOTS = dict.fromkeys(map(ord, "•‧・∙⋅᛫･●˙․｡"), "·")
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_DOT_BETWEEN = re.compile(rf"(?<=[{_HAN}]) ?[.·] ?(?=[{_HAN}])")
_SPACE_BESIDE = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
# Between two numbers in one cell: a mark, a wide gap, or a gap after a whole number.
_BETWEEN_PHONES = re.compile(r"[/、;,，；]|\s{2,}| 或 ?|(?<=\d{11}) (?=[\d(+])")
_MOBILE = re.compile(r"(?:\+|00)?(?:86)?0?(1[3-9]\d{9})")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
LONGEST_NAME = 100

Place = tuple[str, int]
"""A sheet's name and a row's number in it."""


class Record(NamedTuple):
    """What a row says, as plain values that JSON can hold; "" or None where it says nothing. Days are ISO."""

    name: str
    sex: str
    birth_on: str | None
    id_number: str
    phone: str
    department: str
    education: str
    employment: str
    is_migrant: bool | None
    works_since: str | None
    joined_on: str | None
    remark: str


_A_DEPARTMENT = re.compile("(车间|部|科|处|室|班|组|段|队|中心|分厂|门店|分公司)$")
_NUMBER = Record._fields.index("id_number")
_DEPARTMENT = Record._fields.index("department")
_DAYS = ("birth_on", "works_since", "joined_on")


@lru_cache(maxsize=1 << 16)
def _iso(found: date) -> str:
    return found.isoformat()


def name_of(cell: Cell | None) -> str:
    """A name as people write it, brought to one form: "彭　浩" → "彭浩", "阿卜杜.麦麦提" → "阿卜杜·麦麦提"."""
    found = text(cell)
    if found.isalpha():
        return found
    found = _DOT_BETWEEN.sub("·", found.translate(_DOTS))
    found = _SPACE_BESIDE.sub("", found)
    return found if any(sign.isalpha() for sign in found) else ""


def number_of(cell: Cell | None) -> tuple[str, residentid.Facts | None] | Refusal:
    """An ID number of eighteen characters with what it says, ("", None) for none, or what is wrong with it."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= 1e15:  # a number in a sheet keeps fifteen digits: the rest is lost
            return _lost(f"{cell:.0f}")
        typed = text(cell)
    elif isinstance(cell, str) and (facts := residentid.facts(cell)):
        return cell, facts
    else:
        typed = text(cell)
    if not typed:
        return "", None
    number = residentid.cleaned(typed)
    number = residentid.modern(number) or number
    if facts := residentid.facts(number):
        return number, facts
    if _is_cut_off(number) or "*" in number or _SCIENTIFIC.fullmatch(typed):
        return _lost(number)
    return Refusal("id_check_digit", "id_number", masked_id(number))


def _is_cut_off(number: str) -> bool:
    """Whether digits are missing, or the last three are nothing but what fifteen digits were rounded to."""
    if not (number.isdigit() and number.isascii()) or len(number) > 18:
        return False
    rounded = int(float(f"{int(number):.14e}"))
    return len(number) < 18 or number.endswith("000") or rounded == int(number)


def suspect(cell: Cell | None) -> str:
    """A number that could be right, but is rather a rounded one where others in the file have been rounded:
    one in eleven fits its check character by chance. "" for any other.
    """
    found = number_of(cell)
    return (
        ""
        if isinstance(found, Refusal) or len(found[0]) < 18 or not _is_cut_off(found[0])
        else found[0]
    )


def _lost(typed: str) -> Refusal:
    return Refusal("id_lost_digits", "id_number", masked_id(typed))


def phone_of(cell: Cell | None) -> str | Refusal:
    """A mobile number of eleven digits, "" when there is none, or what is wrong with it."""
    typed = text(cell)
    if not typed:
        return ""
    if len(typed) == 11 and typed.isdigit() and typed[0] == "1" and typed[1] > "2":
        return typed
    # Programs that reckon with a column in which some are missing write 13800001234.0.
    for part in _BETWEEN_PHONES.split(typed.removesuffix(".0")):
        if match := _MOBILE.fullmatch(re.sub(r"[^\d+*a-zA-Z]", "", part)):
            return match[1]
    if match := _MOBILE.fullmatch(re.sub(r"[^\d+*a-zA-Z]", "", typed)):
        return match[1]
    return Refusal("phone_invalid", "phone", masked_phone(typed))


@dataclass
class Judge:
    """Judges the rows of one file in order, as of a day, remembering whom it accepted.

    Without an ID number, a name with a telephone or a birth date tells people apart, or the name alone.
    """

    on: date
    numbers: dict[str, Place] = field(default_factory=dict, repr=False)
    likenesses: dict[str, Place] = field(default_factory=dict, repr=False)
    without_number: dict[str, Place] = field(default_factory=dict, repr=False)
    rounded: bool = False  # whether numbers typed as text have been

    def judge(self, layout: Layout) -> Callable[[int, list[Cell]], Record | Refusal]:
        """How to judge the rows of one sheet: (row number, cells) → Record or Refusal.

        A sheet without a column of departments may carry the department's name.
        """
        places = [layout.columns.get(each, -1) for each in Record._fields]
        said_by = itemgetter(*places)
        department = layout.sheet if _A_DEPARTMENT.search(layout.sheet) else None
        here, born_by = places[_DEPARTMENT], sixteen_years_before(self.on)

        def judge(row: int, cells: list[Any]) -> Record | Refusal:
            cells.append(None)  # what a column that is missing (-1) holds
            said = said_by(cells)
            if here < 0 and department:
                said = (*said[:_DEPARTMENT], department, *said[_DEPARTMENT + 1 :])
            if self.rounded and name_of(said[0]) and (number := suspect(said[_NUMBER])):
                return _lost(number)
            found = judged(said, self.on, born_by)
            if isinstance(found, Refusal):
                self.rounded |= found.reason == "id_lost_digits" and isinstance(said[_NUMBER], str)
                return found
            return self.repeated(found, (layout.sheet, row)) or found

        return judge

    def repeated(self, record: Record, place: Place) -> Refusal | None:
        """The fault of telling of somebody a second time; else the record is remembered."""
        number, likenesses = record.id_number, self.likenesses
        by_phone = f"{record.name} {record.phone}" if record.phone else ""
        by_birth = f"{record.name} {record.birth_on}" if record.birth_on else ""
        alone = "" if by_phone or by_birth else record.name
        places, others = (self.without_number, self.numbers) if number else (likenesses, {})
        before = others.get(number) or (
            places and (places.get(by_phone) or places.get(by_birth) or places.get(alone))
        )
        if before:
            shown = masked_id(number) if number else masked_middle(record.name)
            told = f"{before[0]}\t{before[1]}"
            return Refusal("repeated_in_file", "id_number" if number else "name", shown, told)
        if number:
            self.numbers[number] = place
        else:
            self.without_number.update({key: place for key in (by_phone, by_birth, alone) if key})
        if by_phone:
            likenesses[by_phone] = place
        if by_birth:
            likenesses[by_birth] = place
        if alone and not number:
            likenesses[alone] = place
        return None


def sixteen_years_before(on: date) -> date:
    """The last birth date of those who are sixteen on a day."""
    try:
        return on.replace(year=on.year - WORKING_AGE)
    except ValueError:
        return date(on.year - WORKING_AGE, 2, 28)


def judged(said: Sequence[Any], on: date, born_by: date) -> Record | Refusal:
    """What a row says (cells in the order of Record), or the first reason against it."""
    name = name_of(said[0])
    if not name or len(name) > LONGEST_NAME:
        return Refusal("name_missing", "name", masked_middle(text(said[0])))
    numbered = number_of(said[3])
    if isinstance(numbered, Refusal):
        return numbered
    number, told = numbered
    sex = _SEXES.get(said[1]) or _SEXES.get(text(said[1]).lower(), "")
    if told and sex and sex != told.sex:
        return Refusal("sex_contradicts_id", "sex", text(said[1]), told.sex)
    born = told.birth_on if told else day(said[2])
    if isinstance(born, date) and born > born_by and (told or born <= on):
        masked = masked_id(number) if told else masked_middle(text(said[2]))
        return Refusal("under_16", "id_number" if told else "birth_on", masked)
    days = _days(said, born, on, is_certain=told is not None)
    if isinstance(days, Refusal):
        return days
    phone = phone_of(said[4])
    if isinstance(phone, Refusal):
        return phone
    employment = prose(said[7])
    return Record(
        name,
        sex or (told.sex if told else ""),
        days[0],
        number,
        phone,
        prose(said[5])[:100],  # as long as the register lets each be
        prose(said[6])[:30],
        _EMPLOYMENT.get(employment, employment)[:30],
        _yes_or_no(said[8]),
        days[1],
        days[2],
        prose(said[11])[:500],
    )


def _days(
    said: Sequence, birth: Day | None, on: date, *, is_certain: bool
) -> list[str | None] | Refusal:
    """Birth (certain where a number tells it), start of work and joining as ISO days, or the fault of one."""
    born = birth if isinstance(birth, date) else None
    settled = birth if is_certain else _settled(birth, born, on)
    days = [settled, _settled(day(said[9]), born, on), _settled(day(said[10]), born, on)]
    for fault, reason in ((UNREADABLE, "date_unreadable"), (IMPOSSIBLE, "date_impossible")):
        if fault in days:
            at = days.index(fault)
            value = text(said[Record._fields.index(_DAYS[at])])
            return Refusal(reason, _DAYS[at], value if at else masked_middle(value))
    return [found if found is None else _iso(found) for found in days]


def _settled(found: Day | None, born: date | None, on: date) -> Day | None:
    """A day with its century settled and its possibility checked: not before birth, not after `on`."""
    if found.__class__ is date:
        return found if (born is None or born <= found) and found <= on else IMPOSSIBLE
    if isinstance(found, tuple):
        possible = [each for each in found if (born or each) <= each <= on]
        return possible[0] if len(possible) == 1 else UNREADABLE if possible else IMPOSSIBLE
    return found


def _yes_or_no(cell: Cell | None) -> bool | None:
    said = text(cell).lower()
    return True if said in _YES else False if said in _NO else None
