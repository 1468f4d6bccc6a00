"""What the law asks of a union to be; figures come from the rulebook, nothing from the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Which offices a union's first members may elect; the committee fills the others later.
ELECTED = ("chair", "vice_chair", "treasurer", "auditor", "women_officer", "organiser")
OF_A_COMMITTEE = tuple(office for office in ELECTED if office != "organiser")
SINGLE = ("chair", "organiser")
COMMITTEE_RULE = "cn.org.committee_min_members"
ORGANISER_RULE = "cn.org.below_threshold_options"
WOMEN_RULE = "cn.org.women_committee_10"
AUDIT_RULE = "cn.org.audit_committee"
KIN_RULE = "cn.org.kin_barred"
APPROVAL_RULE = "cn.org.upper_approval"


class Elected(NamedTuple):
    """A founder as the law counts them: whether a woman, and the office they were elected to."""

    is_woman: bool
    office: str


@dataclass(frozen=True)
class Thresholds:
    """From how many members a committee is due, and from how many women theirs."""

    committee: int
    women: int


class Lack(NamedTuple):
    """What is missing: its name, and the rule that asks for it ("" for none)."""

    name: str
    rule: str


def lacks(leading: str, founders: Iterable[Elected], limits: Thresholds) -> Iterator[Lack]:
    """Everything that keeps the founders from applying, the gravest first."""
    founders = list(founders)
    offices = Counter(founder.office for founder in founders if founder.office)
    women = sum(founder.is_woman for founder in founders)
    if not founders:
        yield Lack("nobody", "")
        return
    if any(offices[office] > 1 for office in SINGLE):
        yield Lack("twice", "")
    if leading == "organiser":
        if len(founders) >= limits.committee:
            yield Lack("too_many", COMMITTEE_RULE)
        elif set(offices) != {"organiser"}:
            yield Lack("organiser", "")
        return
    if not offices["chair"] or offices["organiser"]:
        yield Lack("chair", COMMITTEE_RULE)
    if not offices["auditor"]:
        yield Lack("auditor", AUDIT_RULE)
    if women >= limits.women and not offices["women_officer"]:
        yield Lack("women_officer", WOMEN_RULE)


def bodies(leading: str, founders: Iterable[Elected], limits: Thresholds) -> list[str]:
    """Which bodies are formed with the union, as kinds.toml calls them."""
    if leading == "organiser":
        return []
    women = sum(founder.is_woman for founder in founders)
    formed = ["committee", "audit_committee"]
    return [*formed, "women_committee"] if women >= limits.women else formed
