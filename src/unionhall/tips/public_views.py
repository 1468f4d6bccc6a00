"""The reporter's pages: no account, no cookie, no script; each answer belongs to one request."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.organisations.models import Organisation
from unionhall.tips import ceilings, cleaning, receipts, recipients, reporting, stamps
from unionhall.tips.door import MARK, nobodys, page
from unionhall.tips.forms import AddForm, NameForm, ReceiptForm, SendForm
from unionhall.tips.models import Said
from unionhall.tips.queries import conversation, file_of, openings

SHOWN = 12


@nobodys
def choose(request):
    """Find the union it is about."""
    typed = request.GET.get("q", "").strip()[:60]
    rows = Organisation.objects.open()
    exact = list(rows.filter(code=typed)[:1]) if typed else []
    found = exact or (list(rows.called(typed).order_by("path")[: SHOWN + 1]) if typed else [])
    context = {"typed": typed, "found": found[:SHOWN], "more": len(found) > SHOWN}
    return page("tips/public/choose.html", context)


@nobodys
def limits(request):
    """What these pages do not protect from."""
    return page("tips/public/limits.html")


@nobodys
def write(request, code):
    """Who will read it, and the report itself; sent, the receipt is in the answer, once."""
    union = get_object_or_404(Organisation.objects.open(), code=code)
    levels = recipients.levels(union, on=today())
    level = _chosen(levels, request.GET.get("level", ""))
    if level is None:
        return page("tips/public/nobody.html", {"union": union}, status=409)
    context = {
        "union": union,
        "level": level,
        "number": levels.index(level),
        "higher": levels.index(level) + 1 if level != levels[-1] else None,
    }
    if request.method != "POST":
        form = SendForm(level=level, initial={"stamp": stamps.new(code)})
        return page("tips/public/write.html", {**context, "form": form})
    return _sent(request, context)


def _chosen(levels, typed: str):
    number = int(typed) if typed in ("0", "1", "2", "3", "4", "5", "6") else 0
    return levels[number] if number < len(levels) else next(iter(levels), None)


def _sent(request, context: dict[str, Any]) -> HttpResponse:
    union, level = context["union"], context["level"]
    form = SendForm(request.POST, request.FILES, level=level)

    def again(refusal: Refused | None, status: int) -> HttpResponse:
        typed: Any = request.POST.copy()
        if not stamps.holds(typed.get("stamp", ""), union.code):
            typed["stamp"] = stamps.new(union.code)
        form.data = typed
        return page(
            "tips/public/write.html", {**context, "form": form, "refusal": refusal}, status=status
        )

    if not form.is_valid():
        return again(None, 422)
    if not stamps.holds(form.cleaned_data["stamp"], union.code):
        return again(
            Refused(_("This page was open for too long."), instead=_("Press “Send” once more.")),
            409,
        )
    if not ceilings.may_send(request.META.get(MARK, ""), union.code):
        return again(_too_often(), 429)
    out = [user for user, _offices in level.people if user.pk in form.cleaned_data["leave_out"]]
    try:
        _tip, receipt = reporting.send(
            union,
            level,
            text=form.cleaned_data["text"],
            leave_out=out,
            files=[cleaning.cleaned(upload) for upload in form.cleaned_data["files"]],
            stamp=form.cleaned_data["stamp"],
            on=today(),
        )
    except Refused as refusal:
        return again(refusal, 409)
    return page("tips/public/sent.html", {"receipt": receipts.in_fours(receipt)})


def _too_often() -> Refused:
    return Refused(
        _("There have been too many within this hour."),
        instead=_("Please try again in an hour. What you typed is still here."),
    )


@nobodys
def read(request):
    """Type the receipt; the answer is the conversation. Every wrong one is answered alike."""
    if request.method != "POST":
        return page("tips/public/receipt.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return page("tips/public/receipt.html", {"form": form}, status=422)
    mark = request.META.get(MARK, "")
    if not ceilings.may_try(mark):
        context = {"form": form, "refusal": _too_often()}
        return page("tips/public/receipt.html", context, status=429)
    secret = receipts.secret_of(receipts.digits_of(form.cleaned_data["receipt"]))
    answer = _shown(secret)
    if answer is None:
        ceilings.was_wrong(mark)
        return page("tips/public/receipt.html", {"form": form, "refusal": _unknown()}, status=404)
    return answer


def _unknown() -> Refused:
    return Refused(
        _("No report opens with this receipt."),
        instead=_("Compare the sixteen digits. A closed report is destroyed after its day."),
    )


def _shown(secret: receipts.Secret, *, status: int = 200, **more) -> HttpResponse | None:
    """The conversation that the secret opens, with what can be done; None where it opens nothing."""
    opened = reporting.found(secret)
    if opened is None:
        return None
    tip, key = opened
    context = {
        "tip": tip,
        "said": conversation(tip, key),
        "openings": openings(tip),
        "readers": recipients.level_of(tip, on=today()).lines,
        "ticket": receipts.ticket_of(secret),
        "add": AddForm(auto_id="id_add_%s"),
        "name": NameForm(auto_id="id_name_%s"),
        "kinds": Said.Kind,
        **more,
    }
    return page("tips/public/show.html", context, status=status)


def _with_ticket(request) -> tuple[receipts.Secret | None, HttpResponse]:
    """What a posted page goes on with, and the way back where it cannot."""
    secret = (
        receipts.secret_in(request.POST.get("ticket", "")) if request.method == "POST" else None
    )
    back = HttpResponseRedirect(f"{reverse('tips:read')}?lang={get_language()}")
    return secret, back


@nobodys
def add(request):
    """Answer the officers' question, or add something."""
    secret, back = _with_ticket(request)
    opened = reporting.found(secret) if secret else None
    if secret is None or opened is None:
        return back
    tip, key = opened
    form = AddForm(request.POST, request.FILES, auto_id="id_add_%s")
    if not form.is_valid():
        return _shown(secret, status=422, add=form) or back
    if not ceilings.may_send(request.META.get(MARK, ""), tip.union.code):
        return _shown(secret, status=429, add=form, refusal=_too_often()) or back
    try:
        files = [cleaning.cleaned(upload) for upload in form.cleaned_data["files"]]
        reporting.add(tip, key, text=form.cleaned_data["text"], files=files, on=today())
    except Refused as refusal:
        return _shown(secret, status=409, add=form, refusal=refusal) or back
    return _shown(secret, done=_("Sent. Come back with your receipt for the answer.")) or back


