"""Who may read a request, for officers: named, invited, shut out; and emergency access."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import can, requires, scope
from unionhall.accounts.models import User
from unionhall.cases import queries as cases
from unionhall.cases.confidential import actions, forms, queries, reading
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import read_opened

NEEDED = ("organisation__parent", "person__user", "handler", "owner")


def _readable(request, number: str, ability: str) -> Case:
    rows = cases.readable_by(request.user, ability, on=today())
    return get_object_or_404(rows.select_related(*NEEDED), number=number)


@requires("cases.view")
def readers(request, number):
    """Who may read it and why; what of it may be changed by whoever looks."""
    row = _readable(request, number, "cases.view")
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return _page(request, row)


def _page(request, row: Case, *, bound=None, refusal=None, status=200):
    bound = bound or {}
    named, party = queries.of_page(row, on=today())
    typed = (request.POST.get("q") or request.GET.get("q", "")).replace("\x00", "").strip()[:60]
    able = _able(request.user, row)
    typed_into = bound.get("person") or forms.InviteForm()
    context = {
        "case": row,
        "named": named,
        "party": party,
        "offices": [] if row.is_confidential else cases.offices(row, on=today()),
        "able": able,
        "find": forms.FindForm({"q": typed} if typed else None),
        "q": typed,
        "found": queries.officers_called(typed, row, on=today()) if able else [],
        "person": typed_into if "until" in typed_into.fields else forms.InviteForm(),
        "mark": bound.get("mark") or forms.MarkForm(),
        "lift": bound.get("lift") or forms.LiftForm(),
        "refusal": refusal,
        "list_query": request.GET.urlencode(),
    }
    return render(request, "cases/confidential/readers.html", context, status=status)


VERBS = ("mark", "lift", "name", "unname", "invite", "dismiss", "record_party", "strike_party")


def _able(user, row: Case) -> set[str]:
    """What this user may do here, as the acts themselves would allow."""
    if reading.is_guest(row, user):
        return set()
    able = {verb for verb in VERBS if can(user, f"cases.{verb}", row.organisation)}
    able -= {"mark"} if row.is_confidential else {"lift", "name", "unname"}
    if row.handler_id != user.pk:
        able -= {"lift"}
        able -= {"invite", "dismiss"} if row.handler_id else set()
    return able


def _perform(request, number: str, verb: str, form, act, *, slot="person"):
    row = _readable(request, number, f"cases.{verb}")
    if not form.is_valid():
        return _page(request, row, bound={slot: form}, status=422)
    data = dict(form.cleaned_data)
    if "user" in data:
        data["user"] = _officer(data["user"], row)
    try:
        act(row, **data, by=request.user, on=today())
    except Refused as refusal:
        row = _readable(request, number, "cases.view")
        return _page(request, row, bound={slot: form}, refusal=refusal, status=409)
    still = cases.readable_by(request.user, on=today()).filter(pk=row.pk).exists()
    return redirect("cases:readers", number) if still else redirect("cases:inbox")


def _officer(key: int, row: Case) -> User:
    """Somebody in office, or who stands to the request already."""
    tied = User.objects.filter(pk__in=[tie.user_id for tie in reading.ties_on(row)], pk=key)
    found = queries.officer(key, on=today()) or tied.first()
    if found is None:
        raise Http404
    return found


@require_POST
@requires("cases.mark")
def mark(request, number):
    form = forms.MarkForm(request.POST)
    return _perform(request, number, "mark", form, actions.mark, slot="mark")


@require_POST
@requires("cases.lift")
def lift(request, number):
    def lifted(row, *, readers, **told):
        actions.lift(row, restricted=readers == "federation", **told)

    return _perform(request, number, "lift", forms.LiftForm(request.POST), lifted, slot="lift")


@require_POST
@requires("cases.name")
def name(request, number):
    return _perform(request, number, "name", forms.ReasonedForm(request.POST), actions.name)


@require_POST
@requires("cases.unname")
def unname(request, number):
    return _perform(request, number, "unname", forms.ReasonedForm(request.POST), actions.unname)


@require_POST
@requires("cases.invite")
def invite(request, number):
    return _perform(request, number, "invite", forms.InviteForm(request.POST), actions.invite)


@require_POST
@requires("cases.dismiss")
def dismiss(request, number):
    return _perform(request, number, "dismiss", forms.UserForm(request.POST), actions.dismiss)


@require_POST
@requires("cases.record_party")
def record_party(request, number):
    form = forms.PartyForm(request.POST)
    return _perform(request, number, "record_party", form, actions.record_party)


@require_POST
@requires("cases.strike_party")
def strike_party(request, number):
    form = forms.PartyForm(request.POST)
    return _perform(request, number, "strike_party", form, actions.strike_party)


@requires("cases.override")
def override(request):
    """Open a confidential request whose number somebody gave, in an emergency."""
    form, refusal, status = forms.OverrideForm(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.override(**form.cleaned_data, by=request.user, on=today())
        except Refused as refused:
            refusal, status = refused, 409
        else:
            messages.success(
                request, _("You can read it for a day. The worker and those named have been told.")
            )
            if scope(request.user, "cases.view"):
                return redirect(row)
            return redirect("cases:inbox")
    elif request.method == "POST":
        status = 422
    context = {"form": form, "refusal": refusal, "rule": actions.OVERRIDE_RULE}
    return render(request, "cases/confidential/override.html", context, status=status)
