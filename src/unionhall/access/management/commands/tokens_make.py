"""`unionhall tokens make`."""

from datetime import timedelta

from unionhall.access import tokens
from unionhall.access.grants import ABILITIES
from unionhall.core.clock import today
from unionhall.organisations import console

USUAL = timedelta(days=90)


class Command(console.ActCommand):
    help = "Makes a token with which a program uses the interface in somebody's name; the secret is shown once."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--user", required=True, help="user name, phone or e-mail address")
        parser.add_argument(
            "--ability",
            required=True,
            action="append",
            choices=[tokens.OWN, *ABILITIES],
            metavar="ABILITY",
            help=f"what it may do, once for each: {tokens.OWN} (one's own requests), "
            + ", ".join(ABILITIES),
        )
        parser.add_argument(
            "--until",
            type=console.a_day,
            metavar="DATE",
            help="first day it no longer holds; default in 90 days, at most a year",
        )
        parser.add_argument("--name", default="unionhall tokens make", help="what it is for")

    def handle(self, **options):
        user = console.person(options["user"])
        token, secret = self.done(
            options,
            lambda **when: tokens.make(
                user,
                name=options["name"],
                abilities=sorted(set(options["ability"])),
                until_on=options["until"] or today() + USUAL,
                **when,
            ),
        )
        self.tell(
            options,
            {
                "token": secret,
                "user": user.username,
                "abilities": token.abilities if options["json"] else ", ".join(token.abilities),
                "until_on": token.until_on,
            },
        )
