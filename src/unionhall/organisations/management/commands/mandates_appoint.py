"""`unionhall mandates appoint`."""

from unionhall.organisations import actions, console
from unionhall.organisations.offices import OFFICES


class Command(console.ActCommand):
    help = "Gives a person an office in an organisation."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--user", required=True, help="user name, phone or e-mail address")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument(
            "--office",
            required=True,
            choices=list(OFFICES),
            metavar="OFFICE",
            help=", ".join(OFFICES),
        )
        parser.add_argument(
            "--from",
            dest="from_on",
            type=console.a_day,
            metavar="DATE",
            help="first day; default today",
        )
        parser.add_argument(
            "--until",
            dest="until_on",
            type=console.a_day,
            metavar="DATE",
            help="first day it no longer holds",
        )

    def handle(self, **options):
        user = console.person(options["user"])
        found = console.organisation(options["organisation"])
        mandate = self.done(
            options,
            lambda **when: actions.appoint(
                user,
                found,
                options["office"],
                from_on=options["from_on"] or when["on"],
                until_on=options["until_on"],
                **when,
            ),
        )
        self.tell(
            options,
            {
                "id": mandate.pk,
                "user": user.username,
                "organisation": found.code,
                "office": mandate.office,
                "from_on": mandate.from_on,
                "until_on": mandate.until_on,
            },
        )
