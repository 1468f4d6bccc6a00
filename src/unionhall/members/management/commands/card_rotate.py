"""`unionhall card rotate`."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from unionhall.core import signing
from unionhall.members.card import codec


class Command(BaseCommand):
    help = (
        "Signs members' cards with a new key from now on. The old key's private half is deleted; its"
        " public half verifies the cards already out. Where several machines serve, copy the new key."
    )
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(_("Key %d signs cards from now on.") % signing.rotate(codec.PURPOSE))
