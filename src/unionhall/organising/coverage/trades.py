"""Members of an industrial or regional union: of its own subtree and of all unions affiliated to it."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.members.models import Spell
from unionhall.organisations.kinds import GATHERING
from unionhall.organisations.models import Organisation
from unionhall.organisations.panels import Line, panel
from unionhall.organisations.queries import gathered_paths
from unionhall.organising.coverage.queries import in_subtrees
from unionhall.organising.coverage.rules import SMALL
from unionhall.ui.pieces.figures import small
from unionhall.ui.pieces.text import counted


def members_with_affiliates(organisation: Organisation, *, on: date) -> int:
    """How many people are members in force in what it gathers on today's tree, each once; two queries.

    Only the number: the files stay with those in whose reach the unions hang.
    """
    paths = gathered_paths(organisation, on=on)
    spells = Spell.objects.in_force(on=on).filter(in_subtrees(paths))
    return spells.values("person").distinct().count()


@panel
def members_line(organisation: Organisation, user, on: date) -> Line | None:
    """The figure on the page of a union to which others are affiliated."""
    if organisation.kind not in GATHERING:
        return None
    if not organisation.affiliates.in_force(on=on).exists():
        return None
    number = members_with_affiliates(organisation, on=on)
    shown = small() if 0 < number < SMALL else counted(number)
    return Line(_("Members, affiliated unions included"), shown)
