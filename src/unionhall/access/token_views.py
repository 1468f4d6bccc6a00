"""A person's own tokens."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from unionhall.access import tokens
from unionhall.access.grants import ABILITIES
from unionhall.access.models import Token
from unionhall.access.scope import own, scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal


class TokenForm(forms.Form):
    """What a new token is for, what it may do and until when."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    until_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year."),
    )
    abilities = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = [(code, ability.title) for code, ability in ABILITIES.items() if scope(user, code)]
        self.fields["abilities"].choices = [(tokens.OWN, _("My own requests")), *mine]


@own
def index(request):
    """The tokens that hold, and a form for a new one; the secret is shown once."""
    form, secret, refusal = TokenForm(request.POST or None, user=request.user), "", None
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = tokens.make(
                request.user, **form.cleaned_data, by=request.user, on=today()
            )
            form = TokenForm(user=request.user)
        except Refused as refused:
            refusal = refused
    context = {
        "tokens": Token.objects.valid(on=today()).filter(user=request.user).order_by("pk"),
        "form": form,
        "secret": secret,
        "refusal": refusal,
    }
    return render(request, "access/tokens.html", context, status=409 if refusal else 200)


@require_POST
@own
def revoke(request, pk):
    token = get_object_or_404(Token, pk=pk, user=request.user)
    with explain_refusal(request):
        tokens.revoke(token, by=request.user, on=today())
    return redirect("access:tokens")
