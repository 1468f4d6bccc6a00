"""`unionhall card verify`."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from unionhall.core import signing
from unionhall.core.clock import today
from unionhall.members.card import codec
from unionhall.organisations.console import a_day


class Command(BaseCommand):
    help = (
        "Tells whether a card's payload, or the address its QR code holds, is genuine and in time."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("payload")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="FILE",
            help="public keys as `unionhall card keys` prints them; this server's own by default",
        )
        parser.add_argument("--on", type=a_day, metavar="DATE", help="default today")

    def handle(self, *, payload, keys, on, **options):
        told = codec.read(payload.rstrip("/").rpartition("/")[2], _keys(keys))
        if told is None:
            raise CommandError(_("Not valid: this is no card that these keys signed."))
        if told.last_on < (on or today()):
            raise CommandError(_("Not valid: it ran out on %s.") % told.last_on.isoformat())
        self.stdout.write(_("Valid until %s.") % told.last_on.isoformat())


def _keys(place: Path | None) -> dict[int, signing.PublicKey]:
    if place is None:
        return signing.public_keys(codec.PURPOSE)
    try:
        found = json.loads(place.read_text(encoding="utf-8"))["keys"]
        return {
            int(number): signing.PublicKey(
                bytes.fromhex(key["key"]),
                date.fromisoformat(key["last_on"]) if key["last_on"] else None,
            )
            for number, key in found.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            _("%s holds no public keys; `unionhall card keys` prints them.") % place
        ) from error
