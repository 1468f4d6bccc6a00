"""Compile the translations without any system tool."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles every django.po that is newer than its django.mo."
    requires_system_checks = []

    def handle(self, **options):
        for source in Path(settings.PACKAGE).glob("*/locale/*/LC_MESSAGES/django.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
