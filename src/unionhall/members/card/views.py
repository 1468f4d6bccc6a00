"""The member's card on the phone, the public check, and an officer who revokes a lost one."""

from time import time

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own, public, requires
from unionhall.core import signing
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.members.card import actions, codec, pictures, queries
from unionhall.members.card.models import Card
from unionhall.members.models import Person
from unionhall.members.standing.forms import RetractForm
from unionhall.ui.pieces.text import written

CHECKS_A_MINUTE = 120


@never_cache
@own
def show(request):
    """My card, renewed when it runs out soon; whoever has none yet is offered one."""
    person = _me(request)
    card, on = person.cards.live().first(), today()
    if card and queries.holds(person, on=on) and actions.is_to_renew(card, on=on):
        actions.renew(card, by=request.user, on=on)
    context: dict = {"person": person, "holds": queries.holds(person, on=on), "card": card}
    if card and context["holds"]:
        context |= {"picture": pictures.svg(_address(request, card)), "lines": _lines(person)}
        number = card.written_number
        context["number"] = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return render(request, "members/card/show.html", context)


@require_POST
@own
def issue(request):
    """Ask for a card."""
    with explain_refusal(request):
        actions.issue(_me(request), by=request.user, on=today())
    return redirect("card:show")


@never_cache
@own
def pdf(request):
    """The card to print, of a wallet's size."""
    person = _me(request)
    card = get_object_or_404(person.cards.live())
    if not queries.holds(person, on=today()):
        raise Http404
    told = {
        "address": _address(request, card),
        "title": _("Union member's card"),
        "name": person.name,
        "lines": [*_lines(person), _("Valid until %s") % written(card.last_on)],
    }
    try:
        content = pictures.pdf(**told)
    except Refused as refused:
        messages.error(request, f"{refused.reason} {refused.instead}")
        return redirect("card:show")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="card.pdf"'},
    )


@never_cache
@public
def check(request, payload):
    """Whether a card is good: all that anybody learns who scans it."""
    if _too_many(request):
        return render(request, "members/card/check.html", {"busy": True}, status=429)
    verdict = queries.check(payload, on=today())
    return render(request, "members/card/check.html", {"verdict": verdict})


@public
def keys(request):
    """The public keys, with which a card can be checked without this server."""
    return JsonResponse(published())


def published() -> dict:
    """The public keys by number: hexadecimal, and the last day for which one that was put away vouches."""
    found = signing.public_keys(codec.PURPOSE)
    return {
        "keys": {
            str(number): {
                "key": key.raw.hex(),
                "last_on": key.last_on.isoformat() if key.last_on else None,
            }
            for number, key in sorted(found.items())
        }
    }


@requires("members.revoke_card")
def revoke(request, pk):
    """Revoke a member's card, with the reason."""
    card = get_object_or_404(
        Card.objects.live().filter(person__in=Person.objects.within(request.scope)), pk=pk
    )
    form = RetractForm(request.POST or None)
    form.fields["reason"].label = _("Why is it revoked?")
    if request.method == "POST" and form.is_valid():
        with explain_refusal(request):
            actions.revoke(card, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("The card is revoked. The member can get a new one."))
        return redirect(card.person)
    context = {"card": card, "form": form}
    return render(
        request, "members/card/revoke.html", context, status=422 if form.is_bound else 200
    )


def _too_many(request) -> bool:
    """Whether this address has checked more cards this minute than a gate needs; allauth counts no GET."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    key = f"card_check {address} {int(time() // 60)}"
    cache.add(key, 0, 120)
    return cache.incr(key) > CHECKS_A_MINUTE


def _me(request) -> Person:
    return get_object_or_404(Person, user=request.user)


def _address(request, card: Card) -> str:
    payload = codec.written(bytes(card.number), card.last_on)
    return request.build_absolute_uri(reverse("card:check", args=[payload]))


def _lines(person: Person) -> list[str]:
    on = today()
    return [spell.organisation.name for spell in person.memberships if spell.covers(on)][:2]
