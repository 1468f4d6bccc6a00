"""The pages of mails to look at: the list, one mail, and the four things that can be done with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned, words_in
from unionhall.access.scope import requires, scope
from unionhall.cases import routing
from unionhall.cases.forms import TakeDownForm
from unionhall.cases.mail_in import actions, forms, queries
from unionhall.cases.mail_in.decoding import text_of
from unionhall.cases.mail_in.models import Mail, MailState
from unionhall.cases.models import Case
from unionhall.cases.queries import chain_of, readable_by
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened, searched
from unionhall.members.models import Person
from unionhall.members.search import found

MOST = 20
SOURCE = 200_000  # bytes of a mail's source that are shown


def mail_of(request, uid) -> Mail:
    """A mail at a desk of the reader's scope, of which they may know what became."""
    rows = queries.seen_by(request.user, request.scope, on=today())
    related = rows.select_related("organisation", "person", "case", "decided_by")
    return get_object_or_404(related, uid=uid)


@requires("cases.read_mail")
def index(request):
    """Mails to look at, the oldest first; those of machines; those that were dealt with."""
    show = request.GET.get("show", "")
    rows, order = queries.shown(queries.seen_by(request.user, request.scope, on=today()), show)
    page = keyset(rows.select_related("decided_by"), order, request.GET.get("at", ""))
    duties = open_about(page)
    names = (("", _("To look at")), ("automatic", _("From machines")), ("decided", _("Dealt with")))
    tabs = [
        {
            "label": label,
            "url": address(request, show=name or None, at=None),
            "current": show == name,
        }
        for name, label in names
    ]
    context = {
        "rows": [(row, duties.get(row.pk)) for row in page],
        "tabs": tabs,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "today": today(),
    }
    return render(request, "cases/mail_in/index.html", context)


@never_cache
@requires("cases.read_mail")
def mail(request, uid):
    """One mail; that it was opened is recorded."""
    row = mail_of(request, uid)
    _opened(request, row)
    return _shown(request, row)


def _opened(request, row: Mail) -> None:
    person = str(row.person.uid) if row.person else None
    read_opened(row.chain, by=request.user, subject=row, person=person)


def _shown(request, row: Mail, *, form=None, spam=None, refusal=None, status=200):
    waits = row.state == MailState.WAITING
    context = {
        "mail": row,
        "files": list(Attachment.objects.of(row)),
        "waits": waits,
        "may_answer": waits and row.from_address and not row.is_automatic,
        "may_take_down": waits and bool(scope(request.user, "cases.take_down")),
        "duty": open_about([row]).get(row.pk),
        "form": form or forms.AnswerMailForm(),
        "spam": spam or forms.SpamForm(),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/mail_in/mail.html", context, status=status)


@never_cache
@requires("cases.read_mail")
def source(request, uid):
    """The mail as it came, as text; gone once it was dealt with."""
    row = mail_of(request, uid)
    if not row.source:
        raise Http404
    _opened(request, row)
    text = text_of(row.source[:SOURCE])
    return render(request, "cases/mail_in/source.html", {"mail": row, "text": text})


@requires("cases.read_mail")
def attachment(request, uid, file):
    """One of its files, as long as it lies with the mail."""
    row = mail_of(request, uid)
    _opened(request, row)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=file))


@requires("cases.read_mail")
def find(request, uid):
    """Find the member who wrote: the address alone says nothing."""
    row = mail_of(request, uid)
    typed, people = words_in(request), []
    if typed:
        searched(chain_of(request.scope), by=request.user, what="members")
        held = scope(request.user, "cases.take_down")
        people = found(typed, scope=held, on=today(), most=MOST)
    context = {"mail": row, "q": typed, "people": people}
    return render(request, "cases/mail_in/find.html", context)


@never_cache
@requires("cases.read_mail")
def make_request(request, uid, person):
    """Take it down as a request of this member, or see which of their open ones it belongs to."""
    row = mail_of(request, uid)
    held = scope(request.user, "cases.take_down")
    who = get_object_or_404(Person.objects.within(held), uid=person)
    _opened(request, row)
    read_opened(chain_of(held), by=request.user, subject=who, person=str(who.uid))
    restricting = bool(scope(request.user, "cases.view_restricted"))
    form = TakeDownForm(
        request.POST or None,
        request.FILES or None,
        may_restrict=restricting,
        initial={"text": row.text, "channel": "email"},
    )
    del form.fields["channel"]  # it is by e-mail

    def act(data):
        made = actions.make_request(row, who, **data, by=request.user, on=today())
        return made if readable(request, made.number) else "mail:index"

    union = routing.own_union(who, on=today())
    return perform(
        request,
        "cases/mail_in/make_request.html",
        form,
        act,
        done=_("Taken down."),
        mail=row,
        person=who,
        cases=queries.open_requests(who, request.user, on=today()),
        readers=routing.named(routing.readers(union, restricted=False, on=today()))
        if union
        else [],
    )


def readable(request, number: str) -> Case | None:
    """The request of that number, if the reader may read it."""
    rows = readable_by(request.user, on=today()).filter(number=number)
    return rows.select_related("organisation", "person__user", "handler", "owner").first()


def _perform(request, uid, act, *, done, **forms_shown):
    """Do one act with the one form that was sent; a refusal shows what was typed again."""
    row = mail_of(request, uid)
    [form] = forms_shown.values()
    if not form.is_valid():
        return _shown(request, row, **forms_shown, status=422)
    try:
        act(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, mail_of(request, uid), **forms_shown, refusal=refused, status=409)
    messages.success(request, done)
    return redirect("mail:index")


@require_POST
@requires("cases.read_mail")
def attach_to(request, uid, number):
    """Put it to a request that the officer may read; of others nobody learns here that they exist."""
    row, case = mail_of(request, uid), readable(request, number)
    if case is None:
        raise Http404
    try:
        actions.attach_to(row, case, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, mail_of(request, uid), refusal=refused, status=409)
    messages.success(request, _("It stands on the request now."))
    return redirect(case)


@require_POST
@requires("cases.read_mail")
def answer(request, uid):
    """Send a plain mail back."""
    form = forms.AnswerMailForm(request.POST)
    return _perform(request, uid, actions.answer, form=form, done=_("The answer is on its way."))


@require_POST
@requires("cases.read_mail")
def mark_spam(request, uid):
    """Put it aside."""
    form = forms.SpamForm(request.POST)
    return _perform(request, uid, actions.mark_spam, spam=form, done=_("Put aside."))
