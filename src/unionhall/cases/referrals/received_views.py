"""The pages of those who receive referrals: a desk's, and the one behind an outside body's link."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import turned
from unionhall.access.scope import public, requires
from unionhall.cases.referrals import forms, queries, receiving
from unionhall.cases.referrals.models import WITH_RECEIVER, Referral
from unionhall.cases.referrals.story import story
from unionhall.cases.referrals.views import opened
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about


def received_of(request, uid) -> Referral:
    """A referral that the reader's desk received and may still read."""
    rows = queries.received_by(request.user, on=today()).select_related(*queries.RELATED)
    return get_object_or_404(rows, uid=uid)


@requires("cases.receive_referral")
def index(request):
    """What was referred to my desks: the latest first."""
    rows = queries.received_by(request.user, on=today()).select_related(*queries.RELATED)
    page = keyset(rows, ("-sent_on", "-pk"), request.GET.get("at", ""))
    duties = open_about(page)
    context = {
        "rows": [(row, duties.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "today": today(),
    }
    return render(request, "cases/referrals/index.html", context)


@never_cache
@requires("cases.receive_referral")
def received(request, uid):
    """Only what was passed; that it was opened stands in the worker's list of readings."""
    row = received_of(request, uid)
    opened(request, row)
    return _shown(request, row)


def _shown(request, row: Referral, *, bound=None, refusal=None, status=200):
    bound = bound or {}
    context = {
        **passed(row),
        "duty": open_about([row]).get(row.pk),
        "may_take_up": row.state == "sent",
        "may_answer": row.state in WITH_RECEIVER,
        "answer_form": bound.get("answer") or forms.AnswerReferralForm(),
        "send_back_form": bound.get("send_back") or forms.SendBackForm(),
        "send_back_open": "send_back" in bound,
        "story": story(row, for_receiver=True),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/referrals/received.html", context, status=status)


def passed(row: Referral) -> dict:
    """What a receiver is shown: nothing else of the request."""
    return {
        "referral": row,
        "messages_passed": row.said,
        "files": row.files.order_by("pk"),
    }


def _perform(request, uid, name: str, form, act):
    row = received_of(request, uid)
    if form is not None and not form.is_valid():
        return _shown(request, row, bound={name: form}, status=422)
    try:
        act(row, **(form.cleaned_data if form else {}), by=request.user, on=today())
    except Refused as refused:
        again = received_of(request, uid)
        return _shown(
            request, again, bound={name: form} if form else {}, refusal=refused, status=409
        )
    messages.success(request, _("Done."))
    return redirect(row.received_url if row.is_passed else "referrals:index")


@require_POST
@requires("cases.receive_referral")
def take_up(request, uid):
    """Take it up."""
    return _perform(request, uid, "take_up", None, receiving.take_up)


@require_POST
@requires("cases.receive_referral")
def send_back(request, uid):
    """Send it back with a reason."""
    return _perform(
        request, uid, "send_back", forms.SendBackForm(request.POST), receiving.send_back
    )


@require_POST
@requires("cases.receive_referral")
def answer(request, uid):
    """Answer it."""
    return _perform(
        request, uid, "answer", forms.AnswerReferralForm(request.POST), receiving.answer
    )


@never_cache
@requires("cases.receive_referral")
def file(request, uid, file):
    """One of the files that were passed."""
    row = received_of(request, uid)
    found = queries.passed_file(row, file)
    if found is None:
        raise Http404
    opened(request, row, found)
    return serve(found)


def _ended(request):
    answer = render(request, "cases/referrals/ended.html", status=410)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@public
def linked(request, secret):
    """What was passed to an outside body, as long as its link holds; then 410 without any detail."""
    row = queries.by_link(secret)
    if row is None or not queries.holds(row, on=today()):
        return _ended(request)
    receiving.open_link(row, on=today())
    answer = render(request, "cases/referrals/linked.html", {**passed(row), "secret": secret})
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@public
def linked_file(request, secret, uid):
    """One of the files behind a link."""
    row = queries.by_link(secret)
    found = queries.passed_file(row, uid) if row and queries.holds(row, on=today()) else None
    if found is None:
        return _ended(request)
    receiving.open_link(row, on=today())
    return serve(found)
