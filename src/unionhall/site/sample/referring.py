"""Bodies to refer to, referrals at every stage, check-ins after requests, and a day at the telephone desk."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.cases.calls import actions as calling
from unionhall.cases.models import HANDLED, Case, Message, Status, Topic
from unionhall.cases.queries import readable_by
from unionhall.cases.referrals import actions, my_actions, queries, receiving
from unionhall.cases.referrals.models import Referral
from unionhall.cases.routing import Desk
from unionhall.cases.watch import actions as watching
from unionhall.cases.watch import my_actions as my_watching
from unionhall.cases.watch.models import WAITING
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation
from unionhall.site.sample.federation import Federation
from unionhall.site.sample.requests import account_of

PARTNERS = (
    ("arbitration", "区劳动人事争议仲裁委员会", "湖滨路 8 号 3 楼立案窗口，0571-88102211"),
    ("inspectorate", "区劳动保障监察大队", "解放路 66 号，0571-88102345"),
    ("hospital", "区人民医院职业病科", "中山北路 120 号门诊 2 楼，0571-88105566"),
    ("women", "区妇联维权站", "学院路 15 号，0571-88106677"),
    ("legal_aid", "区法律援助中心", "司法局一楼大厅，0571-88107788"),
    ("hotline", "12345 政务服务热线", "12345，按 1 转劳动保障"),
)
# stage, receiver ("up" or which body), why, what is passed on
REFERRALS = (
    ("proposed", 0, "协商没有结果，建议直接申请仲裁。", "三个月加班费未发，有考勤照片，本人愿意仲裁。"),
    ("taken_up", "up", "单位在市里注册，请市总协调。", "单位多次推脱，区里两次约谈未果。"),
    ("answered", 1, "涉及最低工资，请监察核查。", "试用期工资低于最低标准，共四人。"),
    ("sent", 2, "请安排职业健康检查。", "车间粉尘重，咳嗽两个月，单位未安排体检。"),
    ("revoked", 4, "需要律师代写申请书。", "离职手续被扣押，社保无法转移。"),
    ("declined", 3, "涉及女职工保护，妇联可以一起做工作。", "哺乳期被排夜班。"),
)  # fmt: skip
SAID = ("well", "well", "happened", "well", "call", "", "well", "well")
# name or None for a member, number, topic, what is asked, how it goes on, hours ago, tries days ago
CALLS = (
    ("周师傅", "13700010021", "pay", "工地老板拖着不结账，不知道该找谁。", "call_back", 52, (1,)),
    (None, "", "hours", "国庆加班三天，应当按几倍算？", "call_back", 27, ()),
    ("", "0571-86662233", "other", "想问怎么加入工会。", "call_back", 25, (1, 0)),
    (None, "", "benefits", "社保断了一个月，生育津贴还能领吗？", "call_back", 3, ()),
    ("钱女士", "13700010457", "contract", "试用期能不能随时辞退？", "answered", 5, ()),
    (None, "", "safety", "车间没有发防尘口罩，先问问标准。", "answered", 4, ()),
    (None, "", "pay", "年终奖什么时候必须发？", "answered", 2, ()),
)  # fmt: skip
ANSWERS = "按规定说明了，并告知可以来窗口。"


def bring(federation: Federation, *, on: date) -> None:
    """All three, by the district's rights officer and its service desk."""
    officers = federation.officers
    with _at(on - timedelta(days=40)):
        for kind, name, contact in PARTNERS:
            actions.add_partner(
                federation.district,
                kind=kind,
                name=name,
                contact=contact,
                by=officers["rights-officer"],
                on=clock.today(),
            )
    _refer(officers, on=on)
    _ask(on=on)
    _call(federation.district, officers["desk-officer"])


def _at(day: date, hour: int = 10):
    return clock.standing_at(timezone.make_aware(datetime.combine(day, time(hour, 20))))


