import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.history.verify import Verification


class Command(BaseCommand):
    help = (
        "Check every entry of the history; exit code 1 when one was altered, removed or inserted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument(
            "--anchors", type=Path, help="a copy of the anchors kept elsewhere, to check against"
        )

    def handle(self, *args, **options):
        verification, began = Verification(options["anchors"]), monotonic()
        tell = self._as_json if options["json"] else self._as_text
        if tell(verification, began):
            sys.exit(1)

    def _as_text(self, verification: Verification, began: float) -> int:
        count = 0
        for finding in verification:
            count += 1
            self._write(str(finding), self.style.ERROR)
        took = monotonic() - began
        checked = _("%(entries)d entries in %(chains)d chains checked in %(seconds).1f s.")
        self._write(
            checked
            % {"entries": verification.entries, "chains": verification.chains, "seconds": took}
        )
        if count:
            found = ngettext("%d finding.", "%d findings.", count) % count
            self._write(found, self.style.ERROR)
        else:
            self._write(_("Everything is as it was written."), self.style.SUCCESS)
        return count

    def _as_json(self, verification: Verification, began: float) -> int:
        # Written as it is found, so that memory does not grow with what is wrong.
        count = 0
        self.stdout.write('{"findings": [', ending="")
        for finding in verification:
            self.stdout.write(", " if count else "", ending="")
            self.stdout.write(json.dumps(asdict(finding)), ending="")
            count += 1
        rest = {
            "entries": verification.entries,
            "chains": verification.chains,
            "seconds": round(monotonic() - began, 3),
        }
        self.stdout.write(f"], {json.dumps(rest)[1:]}")
        return count

    def _write(self, text: str, style=None) -> None:
        # What somebody forged may hold characters that cannot be written.
        self.stdout.write(text.encode(errors="backslashreplace").decode(), style)
