"""`unionhall export members`."""

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.exchange.exports import actions, making, store
from unionhall.exchange.exports.models import Export
from unionhall.members.exports import columns
from unionhall.members.roster import console
from unionhall.organisations.console import a_day, organisation, person
from unionhall.organisations.models import Organisation


class Command(console.RosterCommand):
    help = "Writes those in membership in a unit and below it to a file (.xlsx or .csv), with the reason in the history."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="its ending says the format")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--on", type=a_day, metavar="DATE", help="default today")
        parser.add_argument(
            "--columns", metavar="LIST", help=f"separated by commas: {', '.join(columns.CODES)}"
        )
        parser.add_argument("--reason", required=True, help="what the file is needed for")
        parser.add_argument("--with-ids", action="store_true", help="whole ID numbers")

    def handle(self, **options):
        unit, by = organisation(options["organisation"]), person(options["by"])
        codes = [code for code in (options["columns"] or "").split(",") if code]
        if unknown := set(codes) - set(columns.CODES):
            raise CommandError(_("There is no column %(name)s.") % {"name": min(unknown)})
        form = options["file"].suffix.lower().lstrip(".")
        if form not in Export.Format.values:
            raise CommandError(_("Name the file with .xlsx or .csv at its end."))
        told = {"reason": options["reason"], "with_ids": options["with_ids"], "format": form}
        with self.explained():
            export = exported(
                unit,
                codes,
                day=options["on"],
                by=by,
                on=today(),
                by_label=self.operator(by),
                **told,
            )
            with open(options["file"], "wb") as file:
                file.writelines(store.pieces(export.uid))
            actions.remove(export, by=by, on=today())
        facts = {"file": str(options["file"]), "rows": export.rows, "id": export.pk}
        self.tell(options, facts, lambda: [_("%(rows)s rows in %(file)s.") % facts])


def exported(
    unit: Organisation, codes: list[str], *, day: date | None, by, on: date, **told
) -> Export:
    """Ask for an export and make it, recorded before anybody has the file."""
    query = {"unit": unit.code, "status": "held", **({"on": day.isoformat()} if day else {})}
    export = actions.ask(
        "members",
        organisation_id=unit.pk,
        paths=[unit.path],
        asked={"query": urlencode(query), "columns": codes},
        by=by,
        on=on,
        at_once=True,
        **told,
    )
    return making.make(export, by=by, on=on)
