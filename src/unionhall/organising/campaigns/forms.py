"""What is typed in campaigns."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.grants import offices_with
from unionhall.access.organisations.forms import day_field, offer
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organising.campaigns.models import Campaign, Met, VisitOutcome
from unionhall.organising.employers_in.actions import PLACES

DAYS = 90
MOST_LISTED = 300


class BeginForm(forms.Form):
    """A campaign: its union, its officer and its days."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=100)
    organisation = forms.ModelChoiceField(
        label=_("Responsible union"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    officer = forms.ModelChoiceField(
        label=_("Responsible officer"), queryset=User.objects.none(), empty_label=None
    )
    from_on = day_field(_("Begins on"))
    until_on = day_field(_("Last day"), initial=lambda: today() + timedelta(days=DAYS))

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        units = Organisation.objects.open().within(scope).filter(kind__in=PLACES)
        self.fields["organisation"].queryset = units.order_by("path")
        held = Mandate.objects.in_force(on=today()).within(scope)
        able = held.filter(office__in=offices_with("campaigns.visit"))
        self.fields["officer"].queryset = User.objects.filter(pk__in=able.values("user")).order_by(
            "name", "pk"
        )
        self.fields["officer"].initial = scope.user and scope.user.pk


class ChooseForm(forms.Form):
    """Into which campaign the employers of a list go."""

    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), empty_label=None
    )

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Campaign.objects.within(scope).running().order_by("-from_on", "-pk")
        self.fields["campaign"].queryset = rows


class VisitForm(forms.Form):
    """A visit, and what comes next."""

    visited_on = day_field(_("Day of the visit"))
    met = forms.ChoiceField(label=_("Whom you met"))
    outcome = forms.ChoiceField(label=_("What came of it"))
    note = forms.CharField(
        label=_("Note about the employer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("About the employer only: nobody's name, and nothing of what anybody thinks."),
    )
    next_on = day_field(
        _("Next step on"),
        required=False,
        initial=None,
        help_text=_("It becomes a duty, due by the working day after."),
    )
    next_step = forms.CharField(label=_("Next step"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "met", Met.choices)
        offer(self, "outcome", VisitOutcome.choices)
        self.fields["outcome"].initial = VisitOutcome.INFORMED


class GiveUpForm(forms.Form):
    """Why an employer is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
