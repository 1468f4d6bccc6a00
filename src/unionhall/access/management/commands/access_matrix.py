"""`unionhall access matrix`."""

import json

from django.core.management.base import BaseCommand

from unionhall.access.matrix import matrix


class Command(BaseCommand):
    help = "Prints which office may do what."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="office → list of abilities")

    def handle(self, **options):
        table = matrix()
        if options["json"]:
            granted = {
                office.code: [row.ability.code for row in table.rows if row.granted[place]]
                for place, office in enumerate(table.offices)
            }
            self.stdout.write(json.dumps(granted, ensure_ascii=False, indent=2))
            return
        width = max(len(row.ability.code) for row in table.rows)
        for place, office in enumerate(table.offices, start=1):
            self.stdout.write(f"{place:>2} {office.code} {office.title}")
        self.stdout.write("")
        heads = " ".join(f"{place:>2}" for place in range(1, len(table.offices) + 1))
        self.stdout.write(f"{'':<{width}} {heads}")
        for row in table.rows:
            marks = " ".join(" ●" if granted else " ·" for granted in row.granted)
            self.stdout.write(f"{row.ability.code:<{width}} {marks}  {row.ability.title}")
