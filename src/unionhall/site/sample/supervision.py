"""What the sample's unions do about employers: inspections, letters at every rung, hazards."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from unionhall.accounts.models import User
from unionhall.cases.models import Case
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation
from unionhall.site.sample.federation import Federation
from unionhall.supervision import actions, drafts, hazards, inspections, letters
from unionhall.supervision.models import Letter, Matter

# What was found: subject, text, workers affected, severity.
FOUND = {
    "overtime": ("pay", "部分班组周末加班按平时工资计发，没有按规定倍数计算", 46, 2),
    "arrears": ("pay", "计件岗位工资拖欠两个月", 23, 3),
    "hours": ("hours", "包装线连续四周没有休息日，月加班超过上限", 31, 2),
    "contract": ("contract", "新入职人员超过一个月没有签订书面劳动合同", 9, 2),
    "insurance": ("insurance", "部分人员没有参加工伤保险", 14, 3),
    "women": ("women", "哺乳期女职工仍被安排夜班", 3, 2),
    "guards": ("safety", "冲压机护栏被拆除，没有恢复", 12, 3),
}


@dataclass
class Story:
    """One matter of the sample, told by days before today."""

    code: str  # of the union whose employer it is
    found: str
    begun: int
    letters: list[tuple] = field(default_factory=list)  # days ago, rung, answered days ago, answer
    visits: list[tuple] = field(default_factory=list)  # days ago, what was seen
    mended: tuple = ()  # days ago, proof
    referred: tuple = ()


STORIES = (
    Story(
        "GH002",
        "overtime",
        60,
        [(58, "reminder", 49, "同意重算近三个月加班工资，随十月工资补发")],
        [(40, "抽查 10 份工资单，差额已补")],
        (39, "补发名册和银行回单（46 人）"),
    ),
    Story("GH004", "contract", 34, [(33, "reminder", 0, "")], [(15, "仍有 6 人没有签")]),
    Story(
        "GH007",
        "hours",
        75,
        [(74, "reminder", 0, ""), (55, "opinion", 38, "称订单集中，下月起恢复每周休息")],
        [(12, "排班表已恢复每周休一天，仍有两个班组未执行")],
    ),
    Story(
        "GH011",
        "arrears",
        120,
        [
            (119, "reminder", 0, ""),
            (102, "opinion", 0, ""),
            (70, "recommendation", 45, "区人社局已立案，责令限期支付"),
        ],
        [(40, "一个月工资已付，余款承诺月底付清")],
        (),
        (30, "区人社局〔2026〕劳监立字第 118 号"),
    ),
    Story("GH014", "insurance", 9, [(8, "reminder", 0, "")]),
    Story("GH018", "women", 5),
)
# union, place, text, severity, days ago, told with so many days, then
HAZARDS = (
    ("GH001", "二号厂房东侧安全出口", "安全出口堆放成品托盘，门打不开", 3, 6, 2, "escalate"),
    ("GH001", "喷漆房", "排风机停用，气味很重", 3, 3, 4, ""),
    ("GH003", "配电间", "配电柜门锁坏了，线缆裸露", 3, 20, 3, "verify"),
    ("GH005", "三楼食堂", "灭火器过了检验日期", 2, 12, 5, "mend"),
    ("GH006", "成品仓库", "货架变形，上层仍在堆货", 2, 2, 0, ""),
    ("GH009", "装卸平台", "叉车与行人通道没有分开", 2, 30, 7, "verify"),
    ("GH012", "女更衣室门口", "地砖松动，容易绊倒", 1, 15, 6, "drop"),
)


def bring(federation: Federation, *, on: date) -> None:
    """Matters at every stage, inspections past and to come, hazards noted and reported."""
    by = federation.officers["rights-officer"]
    for story in STORIES:
        _told(story, federation.district, by, on)
    _inspected(federation, by, on)
    for row in HAZARDS:
        _hazard(row, by, on)
    _reported(on)
    _from_a_request(by, on)


def _days(on: date, ago: int) -> date:
    return on - timedelta(days=ago)


def _told(story: Story, district: Organisation, by: User, on: date) -> None:
    employer = Organisation.objects.get(code=story.code).employer
    assert employer is not None
    subject, text, affected, severity = FOUND[story.found]
    begun = _days(on, story.begun)
    matter = actions.begin(
        district,
        employer=employer,
        subject=subject,
        text=text,
        affected=affected,
        severity=severity,
        by=by,
        on=begun,
    )
    for ago, rung, answered, said in story.letters:
        letter = _letter(matter, rung, by, _days(on, ago))
        if answered:
            day = _days(on, answered)
            letters.answer(letter, answer="agrees", text=said, by=by, on=day)
        elif letter.due_on < on:
            letters.miss(letter, by=None, on=letter.due_on + timedelta(days=1))
    for ago, seen in story.visits:
        day = _days(on, ago)
        actions.visit(matter, visited_on=day, text=seen, by=by, on=day)
    finding = matter.findings.get()
    if story.mended:
        day = _days(on, story.mended[0])
        actions.mend(finding, proof=story.mended[1], by=by, on=day)
        actions.close(matter, by=by, on=day)
    if story.referred:
        day = _days(on, story.referred[0])
        actions.refer(finding, ground=story.referred[1], by=by, on=day)


def _letter(matter: Matter, rung: str, by: User, day: date) -> Letter:
    authority = rung == "recommendation"
    findings = list(matter.findings.all())
    text = drafts.draft(rung, matter, findings, days=15, authority=authority)
    to = "拱墅区人力资源和社会保障局" if authority else matter.employer.name
    return letters.issue(matter, rung=rung, addressee=to, text=text, by=by, on=day)


def _inspected(federation: Federation, by: User, on: date) -> None:
    """One was carried out and signed, one is called off, two are to come."""
    chair = federation.officers["vice-chair"]
    told: dict[str, Any] = {"supervisors": [by, chair], "by": by}

    def plan(code: str, planned_on: date, day: date, place: str = ""):
        employer = Organisation.objects.get(code=code).employer
        assert employer is not None
        days: dict[str, Any] = {"planned_on": planned_on, "on": day}
        return inspections.plan(federation.district, employer=employer, place=place, **days, **told)

    day = _days(on, 18)
    done = plan("GH008", day, _days(on, 25), "冲压车间")
    for item in ("pay-on-time", "pay-minimum", "hours-rest", "contract-written", "safety-exits"):
        inspections.check(done, item=item, in_order=True, by=by, on=day)
    _subject, text, affected, severity = FOUND["guards"]
    inspections.check(
        done,
        item="safety-guards",
        in_order=False,
        text=text,
        affected=affected,
        severity=severity,
        by=chair,
        on=day,
    )
    for user in (by, chair):
        inspections.sign(done, by=user, on=day)
    off = plan("GH010", _days(on, 10), _days(on, 20))
    inspections.call_off(off, reason="单位停产检修，改期进行", by=by, on=_days(on, 11))
    plan("GH013", on + timedelta(days=3), _days(on, 4), "物流分拣中心")
    plan("GH016", on, _days(on, 7))


def _hazard(row: tuple, by: User, on: date) -> None:
    code, place, text, severity, ago, days, then = row
    unit, day = Organisation.objects.get(code=code), _days(on, ago)
    made = hazards.note_hazard(
        unit,
        place=place,
        text=text,
        severity=severity,
        due_on=day + timedelta(days=days) if days else None,
        by=by,
        on=day,
    )
    later: dict[str, Any] = {"by": by, "on": min(on, day + timedelta(days=days))}
    if then == "mend":
        hazards.mend_hazard(made, ground="单位称已全部更换", **later)
    if then == "verify":
        hazards.verify_hazard(made, ground="现场复查，已恢复", **later)
    if then == "drop":
        hazards.drop_hazard(made, ground="现场查看，地砖已于当日铺好", **later)
    if then == "escalate":
        hazards.escalate_hazard(made, **later)


def _reported(on: date) -> None:
    """The sample's worker reported two hazards."""
    person = Person.objects.get(user__username="worker")
    told: dict[str, Any] = {"by": person.user}
    hazards.report_hazard(
        person,
        place="一号车间打磨区",
        text="粉尘很大，除尘口罩发完了没有补",
        on=_days(on, 1),
        **told,
    )
    row = hazards.report_hazard(
        person, place="北门斜坡", text="雨天很滑，前天有人摔倒", on=_days(on, 14), **told
    )
    chair = row.organisation.mandates.filter(office="chair").first()
    if chair:
        hazards.tell_hazard(row, due_on=_days(on, 8), by=chair.user, on=_days(on, 13))
        hazards.verify_hazard(row, ground="已铺防滑垫", by=chair.user, on=_days(on, 8))


def _from_a_request(by: User, on: date) -> None:
    """One matter grew out of a request about pay."""
    rows = Case.objects.filter(topic="pay", is_open=True, is_restricted=False)
    for case in rows.select_related("organisation", "person").order_by("pk")[:20]:
        spell = case.person.spells.filter(until_on=None).select_related("organisation").first()
        if spell and spell.organisation.employer:
            actions.begin(
                case.organisation,
                employer=spell.organisation.employer,
                case=case,
                subject="pay",
                text="有职工反映加班工资没有按规定计发，工会抽查后属实",
                affected=7,
                by=by,
                on=on,
            )
            return
