"""`unionhall import organisations`."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from unionhall.organisations import actions, console, divisions


class Command(console.ActCommand):
    help = "Loads administrative divisions and founds a federation for each; again, it changes nothing."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=divisions.PACKAGED,
            metavar="FILE",
            help="code,name,level,parent as .csv or .csv.gz; default: China's, which come with the product",
        )

    def handle(self, **options):
        try:
            rows = divisions.parsed(console.content(options["file"]), options["file"].name)
        except divisions.BadFile as error:
            raise CommandError(str(error)) from error
        report = self.done(
            options,
            lambda **when: actions.import_divisions(rows, by_label=_("Command line"), **when),
        )
        counts = ("read", "federations", "placeholders")
        self.tell(options, {name: getattr(report, name) for name in counts})
