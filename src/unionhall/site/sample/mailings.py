"""Messages that the sample's officers sent to many, one that waits, and a template for letters."""

import random
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from unionhall.access.scope import scope
from unionhall.accounts.models import User, fresh_username
from unionhall.core.clock import standing_at, today
from unionhall.mailings import actions, working
from unionhall.mailings.letters import actions as letters
from unionhall.mailings.letters.samples import sample
from unionhall.mailings.models import Mailing
from unionhall.members.models import Person
from unionhall.members.saved.models import SavedSearch
from unionhall.notifications.models import Preference
from unionhall.site.sample.federation import Federation

SIGNED_IN = 60  # members with an account
LARGE = 20_000  # members
DAY = timedelta(days=1)
MEETING = {
    "kind": "meeting",
    "subject_zh": "会员代表大会定于下月5日召开",
    "text_zh": (
        "{name}同志：\n\n{union}定于下月5日下午2点在二楼会议室召开会员代表大会，"
        "审议工会工作报告和经费收支情况。请提前向工会小组长反映意见。\n\n{sender}\n{date}"
    ),
}
COURSE = {
    "kind": "course",
    "subject_zh": "急救知识培训，名额30人",
    "text_zh": "{name}：\n\n本月20日上午9点在区工人文化宫办急救知识培训，免费，含午餐。请到所在工会报名。",
    "subject_en": "First aid training, 30 places",
    "text_en": (
        "Dear {name},\n\nOn the 20th at 9 in the morning there is a first aid course at the district "
        "workers' palace, free of charge, lunch included. Sign up at {union}."
    ),
}
SURVEY = {
    "kind": "survey",
    "subject_zh": "体检项目征求意见",
    "text_zh": "{name}：\n\n明年会员体检想增加什么项目？请在月底前告诉{union}。",
}


def send(built: Federation, *, dice: random.Random, now: datetime) -> None:
    """Two messages sent, one waiting for its writer's word, and one template."""
    _sign_in(dice)
    officer, first = built.officers["organisation-officer"], built.unions[0].organisation
    one_union, saved = f"unit={first.code}", SavedSearch.objects.filter(owner=officer)
    # A register for measuring holds more people than one message may reach.
    large = Person.objects.count() > LARGE
    with standing_at(now - 9 * DAY):
        _sent(_written(officer, MEETING, one_union))
    with standing_at(now - 2 * DAY):
        _sent(_written(officer, COURSE, one_union if large else ""))
    search = None if large else saved.order_by("pk").last()
    with standing_at(now - DAY / 12):
        _written(officer, SURVEY, f"saved={search.pk}" if search else one_union)
    letters.upload(
        built.district,
        name="活动邀请函",
        file=SimpleUploadedFile("活动邀请函.docx", sample("zh")),
        by=officer,
        on=now.date(),
    )


def _sign_in(dice: random.Random) -> None:
    """Some members who have an account; a few want no courses, a few gave an e-mail address."""
    without = Person.objects.filter(user=None, spells__until_on=None, died_on=None).order_by("pk")
    for order, person in enumerate(without[:SIGNED_IN]):
        email = f"member{order}@example.com" if order % 6 == 0 else ""
        person.user = User.objects.create_user(
            username=fresh_username(), name=person.name, email=email
        )
        person.save(update_fields=["user"])
        if dice.random() < 0.1:
            Preference.objects.create(
                user=person.user, kind="mailings/course", channel="in_app", wanted=False
            )


def _written(officer: User, words: dict, query: str) -> Mailing:
    held = scope(officer, "mailings.send")
    mailing = actions.write(held, query=query, **words, by=officer, on=today())
    working.prepare(mailing, by=officer, on=mailing.on)
    return mailing


def _sent(mailing: Mailing) -> None:
    actions.send(mailing, by=mailing.by, on=mailing.on)
    working.carry_out(mailing)
