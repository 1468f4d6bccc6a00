"""The pages of whoever refers a request: propose, consent or ground, send, link, paper, end."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import requires
from unionhall.cases import queries as case_queries
from unionhall.cases.models import Case
from unionhall.cases.referrals import actions, forms, queries
from unionhall.cases.referrals.models import PASSED, UNDER_WAY, WITH_RECEIVER, Partner, Referral
from unionhall.cases.referrals.story import story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened


def case_of(request, number: str) -> Case:
    """The request, if the reader may refer it."""
    rows = case_queries.readable_by(request.user, "cases.refer", on=today())
    related = rows.select_related("organisation__parent", "person__user", "handler")
    return get_object_or_404(related, number=number)


def referral_of(request, number: str, uid) -> Referral:
    """One of its referrals."""
    return get_object_or_404(queries.of_case(case_of(request, number)), uid=uid)


def opened(request, row: Referral, subject=None) -> None:
    """Put into the record that the referral, or a file of it, was read; the worker sees it."""
    read_opened(row.case.chain, by=request.user, subject=subject or row, person=row.person or None)


@requires("cases.refer")
def refer(request, number):
    """Propose it: to whom, why, and just what."""
    case = case_of(request, number)
    read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    form = forms.ReferForm(request.POST or None, case=case)

    def act(data):
        return actions.refer(case, **data, by=request.user, on=today())

    done = _("Proposed. Nothing is passed on before the worker's word or a ground is on record.")
    return perform(request, "cases/referrals/refer.html", form, act, done=done, case=case)


@never_cache
@requires("cases.refer")
def referral(request, number, uid):
    """One referral as whoever refers it sees it."""
    row = referral_of(request, number, uid)
    opened(request, row)
    return _shown(request, row)


def _shown(request, row: Referral, *, refusal=None, link="", status=200):
    waits = row.state == "proposed"
    context = {
        "referral": row,
        "case": row.case,
        "acts": {
            "consent": waits,
            "send": row.state == "consented",
            "link": row.partner is not None and row.state in PASSED,
            "note_answer": row.partner is not None and row.state in WITH_RECEIVER,
            "end": row.state in UNDER_WAY,
            "tell": row.is_hidden,
            "paper": row.is_passed,
        },
        "messages_passed": row.said,
        "files": row.files.order_by("pk"),
        "papers": Attachment.objects.of(row),
        "duty": open_about([row]).get(row.pk),
        "readings": queries.readings(row, on=today()),
        "story": story(row),
        "refusal": refusal,
        "link": request.build_absolute_uri(link) if link else "",
        "today": today(),
    }
    return render(request, "cases/referrals/referral.html", context, status=status)


def _step(request, number, uid, form, act, title: str):
    """A page of its own for an act that asks something."""
    row = referral_of(request, number, uid)

    def done(data):
        act(row, **data, by=request.user, on=today())
        return row

    return perform(
        request,
        "cases/referrals/step.html",
        form,
        done,
        title=title,
        referral=row,
        back=row.get_absolute_url(),
    )


def _at_once(request, number, uid, act):
    """An act that asks nothing."""
    row = referral_of(request, number, uid)
    try:
        act(row, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, referral_of(request, number, uid), refusal=refused, status=409)
    messages.success(request, _("Done."))
    return redirect(row)


@requires("cases.refer")
def record_consent(request, number, uid):
    """Write down a consent given by telephone, in person or on paper."""
    form = forms.ConsentForm(request.POST or None, request.FILES or None)
    return _step(request, number, uid, form, actions.record_consent, _("Write down the consent"))


@requires("cases.refer")
def rest_on_ground(request, number, uid):
    """Rest it on a legal ground."""
    form = forms.GroundForm(request.POST or None)
    return _step(request, number, uid, form, actions.rest_on_ground, _("Rest it on a legal ground"))


@require_POST
@requires("cases.refer")
def send(request, number, uid):
    """Pass it on."""
    return _at_once(request, number, uid, actions.send)


@require_POST
@requires("cases.refer")
def tell(request, number, uid):
    """Tell the worker now."""
    return _at_once(request, number, uid, actions.tell)


@never_cache
@require_POST
@requires("cases.refer")
def make_link(request, number, uid):
    """Show a new secret address, once."""
    row = referral_of(request, number, uid)
    try:
        secret = actions.make_link(row, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, referral_of(request, number, uid), refusal=refused, status=409)
    return _shown(request, row, link=reverse("referrals:linked", args=[secret]))


@requires("cases.refer")
def note_answer(request, number, uid):
    """Write down what an outside body answered."""
    form = forms.NoteAnswerForm(request.POST or None)
    return _step(request, number, uid, form, actions.note_answer, _("Write down the answer"))


@requires("cases.refer")
def end(request, number, uid):
    """End it; the receiver's access ends."""
    form = forms.EndForm(request.POST or None)
    return _step(request, number, uid, form, actions.end, _("End the referral"))


@never_cache
@requires("cases.refer")
def paper(request, number, uid):
    """What is passed, on paper, for whoever takes it along or sends it by post."""
    row = referral_of(request, number, uid)
    if not row.is_passed:
        raise Http404
    opened(request, row)
    context = {
        "referral": row,
        "messages_passed": row.said,
        "files": row.files.order_by("pk"),
    }
    return render(request, "cases/referrals/paper.html", context)


@never_cache
@requires("cases.refer")
def consent_paper(request, number, uid, file):
    """The signed paper of a consent."""
    row = referral_of(request, number, uid)
    found = get_object_or_404(Attachment.objects.of(row), uid=file)
    opened(request, row, found)
    return serve(found)


@requires("cases.keep_partners")
def partners(request):
    """The directory of outside bodies."""
    rows = Partner.objects.kept().within(request.scope).select_related("organisation")
    return render(
        request, "cases/referrals/partners.html", {"rows": rows.order_by("kind", "name")[:500]}
    )


@requires("cases.keep_partners")
def add_partner(request):
    """Put a body into the directory."""
    form = forms.PartnerForm(request.POST or None, scope=request.scope)

    def act(data):
        actions.add_partner(**data, by=request.user, on=today())
        return reverse("referrals:partners")

    return perform(request, "cases/referrals/add_partner.html", form, act)


@require_POST
@requires("cases.keep_partners")
def end_partner(request, pk):
    """Take a body out of it."""
    row = get_object_or_404(Partner.objects.within(request.scope), pk=pk)
    try:
        actions.end_partner(row, by=request.user, on=today())
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Taken out of the directory."))
    return redirect("referrals:partners")
