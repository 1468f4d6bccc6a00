"""`unionhall rulebook check`: load every rule, overlay and calendar, and say what is wrong with them."""

from django.core.management.base import BaseCommand, CommandError

from unionhall.rulebook import workdays
from unionhall.rulebook.book import book
from unionhall.rulebook.schema import Malformed


class Command(BaseCommand):
    help = "Check the rulebook: schema, dates, overlays, references."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        try:
            found = book()
        except Malformed as error:
            raise CommandError(str(error)) from error
        overlays = sum(map(len, found.overlays.values()))
        unseen = sum(not rule.seen for rule in found.rules.values())
        last = workdays.calendar("CN").last_announced_year
        self.stdout.write(
            f"rules: {len(found.rules)}\nnot_seen: {unseen}\noverlays: {overlays}\n"
            f"holidays_announced_until: {last}"
        )
