"""`unionhall mandates end`."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.organisations import actions, console
from unionhall.organisations.models import Mandate


class Command(console.ActCommand):
    help = "Ends the mandate a person holds; the day is the first on which it no longer holds."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--user", required=True, help="user name, phone or e-mail address")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--office", required=True, metavar="OFFICE")
        parser.add_argument(
            "--until", dest="until_on", type=console.a_day, metavar="DATE", help="default today"
        )

    def handle(self, **options):
        mandate = (
            Mandate.objects.unfinished(on=options["on"] or today())
            .filter(
                user=console.person(options["user"]),
                organisation=console.organisation(options["organisation"]),
                office=options["office"],
            )
            .order_by("from_on")
            .first()
        )
        if mandate is None:
            raise CommandError(_("There is no such mandate, in force or to come."))
        self.done(
            options,
            lambda **when: actions.end_mandate(mandate, until_on=options["until_on"], **when),
        )
        self.tell(
            options, {"id": mandate.pk, "from_on": mandate.from_on, "until_on": mandate.until_on}
        )
