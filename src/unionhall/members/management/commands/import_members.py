"""`unionhall import members`."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.members.roster import actions, console
from unionhall.members.roster.matching import TAKEN
from unionhall.organisations.console import a_day, content, organisation, person


def _fields(typed: str) -> tuple[str, ...]:
    """Names of fields divided by commas, or all that can be taken."""
    chosen = TAKEN if typed == "all" else tuple(filter(None, typed.split(",")))
    if unknown := [name for name in chosen if name not in TAKEN]:
        raise ArgumentTypeError(
            _("Unknown: %(names)s. Known are: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(TAKEN)}
        )
    return chosen


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

        parser.add_argument(
            "--take",
            type=_fields,
            default=(),
            metavar="FIELD,…",
            help="with --apply: take these fields from the sheet for those who are members here already; or “all”",
        )

        parser.add_argument(
            "--approved-by",
            metavar="USERNAME",
            help="with --apply: the second officer who approved it, where the sheet is large",
        )

    def handle(self, **options):
        unit, on = organisation(options["organisation"]), options["on"] or today()
        sheet = content(options["file"])
        by = person(options["by"])
        with self.explained():
            if options["apply"]:
                report, importing = actions.import_approved(
                    sheet,
                    options["file"].name,
                    organisation=unit,
                    on=on,
                    approved_by=person(options["approved_by"]),
                    by=by,
                    by_label=self.operator(by),
                    fields=options["take"],
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
