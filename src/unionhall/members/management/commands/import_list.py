"""`unionhall import list`."""

from unionhall.exchange.models import Import
from unionhall.members.roster import console
from unionhall.organisations.models import Organisation


class Command(console.RosterCommand):
    help = "Lists imports, newest first."

    def handle(self, **options):
        imports = list(Import.objects.order_by("-pk")[:1000])
        units = Organisation.objects.in_bulk({each.organisation_id for each in imports})
        facts = [console.about(each, units[each.organisation_id]) for each in imports]
        self.tell(options, facts, lambda: [console.line(fact) for fact in facts])
