"""What is typed into the pages of referrals."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases.forms import words
from unionhall.cases.referrals import queries
from unionhall.cases.referrals.models import ConsentWay, Partner, PartnerKind, ReferralGround
from unionhall.core.clock import today
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation

RECORDED = [pair for pair in ConsentWay.choices if pair[0] != ConsentWay.PAGE]


def _day(label, **options) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class ReferForm(forms.Form):
    """To whom, why, and just what is passed on; the choices are what the rules would allow."""

    to = forms.ChoiceField(label=pgettext_lazy("referral", "To"), required=False)
    union = forms.CharField(
        label=_("Or the code of another union"),
        required=False,
        max_length=40,
        help_text=_("For a union that is not in the list above."),
    )
    why = words(
        _("Why"),
        rows=2,
        help_text=_("The worker reads it before agreeing, and so does the receiver."),
    )
    summary = words(
        _("What is passed on, in your words"),
        rows=5,
        help_text=_("Only what the receiver needs. They do not see the request itself."),
    )
    with_contact = forms.BooleanField(
        label=_("Pass on the worker's name and telephone number"), required=False
    )
    messages = forms.MultipleChoiceField(
        label=_("Messages to pass on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    files = forms.MultipleChoiceField(
        label=_("Files to pass on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    ask = forms.TypedChoiceField(
        label=_("The worker's word"),
        choices=[
            ("yes", _("Ask the worker on their own page now")),
            ("no", _("Do not ask there: I write down their word, or a legal ground follows")),
        ],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        found, files = queries.passable(case)
        self.known = {str(row.pk): row for row in found}, {str(row.uid): row for row in files}
        self.fields["to"].choices = [("", _("choose")), *queries.choices(case, on=today())]
        self.fields["messages"].choices = [
            (key, f"{row.by_label}: {row.text[:80]}") for key, row in self.known[0].items()
        ]
        self.fields["files"].choices = [(key, row.name) for key, row in self.known[1].items()]
        for name in ("messages", "files"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean(self):
        data = super().clean()
        code, chosen = data.pop("union", "").strip(), data.get("to", "")
        if bool(code) == bool(chosen):
            raise forms.ValidationError(_("Choose one receiver: from the list, or by its code."))
        data["to"] = self._by_code(code) if code else receiver_of(self.case, chosen)
        if data["to"] is None:
            raise forms.ValidationError(_("Nobody there may receive this request."))
        data["messages"] = [self.known[0][key] for key in data.get("messages", [])]
        data["files"] = [self.known[1][key] for key in data.get("files", [])]
        return data

    def _by_code(self, code: str):
        union = Organisation.objects.open().filter(code=code).first()
        return queries.desk_at(self.case, union, on=today()) if union else None


def receiver_of(case, chosen: str):
    """The desk or body behind a choice ("desk:12:chair", "partner:3"), or None."""
    kind, _colon, key = chosen.partition(":")
    if kind == "partner":
        return next((row for row in queries.partners_for(case) if str(row.pk) == key), None)
    found = queries.desks_for(case, on=today())
    return next((d for d in found if f"{d.organisation.pk}:{d.office}" == key), None)


class ConsentForm(forms.Form):
    """A consent that was not given on the worker's own page."""

    way = forms.ChoiceField(label=_("How it was given"), choices=RECORDED)
    given_on = _day(_("Given on"))
    how = forms.CharField(
        label=_("Who took it, and in which words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=_("Signed paper"), required=False, help_text=_("A photo or PDF, if there is one.")
    )


class GroundForm(forms.Form):
    """The legal ground where there is no consent."""

    ground = forms.ChoiceField(label=_("Legal ground"), choices=ReferralGround.choices)
    text = forms.CharField(
        label=_("Law, article and facts it rests on"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hidden = forms.BooleanField(
        label=_("Telling the worker now would put somebody in danger"),
        required=False,
        help_text=_("Then their page shows nothing of it until you tell them."),
    )


class NoteAnswerForm(forms.Form):
    text = words(_("What they answered"), rows=5)


class AnswerReferralForm(forms.Form):
    text = words(
        _("Your answer"), rows=5, help_text=_("The worker reads it, and so does who referred it.")
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it goes back"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it ends"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartnerForm(forms.ModelForm):
    """An outside body, kept by one of one's federations."""

    class Meta:
        model = Partner
        fields = ("organisation", "kind", "name", "contact")
        help_texts = {
            "contact": _("Address and telephone number of the place that takes referrals.")
        }

    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        # Kept by federations: the unions below them refer to what stands there.
        federations = [code for code, kind in KINDS.items() if not kind.holds_members]
        rows = Organisation.objects.open().within(scope).filter(kind__in=federations)
        field.queryset = rows.order_by("path")
