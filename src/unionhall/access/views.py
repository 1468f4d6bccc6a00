"""Pages about permission itself."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from unionhall.access import why as reasons
from unionhall.access.grants import ABILITIES
from unionhall.access.matrix import matrix as whole_matrix
from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation


class WhyForm(forms.Form):
    """A page of the site, or an ability and perhaps an organisation."""

    url = forms.CharField(label=_("Address of a page"), required=False, max_length=300)
    ability = forms.ChoiceField(label=_("What one may do"), required=False)
    organisation = forms.CharField(
        label=_("Code of an organisation"), required=False, max_length=40
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ability"].choices = [
            ("", "–"),
            *[(code, ability.title) for code, ability in ABILITIES.items()],
        ]


@requires("access.view_matrix")
def matrix(request):
    return render(request, "access/matrix.html", {"matrix": whole_matrix()})


@own
def why(request):
    form = WhyForm(request.GET or None)
    return render(
        request, "access/why.html", {"form": form, "reason": _reason(request, form), "on": today()}
    )


def _reason(request, form) -> reasons.Reason | None:
    """What the form asks, answered for the reader alone; None where it asks nothing."""
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    if asked["ability"]:
        unit = Organisation.objects.filter(code=asked["organisation"]).first()
        reason = reasons.of_ability(request.user, asked["ability"], unit, on=today())
        # An organisation the reader may not see and one that does not exist answer alike.
        return (
            reason
            if reason.allowed and bool(unit) == bool(asked["organisation"])
            else reasons.CLOSED
        )
    if asked["url"].startswith("/"):
        return reasons.of_address(request.user, asked["url"].partition("?")[0], on=today())
    return None
