"""`unionhall mail receive < message`: take one mail in, as a mail server hands it to a program."""

import sys

from django.core.management.base import BaseCommand, CommandError

from unionhall.cases.mail_in.actions import receive
from unionhall.cases.mail_in.parsing import MAX_RAW
from unionhall.core.clock import today


class Command(BaseCommand):
    help = (
        "Takes one mail in from standard input; ends with 75 (try again later) if it is not kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("--union", default="", help="Code of the union whose desk looks at it.")

    def handle(self, *, union, **options):
        raw = sys.stdin.buffer.read(MAX_RAW + 1)
        if not raw.strip():
            raise CommandError("There is no mail on standard input.", returncode=65)
        try:
            mail = receive(raw, union=union, on=today())
        except Exception as error:
            # The mail server keeps it and tries again; the mail's words stay out of its log.
            raise CommandError(f"not kept: {type(error).__name__}", returncode=75) from error
        self.stdout.write(f"received: {mail.uid}")
