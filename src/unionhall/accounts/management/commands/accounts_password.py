"""`unionhall accounts password NAME`: set somebody's password from standard input."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from unionhall.accounts.entering import sign_out_everywhere
from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User
from unionhall.accounts.phones import plain


class Command(BaseCommand):
    help = "Sets the password of an account, read from standard input, and signs its devices out."

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name, mobile number or e-mail address")

    def handle(self, *, name: str, **options):
        user = found(name)
        password = typed()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            had_one = user.has_usable_password()
            user.set_password(password)
            user.save(update_fields=["password"])
            tell(user, "password_changed" if had_one else "password_set", by=None)
            ended = sign_out_everywhere(user, by=None)
        self.stdout.write(f"The password of {user.username} is set; {ended} sessions ended.")


def found(name: str) -> User:
    """The one account of this name, number or address."""
    by = {"email": name} if "@" in name else {"phone": plain(name)} if plain(name) else None
    user = User.objects.filter(**by).first() if by else None
    user = user or User.objects.filter(username__iexact=name).first()
    if user is None:
        raise CommandError(f"No account is called {name}.")
    return user


def typed() -> str:
    """The password: asked for on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("New password: ")
    return sys.stdin.readline().rstrip("\r\n")
