"""What is asked before unions change: which ones, and where what they have shall go."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.members.forms import words
from unionhall.members.models import Spell
from unionhall.members.standing.forms import resolution
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organising.changes import first_officers
from unionhall.organising.changes.models import Way
from unionhall.organising.changes.plans import FirstOfficer, New, Plan
from unionhall.organising.founding.rules import OF_A_COMMITTEE

DEPARTMENTS = 200
NAMED = _("Its code, or its whole name.")
WHO = _(
    "A member who goes along, by the whole name; where two are called so, with the last four digits of the telephone behind it. Where nobody is named, the higher union owes it by a day."
)


def one_called(typed: str, scope: Scope, *, within: str = "") -> Organisation:
    """The open organisation of this code or whole name; raises ValidationError.

    `within` "parent" asks for its next higher union in the scope: one that ends is that one's to resolve.
    """
    rows = Organisation.objects.open().filter(scope.q(within)).select_related("parent")
    found = list(
        rows.filter(code=typed)[:1] or rows.filter(Q(name=typed) | Q(short_name=typed))[:2]
    )
    if len(found) != 1:
        raise forms.ValidationError(
            _("No open union within your reach has exactly this code or name: %(typed)s"),
            params={"typed": typed},
            code="unknown",
        )
    return found[0]


class PlanForm(forms.Form):
    """The first step: what is to become of a union; `plan` answers with it."""

    way: str

    def __init__(self, *args, union: Organisation, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.union, self.scope = union, scope

    def union_in(self, name: str) -> Organisation | None:
        """The organisation named in a field, None where it was left empty."""
        typed = self.cleaned_data.get(name, "").strip()
        return one_called(typed, self.scope) if typed else None

    def offer_kinds(self, name: str) -> None:
        """Let a kind be chosen from those that may hang there and hold members as this one does."""
        parent, holds = self.union.parent, self.union.kind_facts.holds_members
        fields: Any = self.fields
        codes = parent.kind_facts.children if parent else ()
        fields[name].choices = [
            (code, KINDS[code].title) for code in codes if KINDS[code].holds_members == holds
        ]
        fields[name].initial = self.union.kind

    def plan(self) -> Plan:
        """What was asked for."""
        raise NotImplementedError


class ChangeForm(PlanForm):
    """Another name or kind."""

    way = Way.CHANGE
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_kinds("kind")
        self.fields["name"].initial = self.union.name

    def plan(self) -> Plan:
        new = New(self.cleaned_data["kind"], self.cleaned_data["name"], self.union.code)
        return Plan(self.way, (self.union,), new=new)


class MoveForm(PlanForm):
    """Another higher union."""

    way = Way.MOVE
    to = forms.CharField(label=_("Next higher union"), max_length=200, help_text=NAMED)

    def clean_to(self) -> Organisation | None:
        return self.union_in("to")

    def plan(self) -> Plan:
        return Plan(self.way, (self.union,), into=self.cleaned_data["to"])


class NewUnionForm(PlanForm):
    """Fields of a union that the change itself makes; left empty, an existing one takes it."""

    new_name = forms.CharField(label=_("Name of the new union"), max_length=200, required=False)
    new_code = forms.CharField(label=_("Its code"), max_length=40, required=False)
    new_kind = forms.ChoiceField(label=_("Its kind"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_kinds("new_kind")
        if self.scope.also("members.view").covers(self.union):
            for office in OF_A_COMMITTEE:
                self.fields[f"first_{office}"] = forms.CharField(
                    label=_("First %(office)s of the new union")
                    % {"office": OFFICES[office].title},
                    max_length=100,
                    required=False,
                    help_text=WHO if office == "chair" else "",
                )

    def seated(self, plan: Plan) -> Plan:
        """The plan with whom the form names for the new union's offices."""
        rows = first_officers.moving(plan, on=today())
        named = {office: self.cleaned_data.get(f"first_{office}", "") for office in OF_A_COMMITTEE}
        officers = tuple(
            FirstOfficer(first_officers.called(typed, rows), office)
            for office, typed in named.items()
            if typed.strip()
        )
        return replace(plan, officers=officers)

    def new(self) -> New | None:
        """The union to be made, None where no name was given."""
        told = self.cleaned_data
        if not told.get("new_name"):
            return None
        return New(told["new_kind"], told["new_name"].strip(), told["new_code"].strip())

    def clean(self) -> dict:
        told = super().clean() or self.cleaned_data
        if bool(told.get("new_name")) != bool(told.get("new_code")):
            self.add_error("new_code", _("A new union needs a name and a code."))
        return told


