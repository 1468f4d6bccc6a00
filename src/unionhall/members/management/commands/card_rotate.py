"""`unionhall card rotate`."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from unionhall.core import signing
from unionhall.core.clock import today
from unionhall.members.card import codec
from unionhall.members.card.actions import VALIDITY
from unionhall.rulebook import rules


class Command(BaseCommand):
    help = (
        "Signs members' cards with a new key from now on. The old key's private half is deleted; its"
        " public half verifies the cards already out. Where several machines serve, copy the new key."
    )
    requires_system_checks = []

    def handle(self, **options):
        # No card was signed for longer than the rule lets it be good.
        last_on = today() + timedelta(days=rules.value(VALIDITY, "days", on=today()))
        number = signing.rotate(codec.PURPOSE, last_on=last_on)
        self.stdout.write(_("Key %d signs cards from now on.") % number)
