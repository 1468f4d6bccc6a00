"""A search as its page holds it while it is put together: everything stands in the form, no script is needed.

Groups of conditions; what was pressed ("add:0", "remove:0:1", "group", "ungroup:1") is done to them.
"""

from dataclasses import dataclass, field
from typing import Any

from unionhall.members.saved.fields import FIELDS, GROUPS, check
from unionhall.members.saved.grammar import MOST, NEEDS, Condition, Group, Unfit, read
from unionhall.members.saved.sentence import phrase

MOST_GROUPS = 8


@dataclass
class Line:
    """One condition: its words, and what was typed beside them."""

    field: str
    test: str
    value: str = ""
    error: bool = False

    @property
    def needs(self) -> str:
        """What is asked for beside it; "choice" only where there is a choice."""
        needed = NEEDS[self.test]
        return "text" if needed == "choice" and not self.options else needed

    @property
    def options(self) -> list[tuple[str, str]]:
        return FIELDS[self.field].options()

    @property
    def words(self) -> list[str]:
        """The phrase before and after its value."""
        return phrase(FIELDS[self.field], self.test).split("…", 1)


@dataclass
class Box:
    """A group on the page."""

    match: str = "all"
    negated: bool = False
    lines: list[Line] = field(default_factory=list)


@dataclass
class Draft:
    """The whole search on the page."""

    match: str = "all"
    boxes: list[Box] = field(default_factory=lambda: [Box()])

    def data(self) -> dict:
        """As JSON, what was typed unchecked."""
        groups = [_plain(box) for box in self.boxes if box.lines]
        if len(groups) == 1:
            return groups[0]
        return {"match": self.match, "of": groups}

    def is_valid(self) -> bool:
        """Whether every value can be read; those that cannot are marked."""
        for line in self.lines():
            try:
                check(line.field, line.test, read(line.test, line.value))
            except Unfit:
                line.error = True
        return not any(line.error for line in self.lines())

    def lines(self) -> list[Line]:
        return [line for box in self.boxes for line in box.lines]


def _plain(box: Box) -> dict:
    of = [
        {"field": line.field, "test": line.test}
        | ({"value": line.value} if NEEDS[line.test] != "nothing" else {})
        for line in box.lines
    ]
    return {"match": box.match, "of": of, "not": box.negated}


def menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """All conditions there are, as grouped choices: ("phone:missing", "have no mobile number")."""
    return [
        (
            str(title),
            [
                (f"{one.name}:{test}", phrase(one, test))
                for one in FIELDS.values()
                if one.group == key
                for test in one.tests
            ],
        )
        for key, title in GROUPS.items()
        if any(one.group == key for one in FIELDS.values())
    ]


def sent(post: Any) -> Draft:
    """The search as the form sent it, with what was pressed done to it."""
    boxes = [_box(post, at) for at in range(MOST_GROUPS) if f"g{at}" in post]
    draft = Draft(_match(post.get("match")), boxes or [Box()])
    verb, _colon, where = post.get("do", "").partition(":")
    at = [int(part) for part in where.split(":") if part.isdecimal()]
    if verb == "group" and len(draft.boxes) < MOST_GROUPS:
        draft.boxes.append(Box())
    elif verb == "ungroup" and at and at[0] < len(draft.boxes):
        del draft.boxes[at[0]]
        draft.boxes = draft.boxes or [Box()]
    elif verb == "remove" and len(at) == 2 and at[0] < len(draft.boxes):
        del draft.boxes[at[0]].lines[at[1] : at[1] + 1]
    # What stands chosen in a menu is meant, whichever button was pressed.
    for number, box in enumerate(draft.boxes):
        if verb != "ungroup" and len(draft.lines()) < MOST:
            box.lines += [line for line in [_line(post.get(f"g{number}-add", ""))] if line]
    return draft


def _box(post: Any, at: int) -> Box:
    box = Box(_match(post.get(f"g{at}-match")), post.get(f"g{at}-not") == "1")
    for number in range(MOST):
        told = post.get(f"g{at}-{number}-what")
        if told is None:
            break
        if line := _line(told):
            line.value = post.get(f"g{at}-{number}-value", "").replace("\0", "")[:100]
            box.lines.append(line)
    return box


def _line(told: str) -> Line | None:
    name, _colon, test = told.partition(":")
    return Line(name, test) if name in FIELDS and test in FIELDS[name].tests else None


def _match(told: Any) -> str:
    return "any" if told == "any" else "all"


def drawn(group: Group | None) -> Draft | None:
    """A saved search on the page; None where it is nested deeper than the page can show."""
    if group is None:
        return Draft()
    inner = [node for node in group.of if isinstance(node, Group)]
    loose = [node for node in group.of if isinstance(node, Condition)]
    if any(isinstance(node, Group) for one in inner for node in one.of):
        return None
    if group.negated and inner:
        return None
    boxes = [_drawn(Group(group.match, tuple(loose), group.negated))] if loose else []
    return Draft(group.match, [*boxes, *map(_drawn, inner)] or [Box()])


def _drawn(group: Group) -> Box:
    lines = [
        Line(one.field, one.test, str(one.plain().get("value", "")))
        for one in group.of
        if isinstance(one, Condition)
    ]
    return Box(group.match, group.negated, lines)
