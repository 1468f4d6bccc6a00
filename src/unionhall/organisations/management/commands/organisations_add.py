"""`unionhall organisations add`."""

from unionhall.organisations import actions, console
from unionhall.organisations.kinds import KINDS


class Command(console.ActCommand):
    help = "Founds an organisation below another one; without --parent, as the root of a tree."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--kind", required=True, choices=list(KINDS), metavar="KIND", help=", ".join(KINDS)
        )
        parser.add_argument("--parent", metavar="CODE")
        parser.add_argument("--code", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name", default="")
        parser.add_argument("--division", metavar="CODE")

    def handle(self, **options):
        parent = console.organisation(options["parent"]) if options["parent"] else None
        division = console.division(options["division"])
        added = self.done(
            options,
            lambda **when: actions.add(
                options["kind"],
                parent,
                options["code"],
                options["name"],
                division=division,
                short_name=options["short_name"],
                **when,
            ),
        )
        self.tell(options, console.told(added))
