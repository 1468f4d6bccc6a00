"""The first sign-in: a claim, a code that proves the phone, and one of two answers.

Until the phone is proved nothing is looked up, so that the pages before cannot tell who is in the
register; and whoever does not fit is told the same, whatever the reason.
"""

import base64

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from unionhall.access.scope import public
from unionhall.accounts import codes
from unionhall.accounts.codes import Answer
from unionhall.accounts.entering import sign_in_by_code
from unionhall.accounts.forms import TypedCodeForm
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.members.binding import actions, owed
from unionhall.members.binding.forms import ClaimForm
from unionhall.members.binding.models import PURPOSE, BindingRequest
from unionhall.members.binding.rules import Claim

KEY = "first_sign_in"


@public
@never_cache
@sensitive_post_parameters("tail")
def first_sign_in(request):
    """Say who you are."""
    if request.user.is_authenticated:
        return redirect("/")
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep(request.session, form.claim(), form.cleaned_data["workplace"])
        codes.begin(request.session, form.cleaned_data["phone"])
        return redirect("first_sign_in_code")
    return render(request, "members/binding/first.html", {"form": form})


@public
@never_cache
def first_sign_in_code(request):
    """Prove the phone; then the claim is settled."""
    kept = request.session.get(KEY)
    if request.user.is_authenticated or not kept:
        return redirect("first_sign_in")
    form = TypedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = codes.check(request.session, kept["phone"], form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return settled(request)
        if answer is Answer.OVER:
            del request.session[KEY]
            return render(request, "members/binding/over.html", status=403)
        form.add_error("code", get_adapter().validation_error("incorrect_code"))
    return render(request, "members/binding/code.html", {"form": form, "phone": kept["phone"]})


@public
@never_cache
def first_sign_in_status(request, uid):
    """How a first sign-in stands; the address is known only to who asked."""
    asked = get_object_or_404(BindingRequest, uid=uid)
    due = owed.promised(asked) if asked.is_waiting else None
    context = {"asked": asked, "due": due, "rule": owed.RULE, "today": today()}
    return render(request, "members/binding/status.html", context)


def settled(request):
    """Sign in whom the register knows without doubt; show everybody else the same waiting page."""
    claim, workplace = taken(request.session)
    with explain_refusal(request):
        outcome = actions.settle(
            claim, workplace=workplace, language=get_language() or "", on=today()
        )
        if isinstance(outcome, BindingRequest):
            return redirect("first_sign_in_status", uid=outcome.uid)
        return sign_in_by_code(request, outcome)
    return redirect("first_sign_in")


def keep(session, claim: Claim, workplace: str) -> None:
    """Remember the claim until the phone is proved, the end of the ID number sealed."""
    sealed = keyring.encrypt(PURPOSE, claim.tail.encode(), context=claim.phone.encode())
    session[KEY] = {
        "phone": claim.phone,
        "name": claim.name,
        "workplace": workplace,
        "tail": base64.b64encode(sealed).decode(),
    }


def taken(session) -> tuple[Claim, str]:
    """The claim and workplace that were kept, and no longer are."""
    kept = session.pop(KEY, None)
    if not kept:
        raise Http404
    sealed = base64.b64decode(kept["tail"])
    tail = keyring.decrypt(PURPOSE, sealed, context=kept["phone"].encode()).decode()
    return Claim(kept["name"], kept["phone"], tail), kept["workplace"]
