"""`unionhall organisations move`."""

from unionhall.organisations import actions, console


class Command(console.ActCommand):
    help = "Hangs an organisation, with all below it, under another one."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("code")
        parser.add_argument("--to", required=True, metavar="CODE", help="its new parent")

    def handle(self, **options):
        found, to = console.organisation(options["code"]), console.organisation(options["to"])
        self.done(options, lambda **when: actions.move(found, to, **when))
        self.tell(options, console.told(found))
