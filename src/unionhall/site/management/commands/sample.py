"""Fill an empty database with the sample federation."""

import random
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.members.bodies.actions import watch
from unionhall.members.models import Person
from unionhall.notifications.models import Message, Preference
from unionhall.organisations.models import Organisation
from unionhall.site.sample import (
    confidential,
    desk,
    disputes,
    duplicates,
    erasing,
    federation,
    founding,
    groups,
    joining,
    legal_aid,
    mailings,
    mails,
    meaning,
    organising,
    papers,
    people,
    petitions,
    referring,
    requests,
    searches,
    self_service,
    standings,
    supervision,
    tips,
    urgent,
)
from unionhall.site.sample import sign_ins as first_sign_ins
from unionhall.site.sample.people import WORDS

PASSWORD = "gonghui-2026"  # noqa: S105 – of invented people, printed at every start
SHOWN = (
    ("worker", "a worker, on the phone"),
    ("rights-officer", "rights officer of the district"),
    ("desk-officer", "service desk of the district"),
    ("organisation-officer", "register of the district"),
    ("chair", "chair of the district"),
    ("women-officer", "women's officer of the district"),
    ("street-1-chair", "chair of a sub-district"),
    ("union-1-chair", "chair of an enterprise union"),
    ("city-rights-officer", "rights officer one level up"),
    ("administrator", "administrator of the system"),
)
SPARED = (
    "cases",
    "disputes",
    "duties",
    "legal_aid",
    "members",
    "organising",
    "petitions",
    "supervision",
)
UNION_SIZE = (30, 130)
PER_UNION = 20  # members of each further union of a larger sample


class Command(BaseCommand):
    help = "Builds one district with unions, members, officers and two months of requests, from a seed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--members", type=int, default=3000, help="how many members (100000 for benchmarks)"
        )
        parser.add_argument(
            "--organisations",
            type=int,
            help="how many unions in all (as the members need, when not given)",
        )
        parser.add_argument(
            "--requests", type=int, default=260, help="how many requests come in over two months"
        )
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument(
            "--sign-ins", action="store_true", help="only print the sample sign-ins"
        )

    def handle(self, *, members, organisations, requests: int, seed, sign_ins, **options):
        if not sign_ins:
            self.fill(members, organisations, requests, seed)
        self.print_sign_ins()

    def fill(self, members: int, organisations: int | None, number: int, seed: int) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                _("There are organisations already; the sample fills only an empty database.")
            )
        dice, on, now = random.Random(seed), clock.today(), clock.now()  # noqa: S311
        extra = max(0, members - 4000) // PER_UNION
        if organisations is not None:
            extra = max(0, organisations - len(WORDS["employers"]) - len(WORDS["joint"]))
        with transaction.atomic():
            built = federation.build(dice=dice, on=on, extra_unions=extra)
            people.fill(sizes(built.unions, built.extra, members, dice), dice=dice, on=on)
            give_passwords(built.officers.values())
            spare_texts(built.officers.values())
            worker()
            requests.bring(number, dice=dice, on=on, now=now)
            first_sign_ins.wait(now=now)
            standings.rest(built.officers, on=on)
            standings.give_cards(built.officers, on=on)
            joining.bring(built.officers, dice=dice, on=on)
            founding.bring(built.officers, dice=dice, on=on)
            erasing.ask(built.officers, on=on)
            active = self_service.bring(built.officers, password=PASSWORD, on=on)
            self_service.settle(active, on=on)
            joining.invite(active, built.officers["organisation-officer"], on=on)
            watch(on=on)
            searches.keep(built, on=on)
            mailings.send(built, dice=dice, now=now)
            duplicates.repeat(built.officers, on=on)
            organising.bring(built, on=on)
            supervision.bring(built, on=on)
            meaning.bring(built.officers, on=on)
            about = [row.organisation for row in built.unions[:3]]
            shown = tips.bring(built.officers, about, now=now)
            disputes.bring(built.officers, on=on)
            legal_aid.bring(built, on=on)
            referring.bring(built, on=on)
            mails.bring(built)
            papers.bring(built.officers, on=on)
            petitions.bring(built, on=on)
            urgent.bring(built, on=on, now=now)
            confidential.bring(built.officers, now=now)
            groups.bring(built.officers, on=on)
            desk.keep(built, on=on)
            quieten(now)
        # They stand nowhere, so this is the only time to tell them.
        self.stdout.write("Receipts of the sample's reports without a name, for /report/receipt/:")
        for receipt in shown:
            self.stdout.write(f"  {receipt}")

    def print_sign_ins(self) -> None:
        known = {
            user.username: user
            for user in User.objects.filter(username__in=[key for key, _ in SHOWN])
        }
        if not known:
            return
        self.stdout.write(f"Sample sign-ins, password {PASSWORD}:")
        for key, words in SHOWN:
            if key in known:
                self.stdout.write(f"  {key:22} {words}")


def sizes(unions, extra, members: int, dice: random.Random):
    """How many members each union gets, so that they come to the number asked for."""
    first = [dice.randint(*UNION_SIZE) for _union in unions]
    share = min(1.0, members / max(1, sum(first)))
    wanted = [max(1, int(size * share)) for size in first]
    each, more = divmod(max(0, members - sum(wanted)), max(1, len(extra)))
    if extra:
        wanted += [each + (order < more) for order in range(len(extra))]
    else:
        wanted[0] += more
    return list(zip([*unions, *extra], wanted, strict=True))


def give_passwords(users) -> None:
    """One password for all officers of the sample, hashed once."""
    users = list(users)
    users[0].set_password(PASSWORD)
    for user in users:
        user.password = users[0].password
    User.objects.bulk_update(users, ["password"])


def spare_texts(users) -> None:
    """Officers of the sample want no text messages, which would fill the console that shows them."""
    Preference.objects.bulk_create(
        Preference(user=user, kind=kind, channel=Message.Channel.SMS, wanted=False)
        for user in users
        for kind in SPARED
    )


def worker() -> None:
    """Give the first member of the first union an account to sign in with."""
    first = Person.objects.filter(spells__organisation__code="GH001", spells__until_on=None)
    person = first.earliest("pk")
    person.user = User.objects.create_user(
        username="worker", password=PASSWORD, name=person.name, phone=person.phone or None
    )
    person.save(update_fields=["user"])


def quieten(now) -> None:
    """What was to go out during the past two months has gone; what is older than a week has been read."""
    Message.objects.waiting().update(state=Message.State.SENT, sent_at=now, next_attempt_at=None)
    Message.objects.in_app().filter(created_at__lt=now - timedelta(days=7)).update(read_at=now)
