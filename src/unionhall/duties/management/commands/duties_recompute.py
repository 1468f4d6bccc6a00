"""`unionhall duties recompute`: reckon all open due dates anew."""

from django.core.management.base import BaseCommand

from unionhall.core.clock import today
from unionhall.duties.recompute import recompute


class Command(BaseCommand):
    help = "Reckons all open due dates anew, after rules or calendars changed."

    def handle(self, **options):
        self.stdout.write(f"moved: {recompute(on=today())}")
