"""The limitation of a dispute as its happenings move it, reckoned by `rules`."""

from datetime import date

from unionhall.disputes import rules
from unionhall.disputes.models import Claim, ClaimKind, Dispute, Happening
from unionhall.disputes.procedure import BY_ACT
from unionhall.rulebook import rules as book
from unionhall.rulebook import workdays

# An agreement that is not kept interrupts it, too (Provisions of 2011, Art. 31).
INTERRUPTING = {"interrupt": rules.LIMIT_RULE, "missed_instalment": rules.INTERRUPTION_RULE}


def moved(happenings: list[Happening]) -> list[rules.Moved]:
    """What of the happenings moves the limitation."""
    found = []
    for row in happenings:
        step = BY_ACT.get(row.act)
        by_rule = step.interrupts if step else INTERRUPTING.get(row.act, "")
        if by_rule:
            found.append(rules.Moved("interrupt", row.on, by_rule, row.act))
        elif row.act == "suspend":
            found.append(rules.Moved("suspend", row.on, rules.LIMIT_RULE, row.act))
        elif row.act == "resume":
            found.append(rules.Moved("resume", row.on, rules.LIMIT_RULE, row.act))
    return found


def reckonings(dispute: Dispute, *, on: date) -> list[rules.Limitation]:
    """One for wage arrears and one for everything else, as far as either is claimed."""
    kinds = set(Claim.objects.filter(claimant__dispute=dispute).values_list("kind", flat=True))
    groups = ([True] if ClaimKind.WAGES in kinds else []) + (
        [False] if kinds != {ClaimKind.WAGES} else []
    )
    events = moved(list(dispute.happenings.all()))
    calendar = workdays.calendar()
    return [
        rules.limitation(
            dispute.known_on,
            events,
            years=book.value(rules.LIMIT_RULE, "years", on=on),
            wages=wages,
            years_after_end=book.value(rules.WAGES_RULE, "after_termination_years", on=on),
            ended_on=dispute.employment_ended_on,
            on_or_after=calendar.on_or_after,
        )
        for wages in groups
    ]


def keep(dispute: Dispute, *, on: date) -> rules.Limitation:
    """Keep the earliest last day on the dispute, where lists sort by it; and answer it."""
    found = rules.earliest(reckonings(dispute, on=on))
    dispute.limitation_on = found.until_on
    Dispute.objects.filter(pk=dispute.pk).update(limitation_on=found.until_on)
    return found
