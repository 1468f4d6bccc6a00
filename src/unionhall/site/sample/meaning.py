"""What the sample's requests mean together: what they brought, which belong together, what keeps coming up."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.cases import actions
from unionhall.cases.alike import actions as ties
from unionhall.cases.alike.continuing import continue_in
from unionhall.cases.models import Case, Channel, Difficulty
from unionhall.cases.outcomes.rules import Noted
from unionhall.cases.patterns import actions as patterns
from unionhall.cases.patterns.models import Proposal
from unionhall.core import clock
from unionhall.members.models import Spell
from unionhall.supervision.visits import plan_visit

# What each of the sample's answers brought, in their order, with yuan from and to where money came of it.
BROUGHT = (
    (("money",), 600, 6800),
    (("safety",), 0, 0),
    (("contract",), 0, 0),
    (("practice", "money"), 100, 900),
    (("other",), 0, 0),
    (("apology", "practice"), 0, 0),
)
CLAUSES = ("cn.disp.limit_1y", "cn.disp.limit_wages_after_end", "cn.sup.lsi_2y")
# How many days ago, at which union, on which topic the same was brought again and again, and in which words.
AGAIN = (
    (
        24,
        "GH001",
        "pay",
        (
            "包装车间的加班费从九月起没有发。",
            "九月以来加班费一直没有发，包装线都一样。",
            "我们包装车间加班费没有发，班长说再等等。",
            "加班费拖了两个月，包装车间都没拿到。",
            "九月、十月的加班费都没有发给我们。",
            "包装线加班费没发，问了人事没有答复。",
        ),
    ),
    (
        38,
        "GH002",
        "safety",
        (
            "二号车间排风机又坏了，味道很大。",
            "排风机坏了没有人修，二号车间有人头晕。",
            "车间味道很大，排风机停了十几天。",
            "二号车间排风不行，干一会儿就头疼。",
            "排风机坏了半个月，希望工会来看看。",
        ),
    ),
    (
        30,
        "GH003",
        "hours",
        (
            "夜班转白班中间只隔六个小时。",
            "排班太密，夜班下来六个小时又上白班。",
            "换班间隔太短，身体吃不消。",
            "连着上夜班再转白班，休息不够。",
            "希望换班至少隔十二个小时。",
        ),
    ),
    (
        22,
        "GH004",
        "benefits",
        (
            "社保说下个月补，已经说了四个月。",
            "社保断缴四个月，公司一直拖。",
            "社保没有交，看病报销不了。",
            "公司欠缴社保，我们班组都一样。",
            "查了一下社保断了四个月。",
        ),
    ),
)  # fmt: skip


def difficulty_of(case: Case) -> str:
    """How much work the handler says it is; some do not say."""
    dice = random.Random(case.pk)
    return dice.choices(["", *Difficulty.values], weights=[15, 35, 40, 10])[0]


def outcome_of(case: Case, order: int, *, on: date) -> Noted | None:
    """What the answer of that order brought; of some nothing is written down."""
    dice = random.Random(case.pk)
    if dice.random() < 0.15:
        return None
    kinds, low, high = BROUGHT[order]
    if dice.random() < 0.08:
        return Noted(frozenset({"nothing"}))
    clause = dice.choice(CLAUSES) if dice.random() < 0.3 else ""
    if not high:
        return Noted(frozenset(kinds), clause=clause)
    promised = on + timedelta(days=dice.randint(5, 30)) if dice.random() < 0.35 else None
    amount = Decimal(dice.randint(low * 10, high * 10)) / 10
    persons = dice.choices([1, 2, 6, 15], weights=[80, 10, 6, 4])[0]
    return Noted(frozenset(kinds), amount * persons, persons, promised, clause)


def bring(officers: dict[str, User], *, on: date) -> None:
    """Four problems that repeat themselves, each at another point of its way; links among the first."""
    by = officers["rights-officer"]
    made = [_again(*one, by=by, on=on) for one in AGAIN]
    if made[0]:
        _link(made[0], by, on)
        _brought_twice(made[0][0], by, on)
    # In the order in which they were noticed: visited, to be bargained, declined; the first is open.
    fates = (None, _visit, _bargain, _decline)
    for cases, fate in zip(made, fates, strict=True):
        if not cases:
            continue
        case = cases[-1]
        with _standing(case.received_on + timedelta(days=1)):
            if case.employer_id is None:
                continue
            found = patterns.propose(case.employer_id, case.topic, on=clock.today())
        if found and fate:
            with _standing(found.opened_on + timedelta(days=6)):
                fate(found, officers)


def _standing(day: date):
    return clock.standing_at(timezone.make_aware(datetime.combine(day, time(10, 20))))


def _again(ago: int, code: str, topic: str, texts, *, by: User, on: date) -> list[Case]:
    since = on - timedelta(days=ago + 30)
    held = Spell.objects.in_force(on=on).filter(organisation__code=code, from_on__lt=since)
    spells = list(held.select_related("person").order_by("-pk")[: len(texts)])
    made = []
    for order, (spell, text) in enumerate(zip(spells, texts, strict=False)):
        with _standing(on - timedelta(days=ago - order * 3)):
            case = actions.take_down(
                spell.person,
                topic=topic,
                text=text,
                channel=Channel.TELEPHONE,
                by=by,
                on=clock.today(),
            )
            actions.accept(case, difficulty=Difficulty.HARD, by=by, on=clock.today())
            made.append(case)
    return made


def _link(cases: list[Case], by: User, on: date) -> None:
    for other in cases[1:3]:
        ties.link(cases[0], other, reason="同一条包装线，同一笔加班费", by=by, on=on)


def _brought_twice(case: Case, by: User, on: date) -> None:
    """The worker rang again about the same matter."""
    with _standing(on - timedelta(days=4)):
        again = actions.take_down(
            case.person,
            topic=case.topic,
            text="还是上次说的加班费，想问问办得怎么样了。",
            channel=Channel.TELEPHONE,
            by=by,
            on=clock.today(),
        )
    with _standing(on - timedelta(days=3)):
        continue_in(again, case, reason="与之前那件是同一笔加班费", by=by, on=clock.today())


def _visit(proposal: Proposal, officers: dict[str, User]) -> None:
    by = officers["rights-officer"]
    plan_visit(
        proposal,
        organisation=proposal.organisation,
        employer=proposal.employer,
        place="二号车间",
        planned_on=clock.today() + timedelta(days=30),
        supervisors=[by, officers["chair"]],
        by=by,
        on=clock.today(),
    )


def _bargain(proposal: Proposal, officers: dict[str, User]) -> None:
    patterns.take_to_bargaining(
        proposal,
        reason="换班间隔不少于十二小时，写进集体合同",
        by=officers["rights-officer"],
        on=clock.today(),
    )


def _decline(proposal: Proposal, officers: dict[str, User]) -> None:
    reason = "单位已与社保局签了补缴计划，年底前补齐"
    patterns.decline(proposal, reason=reason, by=officers["rights-officer"], on=clock.today())
