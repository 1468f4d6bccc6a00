"""`unionhall card keys`."""

import json

from django.core.management.base import BaseCommand

from unionhall.members.card.views import published


class Command(BaseCommand):
    help = "Prints the public keys that verify members' cards, as JSON."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(json.dumps(published(), indent=1))
