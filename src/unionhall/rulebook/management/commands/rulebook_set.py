"""`unionhall rulebook set RULE_ID PARAM VALUE …`: a union's own value, where the rule allows it."""

from django.core.management.base import BaseCommand, CommandError

from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.rulebook import actions
from unionhall.rulebook.management.days import day
from unionhall.rulebook.places import UnknownPlace
from unionhall.rulebook.rules import MissingRule
from unionhall.rulebook.schema import typed


class Command(BaseCommand):
    help = "Set a union's own value for a rule, from a day on."

    def add_arguments(self, parser):
        parser.add_argument("rule_id", metavar="RULE_ID")
        parser.add_argument("param", metavar="PARAM")
        parser.add_argument("value", metavar="VALUE", help="a number, or JSON")
        parser.add_argument(
            "--jurisdiction",
            metavar="CODE",
            required=True,
            help="ends with the union: CN-ZJ/HZ-0001",
        )
        parser.add_argument("--from", dest="from_on", metavar="DATE", required=True)
        parser.add_argument(
            "--until", dest="until_on", metavar="DATE", help="first day it no longer holds"
        )
        parser.add_argument("--source", required=True, help="the resolution it stands in")
        parser.add_argument("--reason", default="", help="why; anybody may read it")

    def handle(
        self, *, rule_id, param, value, jurisdiction, from_on, until_on, source, reason, **options
    ):
        try:
            by_law = actions.set_by_law(
                rule_id,
                param,
                typed(value),
                jurisdiction=jurisdiction,
                source=source,
                reason=reason,
                from_on=day(from_on),
                until_on=day(until_on) if until_on else None,
                by=None,
                on=clock.today(),
            )
        except Refused as refusal:
            parts = (refusal.reason, str(refusal.citation or ""), refusal.instead)
            raise CommandError(" ".join(filter(None, parts))) from refusal
        except (MissingRule, UnknownPlace) as error:
            raise CommandError(error.args[0]) from error
        self.stdout.write(str(by_law))
