"""The page of one request, as the officer and as the worker see it."""

from django.shortcuts import render

from unionhall.cases import forms, queries, routing
from unionhall.cases.models import Case, Message
from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.queries import trail

FORMS = {
    "accept": None,
    "close": None,
    "refuse": forms.RefuseForm,
    "ask": forms.TextForm,
    "reply": forms.TextForm,
    "note": forms.TextForm,
    "propose_closing": forms.AnswerForm,
    "reopen": forms.ReasonForm,
    "extend": forms.ExtendForm,
}


def _form(verb: str, case: Case, user):
    if verb == "hand_over":
        groups = queries.receivers(case, user, on=today())
        return forms.HandOverForm(choices=[pair for _group, pairs in groups for pair in pairs])
    form = FORMS[verb]
    return form(prefix=None) if form else None


def case_page(request, case: Case, *, bound=None, refusal=None, status=200):
    """Answer with the officer's page; `bound` keeps what was typed into an act that did not go through."""
    bound = bound or {}
    possible = queries.verbs(case, request.user, on=today())
    acts = [
        {"verb": verb, "form": bound.get(verb.name) or _form(verb.name, case, request.user), "open": verb.name in bound}
        for verb in possible
    ]
    entries = trail(case)
    messages = list(case.messages.all())
    before, after = queries.neighbours(
        queries.readable_by(request.user, on=today()).open(), case
    )
    context = {
        "case": case,
        "acts": acts,
        "refusal": refusal,
        "story": story(entries, messages, for_worker=False),
        "notes": [message for message in messages if message.kind == Message.Kind.NOTE],
        "files": Attachment.objects.of(case),
        "duties": Duty.objects.about(case),
        "readers": routing.readers(case.organisation, restricted=case.is_restricted, on=today()),
        "rule": queries.rule_of(case),
        "before": before,
        "after": after,
        "today": today(),
    }
    return render(request, "cases/case.html", context, status=status)
