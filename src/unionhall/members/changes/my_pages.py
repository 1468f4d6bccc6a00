"""The pages on which a file is changed by its member, or by whoever acts for them."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id
from unionhall.documents.models import Attachment
from unionhall.duties.queries import open_about
from unionhall.members import queries as files
from unionhall.members.changes import actions, owed, queries
from unionhall.members.changes.forms import ProposeForm
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person
from unionhall.members.sealing import open_id

LATEST = 50


class Places(NamedTuple):
    """Where the pages of one file lie, and under which delegation (None for one's own)."""

    home: str
    changes: str
    propose: str
    acting: Any = None


def proposals_of(person: Person):
    """What was proposed for the file."""
    return ChangeProposal.objects.filter(person=person).select_related("person", "organisation")


def changes_page(request, person: Person, places: Places):
    """What was proposed, the newest first, and what came of it."""
    rows = list(proposals_of(person).order_by("-pk")[:LATEST])
    waiting = open_about(rows)
    context = {
        "rows": [
            (
                row,
                queries.lines(row),
                waiting.get(row.pk),
                # Only one can wait; a delegate does not open what the member sent.
                Attachment.objects.of(row) if row.is_waiting and not places.acting else (),
            )
            for row in rows
        ],
        "today": today(),
        **places._asdict(),
    }
    return render(request, "members/changes/my_changes.html", context)


def propose_page(request, person: Person, places: Places):
    """The form with the file as it stands, and what comes of sending it."""
    form, refusal, status = _form(request, person), None, 200
    if request.method == "POST" and form.is_valid():
        under = places.acting.pk if places.acting else None
        try:
            came = actions.propose_changes(
                person, **_typed(form), under=under, by=request.user, on=today()
            )
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _said(came))
            return redirect(places.changes)
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
        **places._asdict(),
    }
    return render(request, "members/changes/propose.html", context, status=status)


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
