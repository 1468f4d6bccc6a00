"""`unionhall duplicates find`."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from unionhall.members.duplicates import finding
from unionhall.organisations.console import organisation


class Command(BaseCommand):
    help = "Looks through the register for files that may be one person's, for officers to decide."

    def add_arguments(self, parser):
        parser.add_argument(
            "--organisation", metavar="CODE", help="only pairs with a member of it or below it"
        )

    def handle(self, **options):
        code = options["organisation"]
        count = finding.find(organisation(code) if code else None)
        self.stdout.write(_("%(count)s pairs may be one person each.") % {"count": count})
