"""Urgent matters of the sample: a stoppage under way, unpaid wages, a heat stroke, and one that has ended."""

from datetime import date, datetime, timedelta
from typing import Any

from unionhall.accounts.models import User
from unionhall.core.clock import standing_at
from unionhall.members.models import Spell
from unionhall.site.sample.federation import Federation
from unionhall.urgent import actions, concerned
from unionhall.urgent.models import UrgentMatter

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# what it is, where, what happened, workers, gravity, hours ago; lines of the log: hours ago, what happened
OPEN = (
    (
        "stoppage",
        "二车间和包装线",
        "夜班四十多人停工，要求先补发九月的加班费再开机。厂区秩序正常，没有人受伤。",
        46,
        2,
        5.5,
        (
            (5.2, "工会主席到车间，请大家推选五名代表。"),
            (3.0, "厂长同意当天下午两点和代表面谈。"),
            (1.0, "面谈开始，单位拿出考勤和工资表。"),
        ),
    ),
    (
        "arrears",
        "城北项目部宿舍区",
        "三个班组反映两个月工资没有发，劳务公司联系不上。",
        120,
        3,
        1.2,
        ((0.8, "总包单位确认已把人工费付给劳务公司，正在调银行回单。"),),
    ),
    (
        "heat",
        "铸造车间三号炉旁",
        "一名职工中暑送医，意识清楚；同班还有两人头晕，已到休息室。",
        3,
        1,
        20,
        ((19.5, "车间停炉通风，开放休息室，发放饮水。"), (12, "医院电话：留院观察一晚。")),
    ),
)


def bring(built: Federation, *, on: date, now: datetime) -> None:
    """Three under way and one that ended, each opened at its own hour."""
    by = built.officers["rights-officer"]
    unions = [union.organisation for union in built.unions[:4]]
    for union, told in zip(unions, OPEN, strict=False):
        _under_way(union, told, by=by, on=on, now=now)
    _ended(unions[-1], by=by, on=on, now=now)


def _under_way(union, told, *, by: User, on: date, now: datetime) -> UrgentMatter:
    kind, place, text, people, gravity, ago, lines = told
    with standing_at(now - ago * HOUR + 10 * MINUTE):
        matter = actions.open_matter(
            union,
            kind=kind,
            place=place,
            text=text,
            learnt_at=now - ago * HOUR,
            people=people,
            gravity=gravity,
            by=by,
            on=on,
        )
    first = matter.tellings.order_by("due_at", "pk").first()
    if first:
        with standing_at(now - ago * HOUR + 30 * MINUTE):
            told_at = now - ago * HOUR + 25 * MINUTE
            actions.note_told(
                first, at=told_at, way="telephone", whom="值班室 周师傅", by=by, on=on
            )
    for hours, said in lines:
        # The second line of each was written down an hour later.
        late = HOUR if said == lines[-1][1] and hours >= 1 else 5 * MINUTE
        with standing_at(now - hours * HOUR + late):
            actions.add_line(matter, at=now - hours * HOUR, text=said, by=by, on=on)
    rows = Spell.objects.filter(until_on=None, organisation=union).select_related("person__user")
    for spell in rows.order_by("pk")[: min(people, 6)]:
        concerned.add_affected(matter, spell.person, agreed=True, by=by, on=on)
    return matter


def _ended(union, *, by: User, on: date, now: datetime) -> None:
    """A fire without injured, told in time, summed up."""
    start = now - 240 * HOUR
    day = on - timedelta(days=10)
    told: dict[str, Any] = {"by": by, "on": day}
    with standing_at(start + 5 * MINUTE):
        matter = actions.open_matter(
            union,
            kind="fire",
            place="成品仓库东侧",
            text="配电箱起火，值班人员用灭火器扑灭，无人受伤。",
            learnt_at=start,
            people=14,
            gravity=1,
            **told,
        )
        for telling in matter.tellings.all():
            actions.note_told(telling, at=start, way="telephone", whom="值班员", **told)
    with standing_at(start + 30 * HOUR):
        told["on"] = day + timedelta(days=1)
        actions.end(
            matter,
            summary="线路老化短路，配电箱已更换，仓库停用一天，当班十四人工资照发。",
            lessons="配电箱列入每月隐患检查；仓库夜班加一次巡查；灭火演练改为每季度一次。",
            **told,
        )
