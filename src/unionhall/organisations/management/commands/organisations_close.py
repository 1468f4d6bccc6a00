"""`unionhall organisations close`."""

from unionhall.organisations import actions, console


class Command(console.ActCommand):
    help = "Closes an organisation in which nothing is left open."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("code")

    def handle(self, **options):
        found = console.organisation(options["code"])
        self.done(options, lambda **when: actions.close(found, **when))
        self.tell(options, console.told(found))