class MergeForm(NewUnionForm):
    """The others, and whether this union goes on or a new one begins."""

    way = Way.MERGE
    others = words(_("Unions to merge with it"), help_text=_("One code or name in each line."))
    units_to = forms.CharField(
        label=_("Who takes units that cannot hang below it"),
        max_length=200,
        required=False,
        help_text=NAMED,
    )
    field_order = ["others", "new_name", "new_code", "new_kind", "units_to"]

    def clean_others(self) -> list[Organisation]:
        typed = filter(
            None, map(str.strip, re.split(r"[\n,，;；、]+", self.cleaned_data["others"]))
        )
        return [one_called(name, self.scope, within="parent") for name in typed]

    def clean_units_to(self) -> Organisation | None:
        return self.union_in("units_to")

    def plan(self) -> Plan:
        others, new = tuple(self.cleaned_data["others"]), self.new()
        units_to = self.cleaned_data["units_to"]
        if new:
            plan = Plan(self.way, (self.union, *others), new=new, units_to=units_to)
        else:
            plan = Plan(self.way, others, into=self.union, units_to=units_to)
        return self.seated(plan)


class SplitForm(NewUnionForm):
    """Which departments go, and into which union."""

    way = Way.SPLIT
    departments = forms.MultipleChoiceField(
        label=_("Departments whose members go"), widget=forms.CheckboxSelectMultiple
    )
    into = forms.CharField(
        label=_("Existing union that takes them"),
        max_length=200,
        required=False,
        help_text=_("Its code or whole name; or name a new union below."),
    )
    field_order = ["departments", "into", "new_name", "new_code", "new_kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self._lasting().values_list("person__department")
        counted = rows.annotate(Count("pk")).order_by("person__department")[:DEPARTMENTS]
        fields: Any = self.fields
        fields["departments"].choices = [
            (name or "-", f"{name or _('without a department')} · {count}")
            for name, count in counted
        ]

    def clean_into(self) -> Organisation | None:
        return self.union_in("into")

    def plan(self) -> Plan:
        wanted = ["" if name == "-" else name for name in self.cleaned_data["departments"]]
        going = self._lasting().filter(person__department__in=wanted)
        plan = Plan(
            self.way,
            (self.union,),
            into=self.cleaned_data["into"],
            new=self.new(),
            persons=frozenset(going.values_list("person", flat=True)),
        )
        return self.seated(plan)

    def _lasting(self):
        lasts = Q(until_on=None) | Q(until_on__gt=today())
        return Spell.objects.filter(lasts, organisation=self.union)


class DissolveForm(PlanForm):
    """Who takes what a dissolved union has."""

    way = Way.DISSOLVE
    into = forms.CharField(
        label=_("Union that takes its members, and all that is open"),
        max_length=200,
        required=False,
        help_text=_(
            "Its code or whole name; only a union without members and without anything open ends alone."
        ),
    )
    keeps = forms.BooleanField(
        label=_("The members keep their membership without a union"),
        required=False,
        help_text=_(
            "The higher union keeps it, without dues and without a vote, until another union takes them over. What else is open goes to the union named above; where none is named, to the higher union."
        ),
    )
    units_to = forms.CharField(
        label=_("Who takes the units below, if somebody else"),
        max_length=200,
        required=False,
        help_text=NAMED,
    )

    def clean_into(self) -> Organisation | None:
        return self.union_in("into")

    def clean_units_to(self) -> Organisation | None:
        return self.union_in("units_to")

    def plan(self) -> Plan:
        told = self.cleaned_data
        return Plan(
            self.way,
            (self.union,),
            into=told["into"],
            units_to=told["units_to"],
            keeps=told["keeps"],
        )


class ConfirmForm(forms.Form):
    """The second step: by which resolution, after a look at the consequences."""

    resolution = resolution(_("Resolution of the higher union"))
    reason = words(_("Reason"), required=False, max_length=300)


FORMS: dict[str, type[PlanForm]] = {
    form.way: form for form in (ChangeForm, MoveForm, MergeForm, SplitForm, DissolveForm)
}
