"""The papers of a dispute: record and outcome of mediation, application for arbitration."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from unionhall.access.scope import scope
from unionhall.disputes import steps
from unionhall.disputes.models import Claim, Dispute, Stage
from unionhall.documents.models import Attachment
from unionhall.papers.evidence import queries as evidence
from unionhall.papers.evidence.models import Item
from unionhall.papers.kinds import Field, Kind, Subject, register
from unionhall.ui.pieces.text import written

TEXTS = Path(__file__).with_name("papers.toml")
SUBJECT = "disputes.dispute"


def _field(code: str, label: Any, sample: str, *, long: bool = False) -> Field:
    return Field(code, label, sample, is_long=long)


NUMBER = _field("dispute", gettext_lazy("the number of the dispute"), "20261127-4FKD7")
WORKERS = _field("workers", gettext_lazy("the names of the workers"), "李小明")
EMPLOYER = _field("employer", gettext_lazy("the employer"), "红星机械厂")
ABOUT = _field("about", gettext_lazy("what it is about"), "拖欠加班费")
MEDIATORS = _field("mediators", gettext_lazy("the mediators"), "王敏、郑凯")
CLAIMS = _field("claims", gettext_lazy("the claims, one a line"), "1. 加班费 6000.00元", long=True)
HELD = _field("held_on", gettext_lazy("the day of the meeting"), "2026年11月20日")
PLACE = _field("place", gettext_lazy("where the meeting was"), "区总工会调解室")
SAID = _field("said", gettext_lazy("what was said in mediation"), "双方陈述意见。", long=True)
TERMS = _field("terms", gettext_lazy("what was agreed"), "被申请人支付加班费。", long=True)
PAYMENTS = _field("payments", gettext_lazy("what is paid when"), "2026年12月1日 3000元", long=True)
REASON = _field("reason", gettext_lazy("why no agreement was reached"), "分歧较大。", long=True)
LIMIT = _field("limitation_on", gettext_lazy("the last day to apply"), "2027年5月1日")
CONTACT = _field("contact", gettext_lazy("the worker's address and telephone"), "东湖区…")
FACTS_OF = _field(
    "employer_facts", gettext_lazy("the employer's seat and legal representative"), "东湖区…"
)
FACTS = _field("facts", gettext_lazy("facts and reasons"), "申请人于2020年入职。", long=True)
COMMISSION = _field(
    "commission", gettext_lazy("the arbitration commission"), "东湖区劳动人事争议仲裁委员会"
)
PARTIES = (NUMBER, WORKERS, EMPLOYER, ABOUT)


def values(dispute: Dispute, on: date) -> dict[str, str]:
    """What the dispute itself says, in words of the language of now."""
    happened = {row.act: row for row in dispute.happenings.all()}
    said = happened.get("record_session")
    agreed = happened.get("agree") or happened.get("settle")
    failed = happened.get("fail_mediation") or happened.get("note_unwilling")
    names = [one.person.name for one in dispute.claimants.select_related("person")]
    return {
        "dispute": dispute.number,
        "workers": "、".join(names),
        "employer": dispute.employer,
        "about": dispute.text.strip().splitlines()[0][:100] if dispute.text.strip() else "",
        "mediators": "、".join(one.name for one in dispute.mediators.filter(recused_on=None)),
        "claims": "\n".join(_claims(dispute)),
        "held_on": written(said.on) if said else "",
        "said": said.text if said else "",
        "terms": agreed.text if agreed else "",
        "payments": "\n".join(
            f"{written(one.due_on)}　¥ {one.amount:,.2f}" for one in dispute.instalments.all()
        ),
        "reason": failed.text if failed else "",
        "limitation_on": written(dispute.limitation_on) if dispute.limitation_on else "",
        "facts": dispute.text,
    }


def _claims(dispute: Dispute) -> list[str]:
    rows = Claim.objects.filter(claimant__dispute=dispute).select_related("claimant__person")
    several = dispute.claimants.count() > 1
    found = []
    for at, row in enumerate(rows.order_by("claimant", "pk"), 1):
        whose = f"{row.claimant.person.name}：" if several else ""
        amount = f" ¥ {row.amount:,.2f}" if row.amount is not None else ""
        found.append(f"{at}. {whose}{row.kind_label}{amount}")
    return found


def _note(dispute: Dispute, verb: str, *, by, on: date, **facts) -> None:
    steps.told(dispute, verb, by=by, on=on, **facts)


def _files(dispute: Dispute) -> list[Attachment]:
    """Those of the request it grew out of, which whoever may read the dispute may read."""
    return list(Attachment.objects.of(dispute.case)) if dispute.case else []


def _kind(code: str, label, mark: str, fields: tuple[Field, ...], fits, **told) -> Kind:
    return Kind(f"disputes.{code}", SUBJECT, label, mark, TEXTS, fields, values, fits=fits, **told)


def _has(*acts: str):
    return lambda dispute: dispute.happenings.filter(act__in=acts).exists()


register(
    Subject(
        label=SUBJECT,
        name="dispute",
        readable=lambda user, ability, on: Dispute.objects.within(
            scope(user, ability, on=on)
        ).filter(pk__in=Dispute.objects.within(scope(user, "disputes.view", on=on)).values("pk")),
        key="number",
        note=_note,
        guard=steps.refuse_own,
        tell=steps.tell_workers,
        files=_files,
        mine=lambda user: Dispute.objects.filter(claimants__person__user=user),
    ),
    _kind(
        "mediation_record",
        gettext_lazy("Record of mediation"),
        "调录",
        (*PARTIES, MEDIATORS, HELD, PLACE, CLAIMS, SAID),
        lambda dispute: dispute.stage == Stage.MEDIATING or _has("record_session")(dispute),
    ),
    _kind(
        "agreement",
        gettext_lazy("Mediation agreement"),
        "调协",
        (*PARTIES, MEDIATORS, TERMS, PAYMENTS),
        _has("agree"),
        for_worker=True,
    ),
    _kind(
        "no_agreement",
        gettext_lazy("Certificate of non-settlement"),
        "调终",
        (*PARTIES, REASON, LIMIT),
        _has("fail_mediation", "note_unwilling"),
        for_worker=True,
    ),
    _kind(
        "arbitration",
        gettext_lazy("Application for arbitration"),
        "仲申",
        (*PARTIES, CONTACT, FACTS_OF, CLAIMS, FACTS, COMMISSION),
        lambda dispute: dispute.is_open,
    ),
    _kind(
        "evidence_list",
        gettext_lazy("List of evidence"),
        "证",
        PARTIES,
        lambda dispute: Item.objects.of(dispute).exists(),
        lists={evidence.ROWS: evidence.FIELDS},
        rows=lambda dispute: {evidence.ROWS: evidence.rows(dispute)},
    ),
)
