"""The page on which an officer says what came of a request."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import requires
from unionhall.cases import queries as cases
from unionhall.cases.models import Case
from unionhall.cases.outcomes import actions, forms, queries
from unionhall.cases.outcomes.models import Outcome
from unionhall.core.clock import today
from unionhall.history.actions import read_opened


def _request_of(request, number: str) -> Case:
    rows = cases.readable_by(request.user, "cases.note_outcome", on=today())
    related = rows.select_related("organisation__parent", "person__user", "handler")
    row = get_object_or_404(related, number=number)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return row


def _first(outcome: Outcome | None) -> dict:
    """What was noted before, as the form shows it."""
    if outcome is None:
        return {}
    return {
        "kinds": [result.kind for result in outcome.results.all()],
        "amount": outcome.amount,
        "persons": outcome.persons,
        "paid": "promised" if outcome.is_promised else "received",
        "promised_on": outcome.promised_on,
        "clause": outcome.clause,
    }


@requires("cases.note_outcome")
def note_outcome(request, number):
    """What came of it; filled in again, the later word counts."""
    case = _request_of(request, number)
    outcome = queries.outcome_of(case)
    form = forms.OutcomeForm(
        request.POST or None, clauses=queries.clauses(), initial=_first(outcome)
    )

    def note(data: dict) -> Case:
        actions.note_outcome(case, form.noted(), by=request.user, on=today())
        return case

    told = _("It is written down, and counts in the figures.")
    return perform(
        request, "cases/outcomes/note.html", form, note, done=told, case=case, outcome=outcome
    )


@requires("cases.note_outcome")
def confirm_money(request, number):
    """The day on which promised money came."""
    case = _request_of(request, number)
    outcome = get_object_or_404(Outcome.objects.select_related("case__person__user"), case=case)
    form = forms.CameForm(request.POST or None, initial={"day": today()})

    def confirm(data: dict) -> str:
        outcome.case = case
        actions.confirm_money(outcome, **data, by=request.user, on=today())
        return reverse("cases:case", args=[case.number])

    told = _("It counts as recovered now.")
    return perform(
        request, "cases/outcomes/came.html", form, confirm, done=told, case=case, outcome=outcome
    )
