"""`unionhall rulebook due RULE_ID --from DATE`: when something is due under a rule."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from unionhall.rulebook import deadlines, rules
from unionhall.rulebook.management.days import day
from unionhall.rulebook.places import UnknownPlace
from unionhall.rulebook.rules import MissingRule
from unionhall.rulebook.workdays import MissingCalendar


class Command(BaseCommand):
    help = "Count a period of the rulebook from a day."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("rule_id", metavar="RULE_ID")
        parser.add_argument(
            "--from", dest="start", metavar="DATE", required=True, help="YYYY-MM-DD"
        )
        parser.add_argument("--part", metavar="NAME", help="which of the rule's periods")
        parser.add_argument("--jurisdiction", metavar="CODE", default="CN")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, rule_id, start, part, jurisdiction, as_json, **options):
        try:
            due = deadlines.due(rule_id, start=day(start), part=part, jurisdiction=jurisdiction)
        except (MissingRule, UnknownPlace, MissingCalendar) as error:
            raise CommandError(error.args[0]) from error
        except OverflowError as error:
            raise CommandError(_("“%s” is too far away to count from.") % start) from error
        answer = {
            "due_on": due.due_on.isoformat(),
            "provisional": due.provisional,
            "rule": due.rule,
            "citation": str(rules.citation(rule_id, language="zh-hans")),
        }
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for name, value in answer.items():
                self.stdout.write(
                    f"{name}: {json.dumps(value) if value in (True, False) else value}"
                )
