"""What an officer decides of two files that are one person's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.actions import FACTS
from unionhall.members.forms import CorrectForm, words
from unionhall.members.merging.actions import GONE, KEPT
from unionhall.members.models import Person

FIRST, SECOND = "first", "second"


class MergeForm(forms.Form):
    """Which file stays, whose value of each field that differs, and whose account."""

    reason = words(
        _("Why is this one person?"), max_length=300, help_text=_("The member can read it.")
    )

    def __init__(self, data: Any, *, first: Person, second: Person):
        super().__init__(data)
        sides = [(FIRST, self._named(first)), (SECOND, self._named(second))]
        self.fields["keep"] = _either(_("Which file stays?"), sides)
        if first.user_id and second.user_id:
            self.fields["account"] = _either(_("Whose account stays? The other is closed."), sides)
        for name in FACTS:
            values = [_shown(person, name) for person in (first, second)]
            if all(values) and values[0] != values[1]:
                label = CorrectForm.base_fields[name].label
                self.fields[name] = _either(label, list(zip((FIRST, SECOND), values, strict=True)))
        self.order_fields(["keep", *[n for n in self.fields if n not in ("keep", "reason")]])

    @staticmethod
    def _named(person: Person) -> str:
        unions = ", ".join(str(spell.organisation) for spell in person.memberships[:2])
        return f"{person.name} ({unions})" if unions else person.name

    def decided(self) -> dict[str, Any]:
        """What the act takes besides the two files."""
        told = dict(self.cleaned_data)
        keep = told.pop("keep")

        def side(value: str) -> str:
            return KEPT if value == keep else GONE

        return {
            "reason": told.pop("reason"),
            "account": side(told.pop("account", keep)),
            "choices": {name: side(value) for name, value in told.items()},
        }


def _either(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=FIRST, widget=forms.RadioSelect)


def _shown(person: Person, name: str) -> str:
    display = getattr(person, f"get_{name}_display", None)
    value = display() if display else getattr(person, name)
    return "" if value is None else str(value)
