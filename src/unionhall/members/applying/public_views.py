"""How somebody applies on the phone: the union, who they are, a code, and then how it stands.

Nothing here looks into the register, so that no page can tell a stranger who is a member.
"""

import base64
import json

from allauth.account.adapter import get_adapter
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.access.scope import public
from unionhall.accounts import codes
from unionhall.accounts.codes import Answer
from unionhall.accounts.forms import TypedCodeForm
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.members.applying import actions, owed
from unionhall.members.applying.forms import ApplyForm
from unionhall.members.applying.models import PURPOSE, Application
from unionhall.organisations.fields import below
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation

KEY = "applying"
MOST = 20


@public
def join(request):
    """Find the union to join: by its name, or by the place; unions without an employer first."""
    text = request.GET.get("q", "").strip().replace("\x00", "")[:60]
    found = list(_named(text)[: MOST + 1]) if text else []
    context = {"typed": text, "found": found[:MOST], "more": len(found) > MOST}
    return render(request, "members/applying/join.html", context)


@public
@never_cache
@sensitive_post_parameters("id_number")
def apply(request, code):
    """Say who you are; nothing is kept before the phone is proved."""
    unit = _unit(code)
    form, refusal = ApplyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in TOLD}
        _keep(request.session, unit, told)
        codes.begin(request.session, told["phone"])
        return redirect("applying:code")
    context = {"unit": unit, "form": form, "refusal": refusal}
    return render(request, "members/applying/apply.html", context)


TOLD = ("name", "phone", "id_number", "employment", "workplace")


@public
@never_cache
def code(request):
    """Prove the phone; then the application is brought."""
    kept = request.session.get(KEY)
    if not kept:
        return redirect("applying:join")
    form = TypedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = codes.check(request.session, kept["phone"], form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return _brought(request)
        if answer is Answer.OVER:
            del request.session[KEY]
            return render(request, "members/applying/over.html", {"kept": kept}, status=403)
        form.add_error("code", get_adapter().validation_error("incorrect_code"))
    return render(request, "members/applying/code.html", {"form": form, "kept": kept})


@public
@never_cache
def state(request, uid):
    """How an application stands; the address is known only to who applied."""
    rows = Application.objects.select_related(
        "organisation__parent", "person", "transfer__spell__organisation"
    )
    row = get_object_or_404(rows, uid=uid)
    context = {
        "application": row,
        "due": owed.promised(row) if row.is_waiting else None,
        "rule": owed.RULE,
        "today": today(),
    }
    return render(request, "members/applying/state.html", context)


@require_POST
@public
@never_cache
def withdraw_application(request, uid):
    """Take the application back."""
    row = get_object_or_404(Application, uid=uid)
    with explain_refusal(request):
        actions.withdraw_application(row, by=None, on=today())
    return redirect("applying:state", uid=uid)


def _named(text: str):
    """Open unions so called, and those below a federation so called."""
    called = Organisation.objects.open().called(text)
    wanted = Q(pk__in=called.values("pk"))
    for path in (
        called.exclude(kind__in=HOLDING).order_by("path").values_list("path", flat=True)[:5]
    ):
        low, high = below(path)
        wanted |= Q(path__gte=low, path__lt=high)
    rows = Organisation.objects.open().filter(wanted, kind__in=HOLDING).select_related("parent")
    # Whoever works without an employer joins a joint union or one of their trade.
    return rows.annotate(has_employer=Q(employer__isnull=False)).order_by("has_employer", "code")


def _unit(code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.open().filter(kind__in=HOLDING), code=code)


def _keep(session, unit: Organisation, told: dict) -> None:
    """Remember what was typed until the phone is proved, sealed."""
    sealed = keyring.encrypt(PURPOSE, json.dumps(told).encode(), context=told["phone"].encode())
    session[KEY] = {
        "phone": told["phone"],
        "union": unit.code,
        "told": base64.b64encode(sealed).decode(),
    }


def _brought(request):
    kept = request.session.pop(KEY, None)
    if not kept:
        raise Http404
    sealed = base64.b64decode(kept["told"])
    told = json.loads(keyring.decrypt(PURPOSE, sealed, context=kept["phone"].encode()))
    try:
        row = actions.apply(
            _unit(kept["union"]), **told, language=get_language() or "", by=None, on=today()
        )
    except Refused as refusal:
        context = {"unit": _unit(kept["union"]), "form": ApplyForm(), "refusal": refusal}
        return render(request, "members/applying/apply.html", context, status=409)
    return redirect("applying:state", uid=row.uid)
