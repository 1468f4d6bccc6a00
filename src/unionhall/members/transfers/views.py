"""Transfers: one of them as an officer sees it, and a member's own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.history.actions import read_opened
from unionhall.members.models import Spell
from unionhall.members.sealing import open_id
from unionhall.members.standing.views import spell_of
from unionhall.members.transfers import actions
from unionhall.members.transfers.forms import AskForm, RefuseForm
from unionhall.members.transfers.models import State, Transfer

SEEN = ("person", "spell__organisation", "to_organisation", "asked_by")


@requires("members.view")
def show(request, pk):
    """One transfer with what the reader's side may do; it names a member, so it counts as read."""
    row = row_of(request, pk)
    read_opened(
        row.to_organisation.chain,
        by=request.user,
        subject=row.person,
        person=str(row.person.uid),
    )
    return _shown(request, row)


@require_POST
@requires("members.release")
def release(request, pk):
    """The old union lets the member go."""
    return _done(
        request,
        of_old(request, pk),
        actions.release,
        _("Released. The new union has to receive the member."),
    )


@require_POST
@requires("members.receive")
def receive(request, pk):
    """The new union takes the member over."""
    return _done(
        request,
        of_new(request, pk),
        actions.receive,
        _("The member is in the new union from today on."),
    )


@require_POST
@requires("members.refuse_transfer")
def refuse_transfer(request, pk):
    """Either side says no."""
    row, form = row_of(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    return _done(
        request,
        row,
        actions.refuse_transfer,
        _("Refused. The member has been told why."),
        **form.cleaned_data,
    )


@require_POST
@requires("members.ask_transfer")
def withdraw_transfer(request, pk):
    """Whoever asked for the member takes it back."""
    row = row_of(request, pk)
    if row.asked_by != request.user:
        raise Http404  # a member's own wish is theirs alone
    return _done(request, row, actions.withdraw_transfer, _("Withdrawn. Nothing changes."))


@requires("members.ask_transfer")
def ask(request, pk):
    """An officer of the old union asks for a member's transfer."""
    spell, form, refusal = spell_of(request, pk), AskForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(spell, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Asked. The old union has to release the member."))
            return redirect(made)
    context = {"spell": spell, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.is_bound else 200
    return render(request, "members/transfers/ask.html", context, status=status)


@own
def my_ask(request, pk):
    """A member asks on the phone to be transferred."""
    spells = Spell.objects.filter(person__user=request.user).select_related("organisation")
    spell, form, refusal = get_object_or_404(spells, pk=pk), AskForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(spell, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal = error
        else:
            messages.success(
                request,
                _("Asked. You stay a member of your union until the new one has received you."),
            )
            return redirect("members:me")
    context = {"spell": spell, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.is_bound else 200
    return render(request, "members/transfers/my_ask.html", context, status=status)


@require_POST
@own
def my_withdraw(request, uid):
    """A member takes the wish back."""
    row = get_object_or_404(Transfer, uid=uid, person__user=request.user)
    with explain_refusal(request):
        actions.withdraw_transfer(row, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect("members:me")


def row_of(request, pk: int) -> Transfer:
    return get_object_or_404(Transfer.objects.within(request.scope).select_related(*SEEN), pk=pk)


def of_old(request, pk: int) -> Transfer:
    rows = Transfer.objects.filter(request.scope.q("spell__organisation")).select_related(*SEEN)
    return get_object_or_404(rows, pk=pk)


def of_new(request, pk: int) -> Transfer:
    rows = Transfer.objects.filter(request.scope.q("to_organisation")).select_related(*SEEN)
    return get_object_or_404(rows, pk=pk)


def _done(request, row: Transfer, act, said: str, **told):
    with explain_refusal(request):
        act(row, **told, by=request.user, on=today())
        messages.success(request, said)
    return redirect(row)


def _shown(request, row: Transfer, form: RefuseForm | None = None, status: int = 200):
    def may(ability: str, *units) -> bool:
        held = request.scope.also(ability)
        return any(held.covers(unit) for unit in units)

    old, new = row.from_organisation, row.to_organisation
    context = {
        "transfer": row,
        "duty": Duty.objects.open().about(row).first(),
        "today": today(),
        "masked": masked_id(open_id(row.person)),
        # Before the old union lets them go, the file is not the new one's to read.
        "opens_file": request.scope.covers(old) or row.state == State.RECEIVED,
        "may_release": row.state == State.ASKED and may("members.release", old),
        "may_receive": row.state == State.RELEASED and may("members.receive", new),
        "may_refuse": row.is_waiting and may("members.refuse_transfer", old, new),
        "may_withdraw": row.is_waiting and row.asked_by == request.user,
        "form": form or RefuseForm(),
    }
    return render(request, "members/transfers/show.html", context, status=status)
