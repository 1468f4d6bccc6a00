"""Three invented reports without a name: one waits, one has a question open, one was answered."""

from datetime import datetime, timedelta

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.history.actions import read_opened
from unionhall.organisations.models import Organisation
from unionhall.tips import actions, receipts, recipients, reporting, stamps, vault
from unionhall.tips.models import Tip

NEW = "三号车间的通风从上个月起就坏了，班长说报修要等检查组走了以后再说。知道的人不少。"
ASKED = "最近两个月，夜班每次都提前一刻钟打卡下班，实际干到点，加班费按打卡时间算。"
QUESTION = "谢谢你告诉我们。是哪一条生产线，大约从哪一天开始？会暴露自己的不必回答。"
ANSWERED = "食堂的外包单位给新来的人发工资，要先扣一个月押金。"
ANSWER = "已会同劳动监察到食堂核实，押金当场退还，外包合同里加了不得收押金的条款。"


def bring(officers: dict[str, User], unions: list[Organisation], *, now: datetime) -> list[str]:
    """Send and handle them over the past weeks; answers with their receipts, the newest first."""
    by = officers["rights-officer"]
    _tip, new = _sent(unions[0], NEW, now - timedelta(days=1))
    asked, second = _sent(unions[1], ASKED, now - timedelta(days=6))
    with clock.standing_at(now - timedelta(days=4)):
        read_opened(asked.chain, by=by, subject=asked)
        actions.accept(asked, by=by, on=clock.today())
        key = vault.key_for(asked, by)
        actions.ask(asked, key, text=QUESTION, by=by, on=clock.today())
    answered, third = _sent(unions[2], ANSWERED, now - timedelta(days=20))
    with clock.standing_at(now - timedelta(days=18)):
        read_opened(answered.chain, by=by, subject=answered)
        actions.accept(answered, by=by, on=clock.today())
    with clock.standing_at(now - timedelta(days=7)):
        key = vault.key_for(answered, by)
        actions.answer(answered, key, text=ANSWER, by=by, on=clock.today())
    return [receipts.in_fours(receipt) for receipt in (new, second, third)]


def _sent(union: Organisation, text: str, moment: datetime) -> tuple[Tip, str]:
    with clock.standing_at(moment):
        # Some sub-districts could receive it; the sample's officers sit in the district.
        levels = recipients.levels(union, on=clock.today())
        level = next(level for level in levels if level.organisation.kind == "county")
        return reporting.send(
            union, level, text=text, stamp=stamps.new(union.code), on=clock.today()
        )
