from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from unionhall.core import keyring


class Command(BaseCommand):
    help = (
        "Make the keys, once, before the first start. Keep a copy apart from the database's backup."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        made = keyring.create()
        text = _("Keys were made in %s.") if made else _("There are keys in %s already.")
        self.stdout.write(text % settings.UNIONHALL_KEYS)
