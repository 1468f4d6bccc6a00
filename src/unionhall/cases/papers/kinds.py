"""The papers written about a request: taken on, not taken on, answered, handed over."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from unionhall.cases import queries, steps
from unionhall.cases.models import HANDLED, OPEN, Case, Status
from unionhall.documents.models import Attachment
from unionhall.papers.evidence import queries as evidence
from unionhall.papers.evidence.models import Item
from unionhall.papers.kinds import Field, Kind, Subject, register
from unionhall.ui.pieces.text import written

TEXTS = Path(__file__).with_name("texts.toml")
WORKER = Field("worker", _("the worker's name"), "李小明")
REQUEST = Field("request", _("the number of the request"), "20261127-K7QMB")
MATTER = Field("matter", _("what it is about, in the worker's words"), "三个月没发加班费")
TOPIC = Field("topic", _("the topic of the request"), "劳动报酬")
RECEIVED = Field("received_on", _("the day it was received"), "2026年11月20日")
HANDLER = Field("handler", _("who handles it"), "王敏")
DUE = Field("due_on", _("the day of the next step"), "2026年12月20日")
REASON = Field("reason", _("the reason"), "不属于工会职权范围。", is_long=True)
ANSWER = Field("answer", _("the union's answer"), "单位已同意补发加班费。", is_long=True)
TO = Field("to", _("to whom it goes"), "东湖区劳动监察大队")


def values(case: Case, on: date) -> dict[str, str]:
    """What the request itself says, in words of the language of now."""
    return {
        "worker": case.person.name,
        "request": case.number,
        "matter": case.title,
        "topic": case.topic_label,
        "received_on": written(case.received_on),
        "handler": str(case.handler or ""),
        "due_on": written(case.due_on) if case.due_on else "",
        "reason": case.answer if case.status == Status.REFUSED else "",
        "answer": case.answer if case.status != Status.REFUSED else "",
        "to": "",
    }


def _kind(code: str, label, mark: str, fields: tuple[Field, ...], fits, **told) -> Kind:
    return Kind(
        f"cases.{code}", "cases.case", label, mark, TEXTS, fields, values, fits=fits, **told
    )


COMMON = (WORKER, REQUEST, MATTER, TOPIC, RECEIVED, HANDLER)
register(
    Subject(
        label="cases.case",
        name="request",
        readable=lambda user, ability, on: queries.readable_by(user, ability, on=on).select_related(
            "person__user", "handler"
        ),
        key="number",
        person=lambda case: str(case.person.uid),
        note=steps.note_act,
        guard=steps.refuse_kin,
        tell=lambda case: steps.tell_worker(case, "paper"),
        files=lambda case: list(Attachment.objects.of(case)),
        mine=lambda user: Case.objects.filter(person__user=user),
    ),
    _kind(
        "acceptance",
        _("Notice of acceptance"),
        "受",
        (*COMMON, DUE),
        lambda case: case.handler_id and case.status in (*HANDLED, Status.PROPOSED),
        for_worker=True,
    ),
    _kind(
        "refusal",
        _("Notice of refusal"),
        "不受",
        (*COMMON, REASON),
        lambda case: case.status == Status.REFUSED,
        for_worker=True,
    ),
    _kind(
        "reply",
        _("Reply to a request"),
        "复",
        (*COMMON, ANSWER),
        lambda case: case.status in (*HANDLED, Status.PROPOSED, Status.CLOSED),
        for_worker=True,
    ),
    _kind(
        "hand_over",
        _("Notice of hand-over"),
        "转",
        (*COMMON, TO, REASON),
        lambda case: case.status in OPEN,
    ),
    _kind(
        "evidence_list",
        _("List of evidence"),
        "证",
        COMMON,
        lambda case: Item.objects.of(case).exists(),
        lists={evidence.ROWS: evidence.FIELDS},
        rows=lambda case: {evidence.ROWS: evidence.rows(case)},
    ),
)
