"""A member gives notice on the phone, or stays after all."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.members.models import Spell
from unionhall.members.standing import leaving
from unionhall.ui.pieces.text import written


def _mine(request, pk: int) -> Spell:
    spells = Spell.objects.filter(person__user=request.user)
    return get_object_or_404(spells.select_related("person", "organisation"), pk=pk)


@own
def withdraw(request, pk):
    """Give notice: what it means is said first."""
    spell, on = _mine(request, pk), today()
    if request.method != "POST":
        context = {
            "spell": spell,
            "out_on": written(leaving.out_on(spell, asked_on=on)),
            "rule": leaving.NOTICE,
        }
        return render(request, "members/standing/withdraw.html", context)
    with explain_refusal(request):
        leaving.withdraw(spell, asked_on=on, by=request.user, on=on)
        messages.success(
            request, _("Your notice is written down. You may take it back until then.")
        )
    return redirect("members:me")


@require_POST
@own
def take_back_withdrawal(request, pk):
    """Stay after all."""
    with explain_refusal(request):
        leaving.take_back_withdrawal(_mine(request, pk), by=request.user, on=today())
        messages.success(request, _("You stay a member, as if nothing had been."))
    return redirect("members:me")
