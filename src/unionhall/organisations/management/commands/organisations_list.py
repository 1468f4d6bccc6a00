"""`unionhall organisations list`."""

import json

from django.core.management.base import BaseCommand

from unionhall.organisations import console
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation


class Command(BaseCommand):
    help = "Lists open organisations as a tree."

    def add_arguments(self, parser):
        parser.add_argument("--below", metavar="CODE", help="only this one and what hangs below it")
        parser.add_argument("--kind", choices=list(KINDS), metavar="KIND")
        parser.add_argument(
            "--search", metavar="WORDS", help="words of the name, or how the code begins"
        )
        parser.add_argument("--depth", type=int, help="how many levels to show")
        parser.add_argument("--closed", action="store_true", help="closed ones too")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, **options):
        rows, start = Organisation.objects.order_by("path"), 0
        if options["below"]:
            top = console.organisation(options["below"])
            rows, start = rows.below(top), len(top.ancestor_paths)
        if not options["closed"]:
            rows = rows.open()
        if options["kind"]:
            rows = rows.filter(kind=options["kind"])
        if options["search"]:
            rows = rows.called(options["search"])
        for found in rows.select_related("parent").iterator():
            depth = len(found.ancestor_paths) - start
            if options["depth"] is not None and depth >= options["depth"]:
                continue
            if options["json"]:
                self.stdout.write(json.dumps(console.told(found), ensure_ascii=False, default=str))
            else:
                self.stdout.write(f"{'  ' * depth}{found.code} {found.name}")
