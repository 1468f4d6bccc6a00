"""A dozen invented applications for legal aid, at every stage, and the lawyers who act for them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from unionhall.accounts.models import User
from unionhall.legal_aid import actions, giving, roster
from unionhall.legal_aid.models import Aid, Lawyer
from unionhall.members.models import Person, Spell
from unionhall.site.sample.federation import Federation

# name, firm, licence, telephone, specialities, capacity
LAWYERS = (
    ("方正平", "浙江法正律师事务所", "13301201110234567", "0571-88100231", "工伤、仲裁", 6),
    ("乔安宁", "浙江安远律师事务所", "13301201211345678", "0571-88100457", "工资、劳动合同", 5),
    ("闻人立", "浙江立诚律师事务所", "13301201610456789", "0571-88100689", "女职工权益", 6),
)
PARTY = "顺达物流有限公司"
# other side, about, form, what happened, claimed, days ago, how far it has come
APPLICATIONS = (
    ("顺达物流有限公司", "labour", "arbitration", "离职后三个月工资没有结清。", 18600, 1, "asked"),
    (
        "鸿运餐饮管理有限公司",
        "labour",
        "advice",
        "排班改成十二小时，加班费没有说法。",
        None,
        2,
        "asked",
    ),
    (
        "宏图建设有限公司",
        "injury",
        "arbitration",
        "工地摔伤，单位没有申报工伤。",
        86000,
        4,
        "papers",
    ),
    (
        "佳美服饰有限公司",
        "labour",
        "litigation",
        "仲裁裁决后单位起诉，收到开庭传票。",
        32500,
        3,
        "urgent",
    ),
    ("蓝天保洁有限公司", "labour", "drafting", "要申请支付令，不会写。", 5400, 9, "granted"),
    ("锦绣纺织有限公司", "labour", "arbitration", "孕期被调岗降薪。", 21000, 26, "given"),
    ("远航电子有限公司", "injury", "arbitration", "伤残鉴定后补助金没有付。", 74000, 40, "given"),
    ("迅捷快递有限公司", "labour", "mediation", "押金和最后一个月工资没有退。", 7800, 33, "given"),
    ("万家超市有限公司", "other", "advice", "与邻居的租房纠纷。", None, 20, "refused"),
    ("恒昌机械有限公司", "labour", "advice", "签了放弃社保的承诺，想反悔。", None, 15, "objected"),
    ("金桥物业有限公司", "labour", "arbitration", "违法解除劳动合同。", 43200, 90, "finished"),
    ("新光印务有限公司", "labour", "mediation", "年终奖没有按制度发。", 12000, 70, "ended"),
)


def bring(federation: Federation, *, on: date) -> None:
    """Lawyers first, then the applications of as many members, the first one the sample's worker."""
    by = federation.officers["rights-officer"]
    start = on - timedelta(days=365)
    told: dict[str, Any] = {"from_on": start, "by": by, "on": start}
    names = ("name", "firm", "licence", "phone", "specialities", "capacity")
    lawyers = [
        roster.add_lawyer(federation.district, **{**dict(zip(names, row, strict=True)), **told})
        for row in LAWYERS
    ]
    roster.note_engagement(lawyers[0], party=PARTY, by=by, on=start)
    for order, (person, row) in enumerate(zip(_people(), APPLICATIONS, strict=True)):
        _apply(person, row, lawyers[order % 2 + 1], by, on)


def _people() -> list[Person]:
    worker = Person.objects.get(user__username="worker")
    spells = Spell.objects.filter(until_on=None, organisation__code__startswith="GH")
    rows = Person.objects.filter(pk__in=spells.values("person"), user=None).order_by("pk")
    return [worker, *rows[: len(APPLICATIONS) - 1]]


def _apply(person: Person, row: tuple, lawyer: Lawyer, by: User, on: date) -> None:
    side, matter, form, text, claim, ago, far = row
    day = on - timedelta(days=ago)
    aid = actions.apply(
        person,
        matter=matter,
        form=form,
        other_side=side,
        text=text,
        claim=None if claim is None else Decimal(claim),
        limit_on=on + timedelta(days=3) if far == "urgent" else None,
        by=person.user or by,
        on=day,
    )
    _go_on(aid, far, lawyer, by, day)


def _go_on(aid: Aid, far: str, lawyer: Lawyer, by: User, day: date) -> None:
    """Take it as far as it has come; every later day lies before today."""
    now: dict[str, Any] = {"by": by, "on": day + timedelta(days=1)}
    if far == "papers":
        actions.ask_papers(aid, papers="劳动合同或者考勤记录，诊断证明", **now)
    if far == "urgent":
        actions.begin_urgently(aid, **now)
        giving.assign(aid, lawyer=lawyer, **now)
    if far in ("refused", "objected"):
        reason = "不是因劳动关系发生的争议" if far == "refused" else "没有说明与工作有关的请求"
        actions.refuse(aid, reason=reason, rule="cn.aid.acftu_scope", **now)
    if far == "objected":
        later = now | {"on": day + timedelta(days=13)}
        actions.object_to(aid, objection="承诺书是入职时单位让签的，请再看一看。", **later)
    if far in ("granted", "given", "finished", "ended"):
        actions.grant(aid, **(now | {"on": day + timedelta(days=5)}))
    if far in ("given", "finished", "ended"):
        _given(aid, far, lawyer, by, day)


def _given(aid: Aid, far: str, lawyer: Lawyer, by: User, day: date) -> None:
    later: dict[str, Any] = {"by": by, "on": day + timedelta(days=7)}
    giving.assign(aid, lawyer=lawyer, **later)
    later["on"] = day + timedelta(days=12)
    giving.log_work(aid, day=later["on"], kind="talk", hours=Decimal("1.5"), **later)
    giving.log_work(
        aid, day=later["on"], kind="evidence", hours=Decimal(3), cost=Decimal("46.50"), **later
    )
    if far != "ended":
        giving.add_hearing(aid, day=day + timedelta(days=45), place="区仲裁委 第二庭", **later)
    later["on"] = day + timedelta(days=50)
    if far == "finished":
        told: dict[str, Any] = {
            "result": "partly",
            "outcome": "裁决支付赔偿金，十五日内付清，已到账",
        }
        giving.finish(aid, recovered=Decimal("38700.00"), **told, **later)
    if far == "ended":
        giving.end_early(aid, ground="settled", reason="双方自行和解，单位已补发", **later)
