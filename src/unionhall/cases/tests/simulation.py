"""An invented year of a district: requests come, officers act as they please, some leave, time passes."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from tests.cast import joined

from unionhall.accounts.models import User
from unionhall.cases import actions, clock, my_actions, queries
from unionhall.cases.models import Case, Draft, Satisfaction, Status, Topic
from unionhall.cases.tests import reckoning
from unionhall.core.clock import standing_at
from unionhall.core.errors import Refused
from unionhall.duties import escalation, handover
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Mandate

OFFICES = ("rights_officer", "desk_officer", "vice_chair")
WORDS = "加班费两个月没有发，问了班组长也没有答复。"
CLASSES = ("", "simple", "ordinary", "hard")
# What is recorded of an ended request moves no date.
APART = {"note_outcome", "confirm_money"}
OWN = {
    "received": ("answer", "withdraw"),
    "accepted": ("answer", "withdraw"),
    "asked": ("answer", "answer", "withdraw"),
    "proposed": ("confirm", "ask_review", "ask_review", "wait", "wait"),
    "review": ("answer", "wait"),
    "closed": ("ask_review", "rate"),
    "refused": ("ask_review", "rate"),
    "withdrawn": ("wait",),
}


class Year:
    """What happens in it, day after day, by the dice; `wrong` is whatever broke a promise."""

    def __init__(self, cast, dice: random.Random, *, cases: int, first: date, days: int):
        self.dice, self.cast, self.left = dice, cast, cases
        self.first, self.days = first, days
        self.people = [cast.worker, cast.colleague, cast.shop_worker]
        self.people += [
            joined(f"工人{n}", cast.units.plant, f"139100{n:05}", account=n % 3 > 0)
            for n in range(12)
        ]
        self.units = [cast.units.city, cast.units.district, cast.units.street, cast.units.plant]
        # Somebody stays at the top, or there is nobody left to hold anything.
        top = User.objects.create_user(username="top", name="留守")
        organisations.appoint(
            top, cast.units.city, "administrator", from_on=first, by=None, on=first
        )
        self.newcomers = 0
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        """Live through it; every promise is looked at each evening."""
        for day, coming in self._arrivals():
            with standing_at(timezone.make_aware(datetime.combine(day, time(12)))):
                for _request in range(coming):
                    self._bring(day)
                self._officers_come_and_go(day)
                self._acts(day)
                self._night(day)
                self._look(day)

    def _arrivals(self) -> Iterator[tuple[date, int]]:
        when = Counter(self.dice.randrange(self.days * 3 // 4) for _case in range(self.left))
        for n in range(self.days):
            yield self.first + timedelta(days=n), when[n]

    def _bring(self, on: date) -> None:
        person, topic = self.dice.choice(self.people), self.dice.choice(list(Topic))
        kept = self.dice.random() < 0.1
        if person.user and self.dice.random() < 0.7:
            draft = Draft(person=person, text=WORDS, topic=topic, is_restricted=kept)
            my_actions.submit(draft, by=person.user, on=on)
        else:
            by = self.cast.desk_officer
            actions.take_down(person, topic=topic, text=WORDS, restricted=kept, by=by, on=on)
        self.done["bring"] += 1

    def _officers_come_and_go(self, on: date) -> None:
        if self.dice.random() > 0.06:
            return
        unit, office = self.dice.choice(self.units[:3]), self.dice.choice(OFFICES)
        sitting = list(Mandate.objects.in_force(on=on).filter(organisation=unit, office=office))
        if sitting and self.dice.random() < 0.6:
            organisations.end_mandate(self.dice.choice(sitting), by=None, on=on)
            self.done["leave"] += 1
        else:
            self.newcomers += 1
            user = User.objects.create_user(username=f"new-{self.newcomers}", name="新来")
            organisations.appoint(user, unit, office, from_on=on, by=None, on=on)
            self.done["come"] += 1

    def _acts(self, on: date) -> None:
        live = Case.objects.exclude(received_on=on).order_by("pk")
        keys = list(live.filter(is_open=True).values_list("pk", flat=True))
        ended = live.filter(is_open=False, closed_on__gte=on - timedelta(days=40))
        keys += list(ended.values_list("pk", flat=True))
        for key in self.dice.sample(keys, k=(len(keys) + 11) // 12):
            case = Case.objects.select_related("organisation", "person__user").get(pk=key)
            self._act(case, on)

    def _act(self, case: Case, on: date) -> None:
        if case.person.user and self.dice.random() < 0.35:
            verb, by = self.dice.choice(OWN[case.status]), case.person.user
        else:
            by = self._officer(case, on)
            verbs = queries.verbs(case, by, queries.duties_of(case), on=on) if by else []
            verb = self.dice.choice([verb for verb in verbs if verb not in APART] or ["wait"])
        if verb == "wait":
            return
        try:
            getattr(self, f"_{verb}")(case, by, on)
            self.done[verb] += 1
        except Refused as refusal:
            self.refused[f"{verb}: {refusal.reason}"] += 1

    def _officer(self, case: Case, on: date):
        if case.handler and self.dice.random() < 0.7:
            return case.handler
        way = [*case.organisation.ancestor_paths, case.organisation.path]
        sitting = Mandate.objects.in_force(on=on).filter(organisation__path__in=way)
        able = [
            mandate.user
            for mandate in sitting.select_related("user").order_by("pk")
            if queries.readable_by(mandate.user, on=on).filter(pk=case.pk).exists()
        ]
        return self.dice.choice(able) if able else None

    def _night(self, on: date) -> None:
        late = timezone.make_aware(datetime.combine(on, time(23)))
        handover.hand_over(on=on)
        clock.close_answered(late)
        escalation.speak_up(on=on)
        # What escalation found vacant is settled before morning, as the clock's next minute would.
        handover.hand_over(on=on)

    # What each verb needs besides; the words are of no account here.
    def _accept(self, case, by, on):
        actions.accept(case, difficulty=self.dice.choice(CLASSES), by=by, on=on)

    def _set_difficulty(self, case, by, on):
        chosen = self.dice.choice(CLASSES)
        actions.set_difficulty(case, difficulty=chosen, reason=WORDS, by=by, on=on)

    def _refuse(self, case, by, on):
        actions.refuse(case, reason=WORDS, instead=WORDS, by=by, on=on)

    def _hand_over(self, case, by, on):
        choices = [value for _group, rows in queries.receivers(case, on=on) for value, _x in rows]
        kind, _colon, key = self.dice.choice(choices or ["none:0"]).partition(":")
        to = {
            "user": lambda: {"to_user": User.objects.get(pk=key)},
            "organisation": lambda: {
                "to_organisation": type(case.organisation).objects.get(pk=key)
            },
            "none": dict,
        }[kind]()
        actions.hand_over(case, **to, reason=WORDS, by=by, on=on)

    def _ask(self, case, by, on):
        actions.ask(case, text=WORDS, by=by, on=on)

    def _reply(self, case, by, on):
        actions.reply(case, text=WORDS, by=by, on=on)

    def _note(self, case, by, on):
        actions.note(case, text=WORDS, by=by, on=on)

    def _propose_closing(self, case, by, on):
        actions.propose_closing(case, answer=WORDS, by=by, on=on)

    def _close(self, case, by, on):
        actions.close(case, by=by, on=on)

    def _reopen(self, case, by, on):
        actions.reopen(case, reason=WORDS, by=by, on=on)

    def _extend(self, case, by, on):
        actions.extend(
            case, days=self.dice.choice([3, 5, 10, 14, 20, 30, 40]), reason=WORDS, by=by, on=on
        )

    def _answer(self, case, by, on):
        my_actions.answer(case, text=WORDS, by=by, on=on)

    def _withdraw(self, case, by, on):
        my_actions.withdraw(case, by=by, on=on)

    def _confirm(self, case, by, on):
        my_actions.confirm(case, satisfaction=Satisfaction.FAIR, by=by, on=on)

    def _rate(self, case, by, on):
        my_actions.rate(case, satisfaction=Satisfaction.GOOD, by=by, on=on)

    def _ask_review(self, case, by, on):
        my_actions.ask_review(case, reason=WORDS, by=by, on=on)

    def _look(self, on: date) -> None:
        """Every open duty has a holder, every open request somebody who owes the next step."""
        for duty in Duty.objects.without_holder(on=on):
            self.wrong.append(f"{on}: {duty.kind} of {duty.subject_id} has no holder")
        owing = Duty.objects.open().filter(subject_type="cases.case").values("subject_id")
        adrift = Case.objects.open().exclude(status=Status.PROPOSED).exclude(pk__in=owing)
        self.wrong += [f"{on}: {case.number} {case.status}: nobody owes" for case in adrift]
        unhandled = Case.objects.filter(status__in=("accepted", "asked"), handler=None)
        self.wrong += [f"{on}: {case.number} has no handler" for case in unhandled]


def apart() -> list[str]:
    """Requests whose date, or whose open duty's, is another than the record gives when reckoned anew."""
    found, kind = [], Case._meta.label_lower
    for case in Case.objects.order_by("pk").iterator():
        told = Entry.objects.filter(subject_type=kind, subject_id=str(case.pk), is_read=False)
        rows = [(row.verb, row.on, row.facts) for row in told.order_by("at", "pk")]
        due = reckoning.next_date(rows)
        owed = Duty.objects.open().about(case).values_list("due_on", flat=True)
        stands = [case.due_on] if case.is_open else []
        expected = [due] if due else []
        if stands != expected or (list(owed) != expected and case.status != Status.PROPOSED):
            verbs = [f"{verb} {day}" for verb, day, _facts in rows]
            found.append(f"{case.number} {case.status}: {stands} {list(owed)} for {due}: {verbs}")
    return found
