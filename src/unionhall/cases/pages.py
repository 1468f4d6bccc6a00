"""The page of one request, as the officer and as the worker see it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.cases import forms, panels, queries
from unionhall.cases.confidential import queries as naming
from unionhall.cases.models import Case
from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.duties.subjects import label
from unionhall.history.queries import trail

FORMS = {
    "accept": forms.AcceptForm,
    "set_difficulty": forms.DifficultyForm,
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
    "set_difficulty": (_("Say how much work it is"), "adjustments-horizontal", "d", False),
    "refuse": (_("Do not take it on"), "ban", "x", False),
    "close": (pgettext_lazy("request", "Close"), "circle-check", "c", True),
    "reopen": (_("Open again"), "rotate", "o", False),
    "note": (_("Internal note"), "note", "n", False),
}


@dataclass(frozen=True)
class Act:
    """An act that may be done now, as its button and its dialog show it."""

    verb: str
    url: str = ""
    form: Any = None  # with what was typed, when it did not go through
    open: bool = False

    @property
    def asks(self) -> bool:
        """Whether it has a dialog with a form."""
        return self.verb in FORMS

    @property
    def has_page(self) -> bool:
        """Whether it is done on a page of its own."""
        return self.verb == "hand_over"

    @property
    def id(self) -> str:
        return f"act-{self.verb.replace('_', '-')}"

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


SLOTS = {
    "url": "URL-OF-THE-ACT",
    "number": "NUMBER-OF-THE-REQUEST",
    "csrf_token": "TOKEN-OF-THE-PAGE",
}


def _acts(request, case: Case, bound: dict, duties: list[Duty]) -> list[Act]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        Act(
            name,
            url=reverse(f"cases:{name}", args=[case.number]) + query,
            form=bound.get(name),
            open=name in bound,
        )
        for name in queries.verbs(case, request.user, duties, on=today())
    ]


def _dialog(act: Act, case: Case, token: str, refusal) -> SafeString:
    """The form of an act, with what was typed if it did not go through."""
    own = {"url": act.url, "number": case.number, "csrf_token": token}
    if act.form is not None:
        return _drawn(act, refusal=refusal, **own)
    html = _closed(act.verb, get_language())
    for name, value in own.items():
        html = html.replace(SLOTS[name], escape(value))
    return mark_safe(html)


def _drawn(act: Act, **context) -> SafeString:
    act.form.auto_id = f"{act.verb}_%s"  # several forms stand on one page
    return render_to_string("cases/parts/dialog.html", {"act": act, **context})


@lru_cache(maxsize=64)
def _closed(verb: str, language: str | None) -> str:
    """The dialog of an act nobody has begun, drawn once a language: they were half of the page."""
    return _drawn(Act(verb, form=FORMS[verb]()), **SLOTS)


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
    duties = queries.duties_of(case)
    acts = _acts(request, case, bound, duties)
    token = get_token(request)
    entries = trail(case)
    messages = queries.messages_of(case)
    context = {
        "case": case,
        "acts": acts,
        "dialogs": [_dialog(act, case, token, refusal) for act in acts if act.asks],
        "refusal": refusal,
        "reopened": any(act.open and act.asks for act in acts),
        "typed": _typed(bound, acts),
        "story": story(entries, messages, for_worker=False),
        "files": queries.files_of(case, messages),
        "duties": [{"duty": duty, "title": label(duty.kind)} for duty in duties],
        "readers": naming.readers(case, on=today()),
        "lines": panels.lines(case, request.user, on=today()),
        "rule": queries.rule_of(case),
        "today": today(),
        "list_query": request.GET.urlencode(),
    }
    return render(request, "cases/case.html", context, status=status)
