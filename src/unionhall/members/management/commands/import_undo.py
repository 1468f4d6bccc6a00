"""`unionhall import undo`."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.exchange import actions
from unionhall.exchange.models import Import
from unionhall.members.roster import console
from unionhall.organisations.console import person
from unionhall.organisations.models import Organisation


class Command(console.RosterCommand):
    help = "Takes back what an import added, but for what has been changed since or is in use."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "id", type=int, metavar="ID", help="as `unionhall import list` shows it"
        )

    def handle(self, **options):
        importing = Import.objects.filter(pk=options["id"]).first()
        if importing is None:
            raise CommandError(_("There is no import %s.") % options["id"])
        by = person(options["by"])
        with self.explained():
            done = actions.undo(importing, by=by, on=today(), by_label=self.operator(by))
        unit = Organisation.objects.get(pk=importing.organisation_id)
        kept = console.kept(importing)
        facts = console.about(importing, unit) | {"kept": kept}
        facts |= {name: done[name] for name in ("removed", "restored")}
        self.tell(options, facts, lambda: console.undone(facts))
