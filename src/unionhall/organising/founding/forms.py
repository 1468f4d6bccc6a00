"""What is typed to found a union."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import EmployerField
from unionhall.access.scope import Scope
from unionhall.accounts.forms import PhoneFormField
from unionhall.core.clock import today
from unionhall.members.applying.forms import WishForm
from unionhall.members.forms import day, words
from unionhall.members.standing.forms import resolution
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organising.founding.models import Founder, Founding, Initiative, Leading
from unionhall.organising.founding.queries import FOUNDED
from unionhall.organising.founding.rules import ELECTED
from unionhall.organising.founding.steps import REFUSED_BY
from unionhall.rulebook import rules as book

FEW = 100  # so many are offered in a list; of more, one is typed
PARENTS = [code for code, kind in KINDS.items() if set(kind.children) & set(FOUNDED)]


class HigherField(forms.CharField):
    """An open organisation within a scope below which unions are founded, by its code or whole name."""

    scope: Scope

    def clean(self, value) -> Organisation:
        typed = super().clean(value)
        rows = higher_within(self.scope)
        found = list(rows.filter(code=typed)[:1] or rows.filter(name=typed)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("No organisation of exactly this name or code takes unions below it."),
                code="unknown",
            )
        return found[0]


def higher_within(scope: Scope):
    """Open organisations in the scope below which a union may be founded."""
    return Organisation.objects.within(scope).open().filter(kind__in=PARENTS).order_by("path")


class PrepareForm(forms.Form):
    """A union to be: where, of which kind, for whom."""

    higher = HigherField(label=_("Next higher union"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Name of the union"), max_length=200, help_text=_("As it shall be called.")
    )
    workplace = forms.CharField(
        label=_("Workplace, or platform and kind of work"), max_length=200, required=False
    )
    employer = EmployerField(
        label=_("Employer"),
        max_length=200,
        required=False,
        help_text=_("Its credit code or whole name; empty where the workers have no one employer."),
    )
    initiative = forms.ChoiceField(label=_("Who begins it?"), choices=Initiative)

    def __init__(self, *args, scope: Scope, employers: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(code, KINDS[code].title) for code in FOUNDED]
        fields["employer"].scope = employers
        fields["higher"].scope = scope
        few = list(higher_within(scope)[: FEW + 1])
        if len(few) <= FEW:
            choices = [(unit.code, unit.name) for unit in few]
            fields["higher"].widget = forms.Select(choices=choices)


class ProposeForm(WishForm):
    """A worker who wants a union where there is none: of their own free will, not too many from one place."""

    workplace = forms.CharField(
        label=_("Your workplace, or your platform and kind of work"), max_length=100
    )
    kind = forms.ChoiceField(
        label=_("Who would be in it?"),
        choices=[
            ("enterprise_union", _("the workers of one employer")),
            ("joint_union", _("workers of several employers, or without an employer")),
        ],
    )
    place = forms.CharField(
        label=_("Sub-district or town"),
        max_length=60,
        help_text=_("Its federation helps you. Part of the name is enough."),
    )
    free_will = forms.BooleanField(label=_("I want this of my own free will."))

    def clean_place(self) -> Organisation:
        typed = self.cleaned_data["place"]
        rows = Organisation.objects.open().filter(kind__in=PARENTS).exclude(kind__in=FOUNDED)
        exact = list(rows.filter(name=typed)[:1])
        found = exact or list(rows.called(typed).order_by("-path")[:6])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("No federation of a place so called was found.")
            if not found
            else _("Several places are called so: %s. Type the whole name.")
            % ", ".join(unit.name for unit in found),
            code="place",
        )

    def clean(self) -> dict:
        """Count the attempt, per number and per address, before anything is sent."""
        if not self.errors and not ratelimit.consume(
            context.request, action="apply", key=self.cleaned_data["phone"]
        ):
            raise get_adapter().validation_error("too_many_codes")
        return self.cleaned_data


class FounderForm(WishForm):
    """Somebody who applies, as the paper says."""

    phone = PhoneFormField()
    workplace = None  # type: ignore[assignment]  # that of the founding
    moves = forms.BooleanField(
        label=_("Is a member of another union and wants to come over"),
        required=False,
        help_text=_("The other union has to release them; until then they do not count here."),
    )


class ElectForm(forms.Form):
    """To which office a founder was elected."""

    office = forms.ChoiceField(label=_("Elected as"), required=False)

    def __init__(self, *args, founder: Founder | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["office"].choices = [
            ("", "–"),
            *((code, OFFICES[code].title) for code in ELECTED),
        ]
        if founder:
            self.fields["office"].initial = founder.office
            self.fields["office"].widget.attrs |= {
                "aria-label": founder.name,
                "class": "form-select",
            }


class ApplyForm(forms.Form):
    """How the founders elected, for the higher union to look at."""

    leading = forms.ChoiceField(label=_("Led by"), choices=Leading)
    years = forms.TypedChoiceField(
        label=_("Years of the term"), coerce=int, required=False, empty_value=None
    )
    elected_on = day(_("Elected on"))
    kin_declared = forms.BooleanField(
        label=_("Nobody elected is a close relative of the head of the enterprise."),
        required=False,
    )

    def __init__(self, *args, founding: Founding, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["years"].choices = [("", "–"), *((number, str(number)) for number in years)]
        fields["elected_on"].initial = today
        if founding.employer_id is None:
            del self.fields["kin_declared"]


class WithdrawForm(forms.Form):
    """Why a founding is given up."""

    reason = words(_("Reason"), max_length=300)


class ApproveForm(forms.Form):
    """What the higher union resolved, and the new union's code."""

    resolution = resolution(_("Approval of the higher union"))
    code = forms.CharField(
        label=_("Code of the union"),
        max_length=40,
        help_text=_("Letters, digits, dots and dashes; it stays."),
    )


class RefuseForm(forms.Form):
    """Why a founding is not approved, and by which article."""

    rule = forms.ChoiceField(label=_("Article that is not satisfied"))
    reason = words(_("Reason, which the founders read"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["rule"].choices = [("", "–"), *((rule, cited(rule)) for rule in REFUSED_BY)]


def cited(rule: str) -> str:
    """An article and what it says, for a list to choose from."""
    citation = book.citation(rule)
    return f"{citation.law} {citation.article}: {book.written(rule).title}"
