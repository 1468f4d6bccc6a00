"""Three invented requests kept to named persons: in hand with a colleague invited, new and about a chair, opened in an emergency."""

from datetime import datetime, timedelta
from typing import Any

from unionhall.accounts.models import User
from unionhall.cases import actions, my_actions
from unionhall.cases.confidential import actions as naming
from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import Case, Channel, Draft, Topic
from unionhall.core import clock
from unionhall.members.models import Person

HARASSED = "带班的最近一个月多次发不三不四的消息，夜班还堵在更衣室门口，我不敢一个人走。"
REPLIED = "我们和你约定的时间当面谈，地点不在厂里。聊天记录请先保留，不要删除。"
INVITED = "熟悉女职工特殊保护的规定，一起与职工谈话"
PUNISHED = "我在职工大会上问了加班费，第二天就被调去看仓库，主席说“让你长长记性”。"
WASTE = "车间半夜把废油直接倒进雨水沟，我有照片，但是不能让厂里知道是我说的。"
EMERGENCY = "职工来电说厂里已经猜到是他，今晚有人上门，被指名的同事电话无人接听"


def bring(officers: dict[str, User], *, now: datetime) -> None:
    """Bring and handle them over the past weeks."""
    worker = Person.objects.get(user__username="worker")
    case = _asked(worker, HARASSED, "harassment", now - timedelta(days=12))
    named = _named(case)
    with clock.standing_at(now - timedelta(days=11)):
        told: dict[str, Any] = {"by": named, "on": clock.today()}
        actions.accept(case, **told)
        actions.reply(case, text=REPLIED, **told)
        until = clock.today() + timedelta(days=25)
        women = officers["women-officer"]
        naming.invite(case, user=women, reason=INVITED, until=until, **told)
    with clock.standing_at(now - timedelta(days=9)):
        actions.note(case, text="已陪同职工谈话，记录由职工本人看过。", by=women, on=clock.today())

    about = officers["union-1-chair"]
    with clock.standing_at(now - timedelta(days=2)):
        actions.take_down(
            _member("GH001", worker),
            topic=Topic.DISCIPLINE,
            text=PUNISHED,
            channel=Channel.TELEPHONE,
            concern="retaliation",
            about=[about],
            by=officers["desk-officer"],
            on=clock.today(),
        )

    with clock.standing_at(now - timedelta(days=4)):
        case = actions.take_down(
            _member("GH003", worker),
            topic=Topic.SAFETY,
            text=WASTE,
            channel=Channel.LETTER,
            concern="whistle",
            by=named,
            on=clock.today(),
        )
    with clock.standing_at(now - timedelta(hours=6)):
        naming.override(
            case.number,
            ground="danger",
            reason=EMERGENCY,
            by=officers["city-rights-officer"],
            on=clock.today(),
        )


def _asked(person: Person, text: str, concern: str, moment: datetime) -> Case:
    with clock.standing_at(moment):
        draft = Draft(person=person, text=text, topic=Topic.DISCIPLINE, concern=concern)
        return my_actions.submit(draft, by=person.user, on=clock.today())


def _named(case: Case) -> User:
    """The officer it was named to."""
    return Tie.objects.in_force().knowing().filter(case=case).earliest("pk").user


def _member(code: str, besides: Person) -> Person:
    rows = Person.objects.filter(spells__organisation__code=code, spells__until_on=None)
    return rows.exclude(pk=besides.pk).earliest("pk")
