"""What the commands of this app share: finding things by their codes, and telling how an act ended."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.organisations.models import Division, Organisation


def a_day(text: str) -> date:
    """A day such as 2026-11-21, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%s” is no date; write it as 2026-11-21.") % text) from error


def content(path: Path) -> bytes:
    """What stands in a file; raises CommandError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CommandError(_("There is no file %s. Check its name and folder.") % path) from error
    except IsADirectoryError as error:
        raise CommandError(_("%s is a folder. Name the file in it.") % path) from error
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read (%(why)s). Copy it where you may read it.")
            % {"file": path, "why": error.strerror or error}
        ) from error


def organisation(code: str) -> Organisation:
    """The organisation of that code; raises CommandError."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no organisation with the code %s.") % code)
    return found


def division(code: str | None) -> Division | None:
    """The division of that code, None for none; raises CommandError."""
    if not code:
        return None
    found = Division.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no division with the code %s.") % code)
    return found


def person(name: str | None) -> Any:
    """Whoever signs in with that name, phone number or e-mail address, None for none; raises CommandError."""
    if not name:
        return None
    users = get_user_model().objects.filter(Q(username=name) | Q(phone=name) | Q(email=name))[:2]
    if len(users) != 1:
        raise CommandError(
            _("Nobody signs in as %s.") % name
            if not users
            else _("Several people sign in as %s; give the user name.") % name
        )
    return users[0]


class ActCommand(BaseCommand):
    """A command that does one act: `--by`, `--on`, `--json`, and a refusal as an error message."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", metavar="USER", help="user name or phone of whoever decided it")
        parser.add_argument(
            "--on", type=a_day, metavar="DATE", help="day it takes effect; default today"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def done(self, options: dict, act: Callable[..., Any]) -> Any:
        """Run the act with `by` and `on`; raises CommandError with the reason and the article."""
        try:
            return act(by=person(options["by"]), on=options["on"] or today())
        except Refused as refusal:
            parts = (refusal.reason, str(refusal.citation or ""), refusal.instead)
            raise CommandError(" ".join(filter(None, parts))) from refusal

    def tell(self, options: dict, facts: dict[str, Any]) -> None:
        """Print the facts, as JSON or one to a line."""
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, default=str))
        else:
            for name, value in facts.items():
                self.stdout.write(f"{name}: {'' if value is None else value}")


def told(found: Organisation) -> dict[str, Any]:
    """What a command tells of an organisation."""
    return {
        "code": found.code,
        "name": found.name,
        "kind": found.kind,
        "parent": found.parent.code if found.parent else None,
        "opened_on": found.opened_on,
        "closed_on": found.closed_on,
    }
