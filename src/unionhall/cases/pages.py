"""The page of one request, as the officer and as the worker see it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.cases import forms, queries, routing
from unionhall.cases.models import Case
from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.duties.subjects import label
from unionhall.history.queries import trail
from unionhall.ui.pieces.forms import field

FORMS = {
    "refuse": forms.RefuseForm,
    "ask": forms.TextForm,
    "reply": forms.TextForm,
    "note": forms.TextForm,
    "propose_closing": forms.AnswerForm,
    "reopen": forms.ReasonForm,
    "extend": forms.ExtendForm,
}


LOOKS = {
    # verb: (label, icon, keyboard shortcut, whether it is the page's one primary act)
    "accept": (_("Take it on"), "user-check", "a", True),
    "reply": (_("Write to the worker"), "message-reply", "r", False),
    "ask": (_("Ask the worker"), "message-question", "q", False),
    "propose_closing": (_("Answer and propose closing"), "circle-check", "p", True),
    "hand_over": (_("Hand over"), "arrows-exchange", "h", False),
    "extend": (_("More time"), "calendar-time", "e", False),
    "refuse": (_("Do not take it on"), "ban", "x", False),
    "close": (pgettext_lazy("request", "Close"), "circle-check", "c", True),
    "reopen": (_("Open again"), "rotate", "o", False),
    "note": (_("Internal note"), "note", "n", False),
}


@dataclass(frozen=True)
class Act:
    """An act that may be done now, as its button and its dialog show it."""

    verb: str
    case: Case
    form: Any = None  # what was typed, when it did not go through
    open: bool = False
    query: str = ""

    @property
    def asks(self) -> bool:
        """Whether it has a dialog with a form."""
        return self.verb in FORMS

    @property
    def fields(self) -> SafeString:
        """The questions of its dialog."""
        return _drawn(self.form, self.verb) if self.form else _blank(self.verb, get_language())

    @property
    def has_page(self) -> bool:
        """Whether it is done on a page of its own."""
        return self.verb == "hand_over"

    @property
    def id(self) -> str:
        return f"act-{self.verb.replace('_', '-')}"

    @property
    def url(self) -> str:
        address = reverse(f"cases:{self.verb}", args=[self.case.number])
        return f"{address}?{self.query}" if self.query else address

    @property
    def label(self) -> str:
        return str(LOOKS[self.verb][0])

    @property
    def icon(self) -> str:
        return LOOKS[self.verb][1]

    @property
    def key(self) -> str:
        return LOOKS[self.verb][2]

    @property
    def look(self) -> str:
        return "primary" if LOOKS[self.verb][3] else "plain"


def _drawn(form, verb: str) -> SafeString:
    form.auto_id = f"{verb}_%s"  # several forms stand on one page
    return format_html_join("", "{}", ((field(bound),) for bound in form.visible_fields()))


@lru_cache(maxsize=64)
def _blank(verb: str, language: str | None) -> SafeString:
    """The questions of an empty form, drawn once a language: ten of them were a third of the page."""
    return _drawn(FORMS[verb](), verb)


def _list(request):
    """The list the officer came from, so that next and previous stay in it."""
    filters = forms.FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    cases = queries.readable_by(request.user, on=today())
    return queries.narrowed(cases, chosen, user=request.user, on=today())


def _typed(bound: dict, acts: list[Act]) -> list[tuple[str, str]]:
    """What was typed into an act that can no longer be done, so that it is not lost."""
    offered = {act.verb for act in acts}
    return [
        (str(form.fields[name].label), text)
        for verb, form in bound.items()
        if form is not None and verb not in offered
        for name, text in form.cleaned_data.items()
        if isinstance(text, str) and text
    ]


def case_page(request, case: Case, *, bound=None, refusal=None, status=200):
    """Answer with the officer's page; `bound` keeps what was typed into an act that did not go through."""
    bound = bound or {}
    acts = [
        Act(name, case, bound.get(name), name in bound, request.GET.urlencode())
        for name in queries.verbs(case, request.user, on=today())
    ]
    entries = trail(case)
    messages = list(case.messages.all())
    before, after = queries.neighbours(_list(request), case)
    context = {
        "case": case,
        "acts": acts,
        "refusal": refusal,
        "reopened": any(act.open and act.asks for act in acts),
        "typed": _typed(bound, acts),
        "story": story(entries, messages, for_worker=False),
        "files": queries.files_of(case),
        "duties": [
            {"duty": duty, "title": label(duty.kind)}
            for duty in Duty.objects.about(case).order_by("pk")
        ],
        "readers": routing.named(
            routing.readers(case.organisation, restricted=case.is_restricted, on=today())
        ),
        "rule": queries.rule_of(case),
        "before": before,
        "after": after,
        "today": today(),
        "list_query": request.GET.urlencode(),
    }
    return render(request, "cases/case.html", context, status=status)
