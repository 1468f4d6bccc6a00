"""`unionhall rulebook due RULE_ID --from DATE`: when something is due under a rule."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from unionhall.rulebook import deadlines, rules
from unionhall.rulebook.management.days import day
from unionhall.rulebook.places import UnknownPlace
from unionhall.rulebook.rules import MissingRule
from unionhall.rulebook.workdays import MissingCalendar
from unionhall.ui.pieces.text import written


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
            start_on, first = day(start), deadlines.first_day(rule_id, part)
            # A question may be asked of any day; an act of that day would be refused.
            early = first if first and start_on < first else None
            due = deadlines.due(
                rule_id, start=start_on, part=part, jurisdiction=jurisdiction, as_of=early
            )
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
        if early:
            answer["note"] = _(
                "This rule is on record from %s only; counted as if it had held on that day."
            ) % written(early)
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for name, value in answer.items():
                self.stdout.write(
                    f"{name}: {json.dumps(value) if value in (True, False) else value}"
                )
