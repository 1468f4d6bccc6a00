"""`unionhall organisations rename`."""

from unionhall.organisations import actions, console


class Command(console.ActCommand):
    help = "Gives an organisation another name."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("code")
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name")

    def handle(self, **options):
        found = console.organisation(options["code"])
        self.done(
            options,
            lambda **when: actions.rename(
                found, options["name"], short_name=options["short_name"], **when
            ),
        )
        self.tell(options, console.told(found))
