"""Papers and evidence of the sample: notices, minutes and lists as the district's officers issued them."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from unionhall.accounts.models import User
from unionhall.cases.models import HANDLED, Case, Status
from unionhall.core.errors import Refused
from unionhall.disputes.models import Dispute
from unionhall.documents.actions import attach
from unionhall.legal_aid.models import Aid, AidState
from unionhall.organisations.models import Organisation
from unionhall.papers import actions, kinds, typesetting
from unionhall.papers.evidence import actions as evidence
from unionhall.papers.evidence.models import Item
from unionhall.papers.typesetting import Line, Run, Sheet

NUMBERS = {"cases.acceptance": "受", "cases.reply": "复", "disputes.agreement": "调协"}
CONTRACT = (
    "甲方（用人单位）：顺达物流有限公司",
    "乙方（劳动者）：见签名",
    "一、合同期限三年，试用期两个月。",
    "二、工作岗位：分拣。执行标准工时制度。",
    "三、月工资基数4600元，每月十五日前支付。",
    "四、加班须经双方协商，加班工资按国家规定执行。",
)
# What an officer adds to minutes by hand.
CHANGED = {
    "place": "拱墅区总工会职工服务中心调解室",
    "held_on": "2026年11月20日上午九时",
    "said": "双方陈述了经过，核对了工资表和考勤记录。\n单位承认拖欠，希望分期支付；职工同意分两期。",
    "reason": "双方对补缴年限分歧较大，单位不同意继续调解。",
}
# name, what it shall prove, from whom, days ago, way, form, pages
THINGS = (
    ("劳动合同", "双方存在劳动关系、月工资基数", "职工", 9, "online", "file", 2),
    ("三月份工资条（照片）", "三月份没有加班工资", "职工", 9, "online", "file", 1),
    ("考勤表", "三月份加班五十二小时", "职工", 8, "hand", "copy", 6),
    ("手机（内有与班组长的聊天记录）", "加班由单位安排", "职工", 8, "hand", "device", None),
    ("同事书面证言", "夜班连续三周", "证人王某", 5, "post", "original", 2),
)


def bring(officers: dict[str, User], *, on: date) -> None:
    """Some papers of each kind, one of them voided, and a list of evidence."""
    by = officers["rights-officer"]
    district = by.mandates.select_related("organisation").earliest("pk").organisation
    _number(district, by, on)
    in_hand = Case.objects.filter(status__in=HANDLED, is_restricted=False)
    in_hand = in_hand.select_related("organisation", "person__user", "handler")
    cases = list(in_hand.filter(organisation=district).order_by("pk"))
    cases += in_hand.exclude(organisation=district).order_by("-pk")[: 5 - len(cases)]
    for case, language in zip(cases, ("zh", "sides", "both", "zh", "en"), strict=False):
        told = {"language": language, "to_worker": True}
        _issue("cases.acceptance", case, case.handler, on, **told)
    for case in cases[:1]:
        first = _issue("cases.acceptance", case, by, on)
        if first:
            actions.void(first, case, reason="重复制发", by=by, on=on)
    _refused(district, by, on)
    mine = Case.objects.filter(person__user__username="worker").order_by("-received_on")
    for case in [*mine.select_related("organisation", "person__user", "handler")[:1], *cases[1:2]]:
        _list(case, by, on)
    for dispute in Dispute.objects.select_related("organisation", "case").order_by("pk"):
        for code in ("mediation_record", "agreement", "no_agreement"):
            _issue(f"disputes.{code}", dispute, by, on, changed=CHANGED)
    decided = Aid.objects.filter(state__in=(AidState.GRANTED, AidState.REFUSED))
    for aid in decided.select_related("organisation", "person__user")[:3]:
        _issue("legal_aid.decision", aid, by, on, to_worker=True)


def _number(district: Organisation, by: User, on: date) -> None:
    """The district writes its numbers as its office has always done."""
    for code, mark in NUMBERS.items():
        kind, pattern = kinds.kind(code), f"拱工权{mark}〔{{year}}〕{{number}}号"
        if kind:
            actions.set_series(district, kind, pattern=pattern, has_head=True, by=by, on=on)


def _issue(code: str, subject, by: User | None, on: date, **told):
    """The paper, or None where it is not written as things stand."""
    kind = kinds.kind(code)
    if by is None or kind is None or not kind.fits(subject):
        return None
    try:
        return actions.issue(kind, subject, **{"language": "zh", **told}, by=by, on=on)
    except Refused:
        return None


def _refused(district: Organisation, by: User, on: date) -> None:
    rows = Case.objects.filter(status=Status.REFUSED, organisation=district, is_restricted=False)
    for case in rows.select_related("organisation", "person__user", "handler")[:2]:
        _issue("cases.refusal", case, by, on, to_worker=True)


def _list(case: Case, by: User, on: date) -> None:
    """What the worker handed in: two files, a copy, a telephone that went back, a statement."""
    files = {
        "劳动合同": attach(case, _contract(), by=by),
        "三月份工资条（照片）": attach(case, _slip(), by=by),
    }
    for name, proves, source, ago, way, form, pages in THINGS:
        item = evidence.add_item(
            case,
            name=name,
            handed_on=on - timedelta(days=ago),
            attachment=files.get(name),
            proves=proves,
            source=source,
            way=way,
            form=form,
            pages=pages,
            by=by,
            on=on,
        )
        if form == "device":
            back = on - timedelta(days=2)
            evidence.return_item(item, case, to="职工本人", returned_on=back, by=by, on=on)
    if Item.objects.of(case).exists():
        _issue("cases.evidence_list", case, by, on)


def _contract() -> SimpleUploadedFile:
    title = Line([Run("劳动合同（摘页）", size=22, is_head=True)], align="center", after=20)
    lines = [title, *(Line([Run(text)], first=32) for text in CONTRACT)]
    return SimpleUploadedFile("劳动合同.pdf", typesetting.pdf(Sheet(lines, title="劳动合同")))


def _slip() -> SimpleUploadedFile:
    """A payslip as a telephone takes it: grey paper, lines and figures."""
    picture = Image.new("RGB", (1200, 1600), "#d9d4c7")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 120, 1110, 1480), fill="#fbfaf5", outline="#b9b3a4", width=4)
    draw.text((380, 190), "PAYSLIP 2026-03", fill="#222", font_size=56)
    for row, (what, sum_) in enumerate(
        (("Base", "4600.00"), ("Night shifts", "300.00"), ("Overtime", "0.00"), ("Net", "4312.50"))
    ):
        at = 400 + 150 * row
        draw.line((150, at + 90, 1050, at + 90), fill="#c9c4b6", width=3)
        draw.text((170, at), what, fill="#333", font_size=48)
        draw.text((820, at), sum_, fill="#333", font_size=48)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("工资条.jpg", out.getvalue())
