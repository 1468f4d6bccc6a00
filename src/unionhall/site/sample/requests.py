"""Two months of requests, acted out one after another by those in office at the time."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count

from django.db import transaction
from django.utils import timezone

from unionhall.access.scope import can
from unionhall.accounts.models import User, fresh_username
from unionhall.cases import actions, my_actions, routing
from unionhall.cases.models import Case, Channel, Draft, Status
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.members.models import Person, Spell
from unionhall.site.sample.meaning import difficulty_of, outcome_of
from unionhall.site.sample.people import WORDS

DAYS = 61
OWN = {0: 52, 1: 24, 2: 9, 3: 1}  # order → days ago, of the sample's worker
Step = Callable[[], None]


class Timeline:
    """What happens next, in the order of its moments."""

    def __init__(self, end: datetime):
        self.end, self.order = end, count()
        self.waiting: list[tuple[datetime, int, Step]] = []

    def at(self, moment: datetime, step: Step) -> None:
        """Plan a step; whatever lies after the end has not happened yet."""
        if moment < self.end:
            heapq.heappush(self.waiting, (moment, next(self.order), step))

    def run(self) -> None:
        """Act it all out; what a rule refuses then simply did not happen."""
        while self.waiting:
            moment, _order, step = heapq.heappop(self.waiting)
            with clock.standing_at(moment):
                try:
                    with transaction.atomic():
                        step()
                except Refused:
                    continue


def office_hour(dice: random.Random, day: date) -> datetime:
    """A moment of a working day's hours."""
    at = time(dice.randint(8, 17), dice.randrange(60), dice.randrange(60))
    return timezone.make_aware(datetime.combine(day, at))


def bring(number: int, *, dice: random.Random, on: date, now: datetime) -> int:
    """Let so many requests come in over two months and be handled; returns how many there are."""
    timeline = Timeline(now)
    held = Spell.objects.in_force(on=on).order_by("pk")
    keys = list(held.values_list("pk", flat=True))
    own = held.filter(person__user__isnull=False).values_list("pk", flat=True).first()
    drawn = []
    for order in range(number):
        # Whoever can sign in from the start has some to look at: old ones, and one of this week.
        key = own if own and order in OWN else dice.choice(keys)
        day = on - timedelta(days=OWN.get(order, int(DAYS * dice.random() ** 1.15)))
        drawn.append((key, office_hour(dice, day)))
    # Only theirs: a million memberships as objects take gigabytes.
    spells = held.select_related("person", "organisation").in_bulk({key for key, _ in drawn})
    for key, moment in drawn:
        timeline.at(moment, partial(_begin, spells[key], moment, timeline, dice))
    timeline.run()
    return Case.objects.count()


def account_of(person: Person) -> User:
    """The person's account, made when they first need one."""
    if person.user is not None:
        return person.user
    user = User(username=fresh_username(), name=person.name)
    user.set_unusable_password()
    user.save()
    person.user = user
    Person.objects.filter(pk=person.pk).update(user=user)
    return user


def _begin(spell: Spell, moment: datetime, timeline: Timeline, dice: random.Random) -> None:
    topic = dice.choices(list(WORDS["requests"]), weights=[30, 14, 16, 14, 8, 12, 6])[0]
    text, person = dice.choice(WORDS["requests"][topic]), spell.person
    restricted = dice.random() < 0.07
    if restricted or dice.random() < 0.7:
        user = account_of(person)
        draft = Draft.objects.create(
            person=person, text=text, topic=topic, is_restricted=restricted
        )
        case = my_actions.submit(draft, by=user, on=clock.today())
    else:
        desks = routing.readers(spell.organisation, restricted=False, on=clock.today())
        above = [desk for desk in desks if desk.organisation != spell.organisation]
        officer = dice.choice(routing.holders(above[0], on=clock.today()))
        channel = dice.choice([Channel.TELEPHONE, Channel.WINDOW, Channel.LETTER])
        case = actions.take_down(
            person, topic=topic, text=text, channel=channel, by=officer, on=clock.today()
        )
    _plan_first(case, moment, timeline, dice)


def _later(moment: datetime, dice: random.Random, low: float, high: float) -> datetime:
    """A moment of a working day's hours, between `low` and `high` days on."""
    day = (moment + timedelta(days=dice.uniform(low, high))).date()
    return max(office_hour(dice, day), moment + timedelta(minutes=20))


def _officer(case: Case, dice: random.Random, ability: str = "cases.accept") -> User | None:
    """Somebody in office where the request lies who may do it."""
    case.refresh_from_db()
    desks = routing.readers(case.organisation, restricted=case.is_restricted, on=clock.today())
    here = [desk for desk in desks if desk.organisation.pk == case.organisation_id]
    people = [user for desk in here for user in routing.holders(desk, on=clock.today())]
    able = [user for user in people if can(user, ability, case.organisation, on=clock.today())]
    return dice.choice(able) if able else None


