"""`unionhall import members`."""

from pathlib import Path

from unionhall.core.clock import today
from unionhall.members.roster import actions, console
from unionhall.organisations.console import a_day, content, organisation, person


class Command(console.RosterCommand):
    help = "Checks a membership sheet (.xlsx, .xls, .csv); with --apply, registers every accepted row as one act."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help="the union they belong to"
        )
        parser.add_argument(
            "--on", type=a_day, metavar="DATE", help="day the rows are judged on; default today"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--preview", action="store_true", help="only show what would happen (default)"
        )
        what.add_argument("--apply", action="store_true", help="register the accepted rows")

    def handle(self, **options):
        unit, on = organisation(options["organisation"]), options["on"] or today()
        sheet = content(options["file"])
        by = person(options["by"])
        with self.explained():
            if options["apply"]:
                report, importing = actions.import_now(
                    sheet,
                    options["file"].name,
                    organisation=unit,
                    on=on,
                    by=by,
                    by_label=self.operator(by),
                )
            else:
                report, importing = (
                    actions.preview(sheet, options["file"].name, organisation=unit, on=on),
                    None,
                )
        facts = console.told(report, file=options["file"].name, organisation=unit, on=on)
        facts |= {
            "state": importing.state if importing else "preview",
            "id": importing and importing.pk,
        }
        self.tell(options, facts, lambda: console.lines(facts))
