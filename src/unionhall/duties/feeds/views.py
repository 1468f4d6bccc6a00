"""One's calendar address, and the calendar itself, which asks for nothing but its secret."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from unionhall.access.scope import own, public
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.duties.feeds import actions, ceilings, secrets
from unionhall.duties.feeds.models import Feed
from unionhall.duties.feeds.sources import entries
from unionhall.duties.feeds.writing import written

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@never_cache
@own
def index(request):
    """The reader's address, to be looked at whenever they like."""
    feed = Feed.objects.filter(user=request.user).first()
    address = ""
    if feed is not None:
        secret = secrets.secret(request.user.pk, feed.seed)
        address = settings.BASE_URL + reverse("calendar:feed", args=[secret])
    return render(request, "duties/calendar/index.html", {"feed": feed, "address": address})


def _feed(request) -> Feed:
    return get_object_or_404(Feed, user=request.user)


@require_POST
@own
def make(request):
    with explain_refusal(request):
        actions.make_feed(by=request.user, on=today())
    return redirect("calendar:index")


@require_POST
@own
def renew(request):
    with explain_refusal(request):
        actions.renew_feed(_feed(request), by=request.user, on=today())
        messages.success(
            request, _("The address until now leads nowhere. Give the new one to your calendar.")
        )
    return redirect("calendar:index")


@require_POST
@own
def withdraw(request):
    with explain_refusal(request):
        actions.withdraw_feed(_feed(request), by=request.user, on=today())
        messages.success(request, _("The address is withdrawn."))
    return redirect("calendar:index")


@require_POST
@own
def name_kinds(request):
    with explain_refusal(request):
        told = {"names_kinds": request.POST.get("names_kinds") == "yes"}
        actions.name_kinds(_feed(request), **told, by=request.user, on=today())
        messages.success(request, _("Saved."))
    return redirect("calendar:index")


@public
@require_safe
def feed(request, secret):
    """The dates of whoever's secret it is. Sessions play no part; what never was, what was withdrawn
    and whose account is closed all answer alike.
    """
    address = _address(request)
    if not ceilings.may_ask(address):
        return _plain(429)
    rows = Feed.objects.filter(digest=secrets.digest(secret), user__is_active=True)
    found = rows.select_related("user").first()
    if found is None:
        ceilings.wrong.add(address)
        return _plain(404)
    language = found.user.language or settings.LANGUAGE_CODE
    with override(language):
        told = {"names_kinds": found.names_kinds, "language": language}
        content = written(entries(found.user, on=today()), **told)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = HEADERS | {
        "ETag": etag,
        "Content-Disposition": 'inline; filename="unionhall.ics"',
    }
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _plain(status: int) -> HttpResponse:
    return HttpResponse(status=status, headers=HEADERS, content_type="text/plain; charset=utf-8")


def _address(request) -> str:
    """The caller's address; "" where the server does not know it."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
