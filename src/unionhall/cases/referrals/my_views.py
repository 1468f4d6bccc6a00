"""The worker's page of a referral: just what would be passed, to whom, why; agree, decline, revoke."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.cases.referrals import my_actions, queries
from unionhall.cases.referrals.models import UNDER_WAY, Referral
from unionhall.cases.referrals.story import story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.web import serve


def my_referral_of(request, uid) -> Referral:
    """One of the worker's own, if they may know of it."""
    return get_object_or_404(queries.of_worker(request.user), uid=uid)


@never_cache
@own
def my_referral(request, uid):
    """What it is, how it stands, and who has read it."""
    return _shown(request, my_referral_of(request, uid))


def _shown(request, row: Referral, *, refusal=None, status=200):
    context = {
        "referral": row,
        "messages_passed": row.said,
        "files": row.files.order_by("pk"),
        "may_decide": row.state == "proposed",
        "may_revoke": row.state in UNDER_WAY and row.state != "proposed" and not row.ground,
        "readings": queries.readings(row, on=today()),
        "story": story(row),
        "refusal": refusal,
    }
    return render(request, "cases/referrals/my_referral.html", context, status=status)


def _perform(request, uid, act, done: str):
    row = my_referral_of(request, uid)
    try:
        act(row, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, my_referral_of(request, uid), refusal=refused, status=409)
    messages.success(request, done)
    return redirect(row.my_url)


@require_POST
@own
def agree(request, uid):
    """Agree to just what the page shows."""
    return _perform(request, uid, my_actions.agree, _("You agreed. You can revoke it at any time."))


@require_POST
@own
def decline(request, uid):
    """Decline."""
    return _perform(request, uid, my_actions.decline, _("Nothing is passed on."))


@require_POST
@own
def revoke(request, uid):
    """Take the consent back."""
    done = _("Revoked. From now on nobody there can read it.")
    return _perform(request, uid, my_actions.revoke, done)


@never_cache
@own
def my_file(request, uid, file):
    """One of the files it passes."""
    found = queries.passed_file(my_referral_of(request, uid), file)
    if found is None:
        raise Http404
    return serve(found)