def _refer(officers, *, on: date) -> None:
    """The worker of the sample has the first one to decide on."""
    by = officers["rights-officer"]
    rows = readable_by(by, "cases.refer", on=on).filter(
        status__in=HANDLED, is_restricted=False, person__user__isnull=False
    )
    related = rows.select_related("organisation__parent", "person__user", "handler")
    cases = sorted(related, key=lambda row: (row.person.user.username != "worker", row.pk))
    bodies = list(queries.partners_for(cases[0])) if cases else []
    bodies.sort(key=lambda row: row.pk)
    for case, (stage, to, why, summary) in zip(cases, REFERRALS, strict=False):
        target = bodies[to] if isinstance(to, int) else Desk(_above(officers), "rights_officer")
        with _at(on - timedelta(days=3)):
            row = actions.refer(
                case,
                to=target,
                why=why,
                summary=summary,
                with_contact=stage != "proposed",
                messages=list(case.messages.exclude(kind=Message.Kind.NOTE)[:1]),
                by=by,
                on=clock.today(),
            )
        _go_on(row, stage, officers, on=on)


def _above(officers) -> Organisation:
    return officers["city-rights-officer"].mandates.get().organisation


def _go_on(row: Referral, stage: str, officers, *, on: date) -> None:
    by, worker = officers["rights-officer"], account_of(row.case.person)
    if stage == "proposed":
        return
    with _at(on - timedelta(days=2)):
        if stage == "declined":
            my_actions.decline(row, by=worker, on=clock.today())
            return
        my_actions.agree(row, by=worker, on=clock.today())
        actions.send(row, by=by, on=clock.today())
    with _at(on - timedelta(days=1)):
        if stage == "taken_up":
            receiving.take_up(row, by=officers["city-rights-officer"], on=clock.today())
        elif stage == "answered":
            text = "已立案核查，单位承诺月底前补足差额。"
            actions.note_answer(row, text=text, by=by, on=clock.today())
        elif stage == "revoked":
            my_actions.revoke(row, by=worker, on=clock.today())
        else:
            actions.make_link(row, by=by, on=clock.today())


def _ask(*, on: date) -> None:
    """Those closed long enough ago have been asked once; the newest choose still."""
    rows = Case.objects.filter(
        status=Status.CLOSED, person__user__isnull=False, is_restricted=False
    ).exclude(topic=Topic.OTHER)
    related = list(
        rows.select_related("organisation__parent", "person__user", "handler").order_by(
            "closed_on", "pk"
        )
    )
    for order, case in enumerate(related[:12]):
        with _at(case.closed_on or on, 19):
            watch = my_watching.choose(
                case, places=[1, 2, 3], by=account_of(case.person), on=clock.today()
            )
        row = watch.check_ins.select_related("watch__case__person__user").get(place=1)
        row.watch.case = case
        if row.due_on > on:
            continue
        with _at(row.due_on, 9):
            watching.ask(row, on=clock.today())
        if said := SAID[order % len(SAID)]:
            with _at(row.due_on, 12):
                my_watching.answer(row, said=said, by=account_of(case.person), on=clock.today())
        elif row.state in WAITING and row.due_on < on:
            with _at(on, 9):
                watching.remind(row, on=clock.today())


def _call(unit: Organisation, by: User) -> None:
    now = clock.now()
    found = Person.objects.filter(spells__until_on=None).exclude(phone="").order_by("pk")
    members = iter(found.filter(spells__organisation__path__startswith=unit.path).distinct()[40:49])
    for name, phone, topic, text, kind, hours, tries in CALLS:
        person = next(members, None) if name is None else None
        if name is None and person is None:
            continue
        with clock.standing_at(now - timedelta(hours=hours)):
            call = calling.take_call(
                unit,
                person=person,
                name=name or "",
                phone=phone,
                topic=topic,
                text=text,
                kind=kind,
                answer=ANSWERS if kind == "answered" else "",
                by=by,
                on=clock.today(),
            )
        for days in tries:
            with clock.standing_at(now - timedelta(days=days, hours=1)):
                try:
                    calling.try_again(call, by=by, on=clock.today())
                except Refused:
                    continue
