"""`unionhall members count`."""

from unionhall.core.clock import today
from unionhall.members.roster import console
from unionhall.members.roster.queries import members_on, standing_on
from unionhall.organisations.console import a_day, organisation


class Command(console.RosterCommand):
    help = "Counts those in membership on a day, in a unit and everything below it on that day."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--on", type=a_day, metavar="DATE", help="default today")

    def handle(self, **options):
        unit, on = organisation(options["organisation"]), options["on"] or today()
        facts = {"organisation": unit.code, "on": on, "members": members_on(unit, on=on)}
        # Whoever is kept, retired or suspended holds a membership, but is not counted for dues or delegates.
        facts |= standing_on(unit, on=on)
        self.tell(options, facts, lambda: [str(facts["members"])])