def _plan_first(case: Case, moment: datetime, timeline: Timeline, dice: random.Random) -> None:
    fate = dice.random()
    if fate < 0.04:
        when = _later(moment, dice, 0.3, 4)
        timeline.at(when, lambda: _withdraw(case, dice))
    elif fate < 0.10:
        timeline.at(_later(moment, dice, 1, 9), lambda: _refuse(case, dice))
    elif fate < 0.18:
        when = _later(moment, dice, 1, 5)
        timeline.at(when, lambda: _hand_up(case, when, timeline, dice))
    elif fate < 0.95:
        slow = dice.random() < 0.12
        when = _later(moment, dice, 14, 26) if slow else _later(moment, dice, 0.1, 6)
        timeline.at(when, lambda: _accept(case, when, timeline, dice))


def _withdraw(case: Case, dice: random.Random) -> None:
    if user := case.person.user:
        my_actions.withdraw(
            case, reason=dice.choice(WORDS["replies"]["withdrawn"]), by=user, on=clock.today()
        )


def _refuse(case: Case, dice: random.Random) -> None:
    if officer := _officer(case, dice, "cases.refuse"):
        reason, instead = dice.choice(WORDS["replies"]["refusing"])
        actions.refuse(case, reason=reason, instead=instead, by=officer, on=clock.today())


def _hand_up(case: Case, moment: datetime, timeline: Timeline, dice: random.Random) -> None:
    officer = _officer(case, dice, "cases.hand_over")
    desk = routing.one_level_up(case.organisation, restricted=case.is_restricted, on=clock.today())
    if officer and desk:
        reason = dice.choice(WORDS["replies"]["handing"])
        actions.hand_over(
            case, to_organisation=desk.organisation, reason=reason, by=officer, on=clock.today()
        )
    when = _later(moment, dice, 0.5, 6)
    timeline.at(when, lambda: _accept(case, when, timeline, dice))


def _accept(case: Case, moment: datetime, timeline: Timeline, dice: random.Random) -> None:
    officer = _officer(case, dice)
    if officer is None:
        return
    actions.accept(case, difficulty=difficulty_of(case), by=officer, on=clock.today())
    replies, when = WORDS["replies"], moment
    if dice.random() < 0.35:
        when = _later(when, dice, 0.2, 3)
        timeline.at(
            when,
            lambda: actions.ask(
                case, text=dice.choice(replies["asked"]), by=officer, on=clock.today()
            ),
        )
        if case.person.user_id and dice.random() < 0.85:
            when = _later(when, dice, 0.1, 3)
            timeline.at(
                when,
                lambda: my_actions.answer(
                    case,
                    text=dice.choice(replies["answered"]),
                    by=case.person.user,
                    on=clock.today(),
                ),
            )
    if dice.random() < 0.45:
        when = _later(when, dice, 0.5, 5)
        timeline.at(
            when,
            lambda: actions.reply(
                case, text=dice.choice(replies["told"]), by=officer, on=clock.today()
            ),
        )
    if dice.random() < 0.25:
        timeline.at(
            _later(when, dice, 0.2, 4),
            lambda: actions.note(
                case, text=dice.choice(replies["notes"]), by=officer, on=clock.today()
            ),
        )
    if dice.random() < 0.06:
        timeline.at(
            _later(when, dice, 6, 12),
            lambda: actions.extend(
                case,
                days=dice.choice([10, 15, 30]),
                reason=dice.choice(replies["extending"]),
                by=officer,
                on=clock.today(),
            ),
        )
    if dice.random() < 0.85:
        done = _later(when, dice, 2, 24)
        timeline.at(done, lambda: _answer(case, officer, done, timeline, dice))


def _answer(
    case: Case, officer: User, moment: datetime, timeline: Timeline, dice: random.Random
) -> None:
    case.refresh_from_db()
    answers, on = WORDS["replies"]["closing"], clock.today()
    answer = dice.choice(answers)
    outcome = outcome_of(case, answers.index(answer), on=on)
    actions.propose_closing(case, answer=answer, outcome=outcome, by=officer, on=on)
    when = _later(moment, dice, 0.2, 9)
    if case.person.user_id is None or dice.random() < 0.2:
        if case.due_on:
            timeline.at(
                office_hour(dice, case.due_on + timedelta(days=1)),
                lambda: actions.close(case, by=None, on=clock.today()),
            )
        return
    if dice.random() < 0.14:
        timeline.at(when, lambda: _unsolved(case, when, timeline, dice))
    else:
        timeline.at(
            when,
            lambda: my_actions.confirm(
                case,
                satisfaction=dice.choices([3, 2, 1], weights=[70, 22, 8])[0],
                got_it=None if outcome is None or outcome.promised_on else True,
                by=case.person.user,
                on=clock.today(),
            ),
        )


def _unsolved(case: Case, moment: datetime, timeline: Timeline, dice: random.Random) -> None:
    my_actions.ask_review(
        case,
        reason=dice.choice(WORDS["replies"]["unsolved"]),
        satisfaction=1,
        by=case.person.user,
        on=clock.today(),
    )
    when = _later(moment, dice, 0.5, 5)
    if case.status == Status.REVIEW:
        timeline.at(when, lambda: _accept(case, when, timeline, dice))
