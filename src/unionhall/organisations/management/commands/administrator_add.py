"""`unionhall administrator add`."""

import os
import sys
from getpass import getpass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.organisations import actions, console
from unionhall.organisations.models import Mandate, Organisation

VARIABLE = "UNIONHALL_ADMIN_PASSWORD"


class Command(console.ActCommand):
    help = f"Makes an account and appoints it administrator of the root. Password: asked, --password-stdin or {VARIABLE}."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--phone", help="mobile number, 11 digits")
        parser.add_argument("--email", default="")
        parser.add_argument("--organisation", metavar="CODE", help="default: the one root")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read one line from standard input"
        )
        parser.add_argument(
            "--another", action="store_true", help="although there is an administrator already"
        )

    def handle(self, **options):
        root = self._root(options["organisation"])
        user = self._account(options)
        with transaction.atomic():
            self._refuse_second(root, options)
            user.save()
            mandate = self.done(
                options,
                lambda **when: actions.appoint(
                    user, root, "administrator", from_on=when["on"], **when
                ),
            )
        self.tell(
            options,
            {"username": user.username, "organisation": root.code, "from_on": mandate.from_on},
        )

    def _root(self, code: str | None) -> Organisation:
        if code:
            return console.organisation(code)
        roots = list(Organisation.objects.open().filter(parent=None).order_by("pk")[:2])
        if not roots:
            raise CommandError(
                _(
                    "There is no organisation yet. First: unionhall organisations add --kind KIND --code CODE --name NAME"
                )
            )
        if len(roots) > 1:
            raise CommandError(_("There are several roots; say which with --organisation CODE."))
        return roots[0]

    def _account(self, options):
        users = get_user_model()
        user = users(
            username=options["username"],
            name=options["name"],
            phone=options["phone"] or None,
            email=options["email"],
        )
        taken = users.objects.filter(username=user.username).exists() or (
            user.phone and users.objects.filter(phone=user.phone).exists()
        )
        if taken:
            raise CommandError(
                _(
                    "That user name or phone number is taken; for an existing account: unionhall mandates appoint"
                )
            )
        password = self._password(options)
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return user

    def _password(self, options) -> str:
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\n")
        if password := os.environ.get(VARIABLE):
            return password
        if not sys.stdin.isatty():
            raise CommandError(_("No password: give --password-stdin or %s.") % VARIABLE)
        password = getpass(_("Password: "))
        if getpass(_("Password again: ")) != password:
            raise CommandError(_("The two passwords differ."))
        return password

    def _refuse_second(self, root: Organisation, options: dict) -> None:
        held = Mandate.objects.filter(organisation=root, office="administrator", until_on=None)
        if held.exists() and not options["another"]:
            raise CommandError(
                _("%s has an administrator already; use --another to appoint one more.") % root
            )
