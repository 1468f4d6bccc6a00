"""Invented content that the specimens and the frames show, in the reader's language."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from unionhall.ui.places import Item

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


class Sample(forms.Form):
    """Every kind of control once."""

    phone = forms.CharField(
        label=pgettext_lazy("sample", "Mobile number"),
        help_text=pgettext_lazy("sample", "We send the answer's notice there."),
    )
    topic = forms.ChoiceField(
        label=pgettext_lazy("sample", "Topic"),
        choices=[
            ("pay", pgettext_lazy("sample", "Pay")),
            ("hours", pgettext_lazy("sample", "Hours")),
            ("safety", pgettext_lazy("sample", "Safety")),
        ],
    )
    text = forms.CharField(
        label=pgettext_lazy("sample", "What is the matter"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    readers = forms.ChoiceField(
        label=pgettext_lazy("sample", "Who may read it"),
        widget=forms.RadioSelect,
        choices=[
            ("union", pgettext_lazy("sample", "My union")),
            ("federation", pgettext_lazy("sample", "Only the federation")),
        ],
    )
    agreed = forms.BooleanField(
        label=pgettext_lazy("sample", "Send me a notice for every step"), required=False
    )


class Filter(forms.Form):
    """What stands in a bar of filters."""

    topic = Sample.base_fields["topic"]
    q = forms.CharField(label=pgettext_lazy("sample", "Name or number"), required=False)


def _rule() -> SimpleNamespace:
    return SimpleNamespace(
        title=pgettext("sample", "Telling whether a petition is taken on"),
        statement=pgettext(
            "sample",
            "Whoever receives a petition tells the petitioner in writing, within 15 days, whether it is taken on.",
        ),
        citation=pgettext("sample", "Petition Regulations, article 22"),
        value_text=pgettext("sample", "15 days"),
        since=date(2022, 5, 1),
        may_be_set_by=pgettext("sample", "provinces and unions, shorter only"),
        url="#rule",
    )


def _duty(due_in: int, **more) -> SimpleNamespace:
    return SimpleNamespace(
        opened_on=TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=due_in), **more
    )


def _entries() -> list[dict]:
    """A short story of a request, oldest first."""
    day = timedelta(days=1)
    return [
        {
            "at": NOW - 3 * day,
            "kind": "act",
            "by_label": pgettext("sample", "Li Na"),
            "sentence": pgettext("sample", "brought a request"),
            "icon": "message-plus",
        },
        {
            "at": NOW - 2 * day,
            "kind": "act",
            "by_label": pgettext("sample", "Wang Min (district federation, rights department)"),
            "sentence": pgettext("sample", "took your request on"),
        },
        {
            "at": NOW - 2 * day,
            "kind": "message",
            "by_label": pgettext("sample", "Wang Min"),
            "sentence": pgettext("sample", "asked you"),
            "body": pgettext("sample", "Could you send the pay slips of August and September?"),
        },
        {
            "at": NOW - day,
            "kind": "message",
            "mine": True,
            "by_label": pgettext("sample", "You"),
            "sentence": pgettext("sample", "answered"),
            "body": pgettext("sample", "Here they are. The overtime of September is missing."),
            "files": [{"name": pgettext("sample", "pay slip September.jpg"), "url": "#file"}],
        },
        {
            "at": NOW,
            "kind": "note",
            "by_label": pgettext("sample", "Wang Min"),
            "sentence": pgettext("sample", "noted"),
            "body": pgettext("sample", "The firm promised to answer by Thursday."),
        },
        {
            "at": NOW,
            "kind": "read",
            "by_label": pgettext("sample", "Zhao Qiang (district federation, chair)"),
            "sentence": pgettext("sample", "read the file"),
        },
    ]


def _duties() -> dict:
    return {
        "open_duty": _duty(9, working_days_left=7),
        "soon_duty": _duty(2, working_days_left=1),
        "missed_duty": _duty(-3),
        "met_duty": _duty(5, fulfilled_on=TODAY - timedelta(days=1)),
        "late_duty": _duty(-4, fulfilled_on=TODAY - timedelta(days=2)),
        "far_duty": SimpleNamespace(opened_on=TODAY, due_on=date(2027, 1, 20), provisional=True),
    }


def _tables() -> dict:
    months = [pgettext("sample", "{month}/2026").format(month=n) for n in range(6, 12)]
    return {
        "one_series": {
            "of": pgettext("sample", "Month"),
            "labels": months,
            "series": [
                {"name": pgettext("sample", "Received"), "values": [31, 28, 35, 44, 39, 52]}
            ],
        },
        "two_series": {
            "of": pgettext("sample", "Month"),
            "labels": months,
            "series": [
                {"name": pgettext("sample", "On time"), "values": [27, 25, 33, 36, 35, 49]},
                {"name": pgettext("sample", "Late"), "values": [6, 5, None, 8, None, None]},
            ],
        },
        "topics": {
            "of": pgettext("sample", "Topic"),
            "labels": [
                pgettext("sample", "Pay"),
                pgettext("sample", "Hours"),
                pgettext("sample", "Safety"),
                pgettext("sample", "Contract"),
                pgettext("sample", "Discipline"),
            ],
            "series": [{"name": pgettext("sample", "Requests"), "values": [96, 61, 34, 22, None]}],
        },
    }


def _words() -> dict:
    return {
        "send": pgettext("sample", "Send"),
        "save": pgettext("sample", "Save"),
        "close": pgettext("sample", "Close the request"),
        "undo": pgettext("sample", "Undo"),
        "open": pgettext("sample", "Received"),
        "working": pgettext("sample", "In hand"),
        "asked": pgettext("sample", "Waiting for the worker"),
        "closed": pgettext("sample", "Settled"),
        "soon": pgettext("sample", "Due soon"),
        "late": pgettext("sample", "Overdue"),
        "withdrawn": pgettext("sample", "Withdrawn"),
        "new": pgettext("sample", "new"),
        "figure": pgettext("sample", "Received this month"),
        "more": pgettext("sample", "18 % more than in October"),
        "late_figure": pgettext("sample", "Overdue"),
        "less": pgettext("sample", "4 fewer than in October"),
        "harassment": pgettext("sample", "Discipline"),
        "cases": pgettext("sample", "requests"),
        "none": pgettext("sample", "No requests yet"),
        "why": pgettext("sample", "What workers bring will stand here, the one due first on top."),
        "take_down": pgettext("sample", "Take down a request"),
        "not_reopened": pgettext("sample", "The request was not reopened"),
        "note": pgettext("sample", "Your enterprise union does not learn of it."),
        "which": pgettext("sample", "Which requests"),
        "why_phone": pgettext("sample", "So that we can reach you if the post does not."),
        "grew": pgettext("sample", "More requests every month since September"),
        "on_time": pgettext("sample", "Nine of ten were answered in time"),
        "pay_first": pgettext("sample", "Two of five requests are about pay"),
        "page_note": pgettext("sample", "rows 51 to 100"),
        "importing": pgettext("sample", "Reading the sheet"),
        "found": pgettext("sample", "41 requests"),
    }


def context() -> dict:
    """Everything the samples below speak of, in the reader's language."""
    wrong = Sample({"wrong-phone": "1380013", "wrong-topic": "pay"}, prefix="wrong")
    wrong.is_valid()
    wrong.errors["phone"] = wrong.error_class(
        [pgettext("sample", "A mobile number has 11 digits; this one has 7.")]
    )
    return {
        "today": TODAY,
        "now": NOW,
        "amount": Decimal("1234.5"),
        "owed": Decimal("-86"),
        "form": Sample(),
        "wrong": wrong,
        "filter_form": Filter(auto_id="filter_%s"),
        "rule_": _rule(),
        **_duties(),
        "steps": [
            pgettext("sample", "Received on 11 Nov 2026; this day is not counted."),
            pgettext("sample", "15 days are counted from 12 Nov 2026 and end on 26 Nov 2026."),
            pgettext("sample", "26 Nov 2026 is a Thursday and a working day."),
        ],
        "readers": [
            pgettext("sample", "District federation, rights department"),
            pgettext("sample", "District federation, chair"),
        ],
        "entries": _entries(),
        "refusal_": SimpleNamespace(
            reason=pgettext(
                "sample",
                "The request was closed on 3 Nov 2026; it can be reopened within 15 days after closing.",
            ),
            citation=_rule().citation,
            instead=pgettext("sample", "Ask the level above to look at it again."),
        ),
        "tab_items": [
            {"label": pgettext("sample", "Open"), "url": "#open", "current": True, "count": 41},
            {
                "label": pgettext("sample", "Overdue"),
                "url": "#overdue",
                "current": False,
                "count": 3,
            },
            {"label": pgettext("sample", "All"), "url": "#all", "current": False},
        ],
        **_tables(),
        "words": _words(),
    }