@nobodys
def name(request):
    """Give a name, so that it goes on as a request."""
    secret, back = _with_ticket(request)
    opened = reporting.found(secret) if secret else None
    if secret is None or opened is None:
        return back
    tip, key = opened
    form = NameForm(request.POST, auto_id="id_name_%s")
    if not form.is_valid():
        return _shown(secret, status=422, name=form) or back
    told = {what: form.cleaned_data[what] for what in ("name", "phone")}
    try:
        reporting.give_name(tip, key, **told, on=today())
    except Refused as refusal:
        return _shown(secret, status=409, name=form, refusal=refusal) or back
    return _shown(secret, done=_("Sent. The rights office takes it over as a request.")) or back


@nobodys
def withdraw(request):
    """Take the report back: all of it is destroyed at once."""
    secret, back = _with_ticket(request)
    opened = reporting.found(secret) if secret else None
    if secret is None or opened is None:
        return back
    if not request.POST.get("sure"):
        return _shown(secret, status=422, unsure=True) or back
    try:
        reporting.withdraw(opened[0], on=today())
    except Refused as refusal:
        return _shown(secret, status=409, refusal=refusal) or back
    return page("tips/public/gone.html", {"withdrawn": True})


@nobodys
def file(request, uid):
    """One file of the report, opened by the ticket of its page."""
    secret, back = _with_ticket(request)
    opened = reporting.found(secret) if secret else None
    if opened is None:
        return back
    try:
        return file_of(*opened, uid)
    except keyring.Unreadable:
        return back
