"""`unionhall import employers`."""

from pathlib import Path

from unionhall.core.clock import today
from unionhall.members.roster.console import RosterCommand
from unionhall.organisations.console import a_day, content, organisation, person
from unionhall.organising.employers_in import actions, console


class Command(RosterCommand):
    help = "Checks a list of employers (.xlsx, .xls, .csv); with --apply, enters and corrects them as one act."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help="the federation of the area"
        )
        parser.add_argument(
            "--on", type=a_day, metavar="DATE", help="day the list was made; default today"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--preview", action="store_true", help="only show what would happen (default)"
        )
        what.add_argument("--apply", action="store_true", help="enter and correct the employers")
        parser.add_argument(
            "--approved-by",
            metavar="USERNAME",
            help="with --apply: the second officer who approved it, where the list is large",
        )

    def handle(self, **options):
        unit, on = organisation(options["organisation"]), options["on"] or today()
        sheet, name = content(options["file"]), options["file"].name
        by, importing = person(options["by"]), None
        told = {"organisation": unit, "on": on}
        with self.explained():
            if options["apply"]:
                word = {"approved_by": person(options["approved_by"])}
                who = {"by": by, "by_label": self.operator(by)}
                report, importing = actions.import_approved(sheet, name, **told, **who, **word)
            else:
                report = actions.preview(sheet, name, **told)
        facts = console.told(report, file=name, **told)
        facts |= {
            "state": importing.state if importing else "preview",
            "id": importing and importing.pk,
        }
        self.tell(options, facts, lambda: console.lines(facts))
