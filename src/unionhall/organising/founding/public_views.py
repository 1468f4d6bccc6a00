"""Workers who want a union where there is none: what they want, a code, and then how it stands.

Nothing here looks into the register, so that no page can tell a stranger who is a member.
"""

import base64
import json

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from unionhall.access.scope import public
from unionhall.accounts import codes
from unionhall.accounts.codes import Answer
from unionhall.accounts.forms import TypedCodeForm
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.organisations.models import Organisation
from unionhall.organising.founding import actions
from unionhall.organising.founding.forms import ProposeForm
from unionhall.organising.founding.models import PURPOSE, Founding

KEY = "founding"
TOLD = ("name", "phone", "id_number", "employment", "workplace", "kind")


@public
@never_cache
@sensitive_post_parameters("id_number")
def propose(request):
    """Say who you are and where; nothing is kept before the phone is proved."""
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in TOLD}
        _keep(request.session, form.cleaned_data["place"], told)
        codes.begin(request.session, told["phone"])
        return redirect("founding:code")
    return render(request, "organising/founding/propose.html", {"form": form, "refusal": None})


@public
@never_cache
def code(request):
    """Prove the phone; then the preparation begins."""
    kept = request.session.get(KEY)
    if not kept:
        return redirect("founding:propose")
    form = TypedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = codes.check(request.session, kept["phone"], form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return _proposed(request)
        if answer is Answer.OVER:
            del request.session[KEY]
            return redirect("founding:propose")
        form.add_error("code", get_adapter().validation_error("incorrect_code"))
    return render(request, "organising/founding/code.html", {"form": form, "kept": kept})


@public
@never_cache
def state(request, uid):
    """How it stands, without names; the address is known only to its founders."""
    row = get_object_or_404(Founding.objects.select_related("higher", "union"), uid=uid)
    context = {"founding": row, "count": row.founders.count()}
    return render(request, "organising/founding/state.html", context)


def _keep(session, place: Organisation, told: dict) -> None:
    """Remember what was typed until the phone is proved, sealed."""
    sealed = keyring.encrypt(PURPOSE, json.dumps(told).encode(), context=told["phone"].encode())
    session[KEY] = {
        "phone": told["phone"],
        "higher": place.code,
        "told": base64.b64encode(sealed).decode(),
    }


def _proposed(request):
    kept = request.session.pop(KEY, None)
    if not kept:
        raise Http404
    sealed = base64.b64decode(kept["told"])
    told = json.loads(keyring.decrypt(PURPOSE, sealed, context=kept["phone"].encode()))
    higher = get_object_or_404(Organisation.objects.open(), code=kept["higher"])
    try:
        row = actions.propose(higher, **told, on=today())
    except Refused as refusal:
        context = {"form": ProposeForm(), "refusal": refusal}
        return render(request, "organising/founding/propose.html", context, status=409)
    return redirect("founding:state", uid=row.uid)
