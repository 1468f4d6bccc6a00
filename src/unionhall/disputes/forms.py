"""What is typed into the pages of disputes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.disputes.models import ClaimKind, Committee, Venue
from unionhall.members.forms import day, words
from unionhall.organisations.models import Organisation


def _amount(label, **options) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=14, decimal_places=2, **options)


class Names(forms.CharField):
    """Several names, one on a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value) -> list[str]:
        return [name.strip() for name in super().clean(value).splitlines() if name.strip()]


class OpenForm(forms.Form):
    """A dispute with its first claim; `person` is the member's key in the register."""

    employer = forms.CharField(label=_("Employer"), max_length=200)
    text = words(_("What it is about"), rows=4, max_length=4000)
    known_on = day(
        _("Since when does the worker know?"),
        help_text=_(
            "The day on which they knew, or should have known, that their right was harmed."
        ),
    )
    employment_ended_on = day(_("Employment ended on"), required=False)
    kind = forms.ChoiceField(label=_("Claim"), choices=ClaimKind)
    amount = _amount(_("Amount (yuan)"), required=False)


class ClaimForm(forms.Form):
    claimant: Any = forms.ModelChoiceField(label=_("Worker"), queryset=None)
    kind = forms.ChoiceField(label=_("Claim"), choices=ClaimKind)
    amount = _amount(_("Amount (yuan)"), required=False)

    def __init__(self, *args, dispute, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["claimant"]
        field.queryset = dispute.claimants.select_related("person").order_by("pk")
        field.label_from_instance = lambda row: row.person.name


class ClaimantForm(forms.Form):
    person = forms.UUIDField(label=_("Key of the member's file"))


class WonForm(forms.Form):
    won = _amount(_("Won (yuan)"))


class ChooseForm(forms.Form):
    chosen: Any = forms.ModelMultipleChoiceField(
        label=_("Who speaks for all"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, dispute, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.queryset = dispute.claimants.select_related("person").order_by("pk")
        field.label_from_instance = lambda row: row.person.name


class RepresentForm(forms.Form):
    username = forms.CharField(label=_("Account of the officer"), max_length=150)


class InstalmentForm(forms.Form):
    amount = _amount(_("Amount (yuan)"))
    due_on = day(_("To be paid by"))


class DayForm(forms.Form):
    day = day(_("Day on which it happened"))


class ReasonForm(forms.Form):
    reason = words(_("Reason"), max_length=300)


class RecuseForm(ReasonForm):
    instead_of = forms.CharField(label=_("Who takes the place"), max_length=100)


class ExtendForm(ReasonForm):
    kind = forms.CharField(max_length=40, widget=forms.HiddenInput)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=365)
    both_agree = forms.BooleanField(label=_("Both sides agree"), required=False)


class MissForm(ReasonForm):
    kind = forms.CharField(max_length=40, widget=forms.HiddenInput)


class LimitForm(DayForm):
    """What moves the limitation."""

    move = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("interrupt", _("interrupted: it begins anew")),
            ("suspend", _("suspended: it stands still")),
            ("resume", _("it goes on")),
        ],
    )
    text = words(_("Ground"), max_length=1000)


class CorrectForm(DayForm, ReasonForm):
    """Another day for something that was written down."""


class CommitteeForm(forms.Form):
    """A mediation committee."""

    union = forms.CharField(label=_("Code of the union"), max_length=40)
    workers = Names(label=_("For the workers, one name on a line"), max_length=2000)
    employer = Names(label=_("For the employer, one name on a line"), max_length=2000)
    chair = forms.CharField(label=_("Chair"), max_length=100)
    chair_is = forms.ChoiceField(label=_("The chair is"), choices=Committee.Chair)
    from_on = day(_("Since"))
    until_on = day(_("Until"))

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean_union(self) -> Organisation:
        """The union with this code, if it is one of the reader's own."""
        rows = Organisation.objects.within(self.scope).open()
        if found := rows.filter(code=self.cleaned_data["union"]).first():
            return found
        raise forms.ValidationError(_("You look after no union with this code."))


class StepForm(forms.Form):
    """A step: the day on which it happened, a note, and what the step needs besides."""

    def __init__(self, *args, act: str, dispute, **kwargs):
        kwargs.setdefault("auto_id", f"id_{act}_%s")
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name, field in extra(act, dispute).items():
            fields[name] = field
        fields["day"] = day(_("Day on which it happened"), initial=today, required=False)
        if "text" not in fields:
            fields["text"] = words(_("Note"), required=False, max_length=4000)

    def clean_day(self):
        return self.cleaned_data["day"] or today()


def extra(act: str, dispute) -> dict[str, forms.Field]:
    """What a step asks for besides its day and a note."""
    if act == "ask_mediation":
        rows = Committee.objects.filter(organisation__in=dispute_line(dispute))
        return {
            "venue": forms.ChoiceField(label=_("Who mediates"), choices=Venue),
            "committee": forms.ModelChoiceField(
                label=_("Committee"), queryset=rows.select_related("organisation"), required=False
            ),
        }
    if act == "accept":
        return {"mediators": Names(label=_("Mediators, one name on a line"), max_length=500)}
    if act in ("record_session", "agree", "withdraw", "end"):
        label = {
            "record_session": _("What was said"),
            "agree": _("What was agreed"),
        }.get(act, _("Reason"))
        fields: dict[str, forms.Field] = {"text": words(label, rows=4, max_length=4000)}
        if act == "agree":
            fields["copies"] = forms.IntegerField(label=_("Copies"), min_value=1, initial=3)
            fields["signed"] = forms.BooleanField(
                label=_("Signed and sealed by both sides and the mediators"), required=False
            )
        return fields
    if act in ("ask_review", "ask_confirmation"):
        return {"together": forms.BooleanField(label=_("Both sides ask together"), required=False)}
    if act == "apply_arbitration":
        return {
            "ground": words(
                _("Ground, if the limitation has run out"), required=False, max_length=1000
            )
        }
    if act == "set_hearing":
        return {"hearing_on": day(_("Day of the hearing"))}
    return {}


def dispute_line(dispute) -> list[int]:
    """The unions of the workers and those above: where a committee of the enterprise can be."""
    paths = dispute.claimants.values_list("person__spells__organisation__path", flat=True)
    return sorted({int(key) for path in paths if path for key in path.strip("/").split("/")})
