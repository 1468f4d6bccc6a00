"""The acts that can be done to many at once; each is the same act as on one member's page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.members import actions
from unionhall.members.bulk.models import Bulk, BulkLine
from unionhall.members.forms import EDUCATIONS, EMPLOYMENTS, day
from unionhall.members.models import Person, Spell
from unionhall.ui.pieces.text import written

YES_OR_NO = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))


@dataclass(frozen=True)
class Act:
    """One of them: what is asked, why a row is refused beforehand, how it is done and taken back."""

    code: str
    title: Any
    field: Callable[[], forms.Field]
    why_not: Callable[[Spell, Any], str]
    do: Callable[[Bulk, BulkLine, Spell, Any], None]
    undo: Callable[[Bulk, BulkLine, Spell], None] | None = None
    now: Callable[[Spell], Any] = lambda _spell: None  # what the act would replace
    keeps: Callable[[Any], Any] = lambda value: value  # as JSON
    reads: Callable[[Any], Any] = lambda value: value  # and back
    told: Callable[[Any], str] = str

    @property
    def is_undoable(self) -> bool:
        """Whether it can be taken back."""
        return self.undo is not None


def _end_refused(spell: Spell, until_on: date) -> str:
    if spell.until_on is not None:
        return _("This membership already ends on %(day)s.") % {"day": written(spell.until_on)}
    if until_on <= spell.from_on:
        told = {"day": written(spell.from_on)}
        return _("A membership cannot end before it began (%(day)s).") % told
    return ""


def _end(bulk: Bulk, line: BulkLine, spell: Spell, until_on: date) -> None:
    actions.end_membership(spell, until_on=until_on, reason=bulk.reason, by=bulk.by, on=bulk.on)


def correcting(name: str, title: Any, field: Callable[[], forms.Field], **more: Any) -> Act:
    """The correction of one field of the file."""

    def why_not(spell: Spell, value: Any) -> str:
        return _("It says so already.") if getattr(spell.person, name) == value else ""

    def do(bulk: Bulk, line: BulkLine, spell: Spell, value: Any) -> None:
        person = spell.person
        line.before = getattr(person, name)
        _correct(person, {name: value}, person.version, bulk.reason, bulk.by, bulk.on)
        line.version = person.version

    def undo(bulk: Bulk, line: BulkLine, spell: Spell) -> None:
        person = spell.person
        if person.version != line.version:
            raise Refused(_("Edited since; kept as it is."))
        reason = _("Taken back: %(reason)s") % {"reason": bulk.reason}
        _correct(person, {name: line.before}, person.version, reason[:200], bulk.by, bulk.on)

    def now(spell: Spell) -> Any:
        return getattr(spell.person, name)

    return Act(f"correct_{name}", title, field, why_not, do, undo, now, **more)


def _correct(person: Person, changes: dict, version: int, reason: str, by: User, on: date) -> None:
    actions.correct(person, changes, version=version, reason=reason, by=by, on=on)


def _choice(label: Any, choices: Any) -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(label=label, choices=choices)


ACTS = {
    act.code: act
    for act in (
        correcting(
            "department",
            gettext_lazy("Correct the department"),
            lambda: forms.CharField(label=gettext_lazy("New department"), max_length=100),
        ),
        correcting(
            "employment",
            gettext_lazy("Correct the form of employment"),
            _choice(gettext_lazy("New form of employment"), EMPLOYMENTS),
        ),
        correcting(
            "education",
            gettext_lazy("Correct the education"),
            _choice(gettext_lazy("New education"), EDUCATIONS),
        ),
        correcting(
            "is_migrant",
            gettext_lazy("Correct whether they are migrant workers"),
            _choice(gettext_lazy("Migrant worker"), YES_OR_NO),
            reads=lambda value: value == "true",
            told=lambda value: {True: _("yes"), False: _("no")}.get(value, ""),
        ),
        Act(
            "end_membership",
            gettext_lazy("End the membership"),
            lambda: day(gettext_lazy("No longer a member from")),
            _end_refused,
            _end,
            keeps=lambda value: value.isoformat(),
            reads=date.fromisoformat,
            told=written,
        ),
    )
}
