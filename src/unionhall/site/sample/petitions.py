"""Petitions of the sample: one at every stage, one of several people, one that came again."""

from datetime import date, timedelta
from typing import Any

from unionhall.accounts.models import User
from unionhall.members.models import Spell
from unionhall.petitions import actions, bringing
from unionhall.petitions.models import Petition
from unionhall.site.sample.federation import Federation

DAY = timedelta(days=1)
# matter, what it asks for, days ago it came, steps with how many days ago each was, and what they say
LIVES: tuple[tuple[str, str, int, tuple[tuple[str, int, str], ...]], ...] = (
    ("opinion", "建议把职工书屋开放到晚上九点，倒班的人也能去。", 2, ()),
    ("help", "丈夫住院花了八万多，请工会看看还能不能申请困难补助。", 20, (("accept", 17, ""),)),
    (
        "opinion",
        "建议每年把会费的用途在公告栏和手机上都公布一次。",
        48,
        (
            ("accept", 45, ""),
            ("answer", 6, "意见采纳。今年的会费收支在十二月公布，以后每年一月公布上一年的。"),
        ),
    ),
    (
        "help",
        "疗休养名额三年没有轮到一线班组，请说明是怎么定的。",
        80,
        (
            ("accept", 76, ""),
            ("answer", 40, "名额按部门人数分配，一线班组去年两人放弃。"),
            ("ask_review", 20, "没有人问过我们班组，名单也没有公示。"),
        ),
    ),
    (
        "help",
        "要求补发去年的高温慰问品。",
        150,
        (
            ("accept", 146, ""),
            ("answer", 110, "慰问品按当日出勤发放，查考勤当天请假。"),
            ("ask_review", 100, "那天是调休，不是请假。"),
            ("answer_review", 80, "复查认定当天确为调休，应当发放，已于当日补发。"),
            ("end", 45, ""),
        ),
    ),
    (
        "help",
        "公司搬迁后通勤多了一个小时，要求按合同违约赔偿。",
        12,
        (("refuse", 8, "是否违约由仲裁或者法院认定。工会可以陪你申请调解和仲裁。"),),
    ),
    (
        "opinion",
        "厂门口的路灯坏了半年，下夜班看不清路。",
        15,
        (("pass_to", 11, "路灯由市政部门维护，已把情况转去。"),),
    ),
)


def bring(built: Federation, *, on: date) -> None:
    """Petitions of members of the first unions, each through its steps."""
    by = built.officers["rights-officer"]
    unions = [union.organisation.pk for union in built.unions[:3]]
    spells = list(
        Spell.objects.filter(until_on=None, organisation__in=unions)
        .select_related("person__user", "organisation")
        .order_by("-pk")[:30]
    )
    if len(spells) < 30:
        return
    mine = Spell.objects.filter(until_on=None, person__user__username="worker")
    first = mine.select_related("person__user", "organisation").first() or spells[0]
    for spell, (matter, text, ago, steps) in zip((first, *spells), LIVES, strict=False):
        row = _received(spell, matter, text, by=by, on=on - ago * DAY)
        for act, days, said in steps:
            _step(row, act, said, by=by, on=on - days * DAY)
    _together(spells[10:17], by=by, on=on)
    _complaint(spells[20], by=by, on=on)
    _again(spells[21], by=by, on=on)


def _received(spell: Spell, matter: str, text: str, *, by: User, on: date, **told: Any) -> Petition:
    return bringing.receive(
        spell.person,
        organisation=spell.organisation,
        matter=matter,
        text=text,
        by=by,
        on=on,
        **told,
    )


def _step(row: Petition, act: str, text: str, *, by: User, on: date) -> None:
    told = {"to": "区城市管理局"} if act == "pass_to" else {}
    getattr(actions, act)(row, text=text, **told, by=by, on=on)


def _together(spells: list[Spell], *, by: User, on: date) -> None:
    """Seven of one workshop, two of whom speak for all."""
    day = on - 9 * DAY
    text = "车间七个人要求把淋浴间的热水时间延长到夜班下班以后。"
    row = _received(spells[0], "help", text, by=by, on=day)
    rows = [row.petitioners.get()]
    for spell in spells[1:]:
        rows.append(bringing.add_petitioner(row, spell.person, by=by, on=day))
    bringing.choose_representatives(row, rows[:2], by=by, on=day)
    _step(row, "accept", "", by=by, on=on - 7 * DAY)


def _complaint(spell: Spell, *, by: User, on: date) -> None:
    """About a union: it lies with the level above from the first day."""
    text = "问会费怎么用的，会员没有得到回答，还被说多管闲事。"
    _received(spell, "complaint", text, about=spell.organisation, by=by, on=on - 4 * DAY)


def _again(spell: Spell, *, by: User, on: date) -> None:
    """Answered, ended, and brought once more."""
    row = _received(spell, "help", "要求认定十年前的先进称号待遇。", by=by, on=on - 120 * DAY)
    _step(row, "accept", "", by=by, on=on - 116 * DAY)
    _step(row, "answer", "档案里没有这项表彰，当年的文件也没有待遇规定。", by=by, on=on - 100 * DAY)
    _step(row, "end", "", by=by, on=on - 60 * DAY)
    text = "电话再次反映同一事项，已请其查看原答复。"
    _step(row, "note_repeat", text, by=by, on=on - 10 * DAY)
