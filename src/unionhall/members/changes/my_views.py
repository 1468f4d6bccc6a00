"""A member's own file on the phone: what stands there, changes to it, and how far they have come."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id
from unionhall.core.web import explain_refusal
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.members import queries as files
from unionhall.members.changes import actions, owed, queries
from unionhall.members.changes.forms import ProposeForm
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person
from unionhall.members.sealing import open_id


@never_cache
@own
def my_changes(request):
    """What I proposed, the newest first, and what came of it."""
    person = _me(request)
    rows = list(_mine(person).order_by("-pk")[:50])
    waiting = open_about(rows)
    context = {
        "rows": [
            (
                row,
                queries.lines(row),
                waiting.get(row.pk),
                # Only one can wait.
                Attachment.objects.of(row) if row.is_waiting else (),
            )
            for row in rows
        ],
        "today": today(),
    }
    return render(request, "members/changes/my_changes.html", context)


@never_cache
@own
def propose(request):
    """Change my file: some of it at once, the rest after the union has compared it."""
    person = _me(request)
    form, refusal, status = _form(request, person), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            came = actions.propose_changes(person, **_typed(form), by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _said(came))
            return redirect("changes:my_changes")
    elif request.method == "POST":
        status = 422
    units = [spell.organisation for spell in person.memberships[:1]]
    context = {
        "form": form,
        "refusal": refusal,
        "masked": masked_id(open_id(person)),
        "rule": owed.RULE,
        "waiting": queries.waiting_of(person),
        "readers": files.readers(units, on=today()),
    }
    return render(request, "members/changes/propose.html", context, status=status)


@require_POST
@own
def my_withdraw(request, uid):
    """Take a proposal back."""
    row = get_object_or_404(_mine(_me(request)), uid=uid)
    with explain_refusal(request):
        actions.withdraw_changes(row, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect("changes:my_changes")


@own
def my_attachment(request, uid, file):
    """A paper I sent along."""
    row = get_object_or_404(_mine(_me(request)), uid=uid)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=file))


def _me(request) -> Person:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def _mine(person: Person):
    return ChangeProposal.objects.filter(person=person).select_related("person", "organisation")


def _form(request, person: Person) -> ProposeForm:
    if request.method == "POST":
        return ProposeForm(request.POST, request.FILES)
    names = [name for name in ProposeForm.base_fields if name != "id_number"]
    initial = {name: getattr(person, name) for name in names if hasattr(person, name)}
    return ProposeForm(initial=initial)


def _typed(form: ProposeForm) -> dict:
    """The form's answers as the act takes them."""
    changes = dict(form.cleaned_data)
    told = {name: changes.pop(name) for name in ("version", "reason")}
    proof = changes.pop("proof")
    if not changes["id_number"]:
        del changes["id_number"]
    return {"changes": changes, **told, "files": [proof] if proof else []}


def _said(came: actions.Proposed) -> str:
    if came.proposal is None:
        return _("Saved.")
    if came.written:
        return _("Saved, and sent on what your union has to approve.")
    return _("Sent. Your union compares it and tells you.")