def frame() -> dict:
    """What the base templates expect around a page, invented."""

    def item(label, icon, *, current=False, count=0):
        return Item(label, "#", icon, current, count)

    people = (
        pgettext("sample", "Li Na"),
        pgettext("sample", "Wang Fang"),
        pgettext("sample", "Zhang Wei"),
        pgettext("sample", "Liu Yang"),
        pgettext("sample", "Chen Jing"),
        pgettext("sample", "Zhao Lei"),
    )
    matters = (
        pgettext("sample", "Overtime in September was not paid"),
        pgettext("sample", "Dust masks are missing on line three"),
        pgettext("sample", "My contract ended and was not renewed"),
        pgettext("sample", "Night shifts four weeks in a row"),
        pgettext("sample", "No maternity allowance since July"),
        pgettext("sample", "The canteen raised its prices"),
    )
    states = (
        (pgettext("sample", "Received"), "new"),
        (pgettext("sample", "In hand"), "active"),
        (pgettext("sample", "Waiting for the worker"), "waiting"),
        (pgettext("sample", "In hand"), "active"),
        (pgettext("sample", "Received"), "new"),
        (pgettext("sample", "Settled"), "good"),
    )
    dues = (
        _duty(-3),
        _duty(2, working_days_left=1),
        _duty(6, working_days_left=4),
        _duty(9, working_days_left=7),
        SimpleNamespace(
            opened_on=TODAY, due_on=date(2027, 1, 20), provisional=True, working_days_left=41
        ),
        _duty(4, fulfilled_on=TODAY - timedelta(days=1)),
    )
    return {
        "navigation": (
            (
                pgettext("sample", "Today"),
                (
                    item(pgettext("sample", "My desk"), "home"),
                    item(pgettext("sample", "Requests"), "inbox", current=True, count=41),
                    item(pgettext("sample", "Duties"), "checklist", count=7),
                ),
            ),
            (
                pgettext("sample", "Register"),
                (
                    item(pgettext("sample", "Members"), "users"),
                    item(pgettext("sample", "Imports"), "file-import"),
                ),
            ),
            (
                pgettext("sample", "Organisation"),
                (
                    item(pgettext("sample", "Unions"), "sitemap"),
                    item(pgettext("sample", "Rulebook"), "book"),
                ),
            ),
        ),
        "places": [
            item(pgettext("sample", "Home"), "home", current=True),
            item(pgettext("sample", "My requests"), "message"),
            item(pgettext("sample", "My card"), "id"),
            item(pgettext("sample", "Notices"), "bell", count=2),
            item(pgettext("sample", "Account"), "user"),
        ],
        "search_url": "#search",
        "rows": [
            {
                "matter": matter,
                "person": person,
                "state": word,
                "tone": tone,
                "duty": duty,
                "number": f"2026-{n:05}",
            }
            for n, (matter, person, (word, tone), duty) in enumerate(
                zip(matters, people, states, dues, strict=True), 1203
            )
        ],
    }
