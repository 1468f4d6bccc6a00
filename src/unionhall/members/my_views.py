"""A person's own pages: their card and file, and who has looked at it and why."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.text import masked_id
from unionhall.history.queries import reads_of, trail
from unionhall.members import queries, sentences
from unionhall.members.applying.models import Application
from unionhall.members.changes.queries import waiting_of
from unionhall.members.exports import reads
from unionhall.members.models import Ended, Person
from unionhall.members.pages import facts, stretch
from unionhall.members.roster.story import changed_by_imports
from unionhall.members.sealing import open_id

LATEST_READS = 30


@never_cache
@own
def me(request):
    """My card, my file as the union has it, and who looked at it."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    on = today()
    spells = [stretch(spell, on) for spell in person.memberships]
    current = [row["spell"] for row in spells if row["holds"]]
    units = [spell.organisation for spell in current] or [
        s["spell"].organisation for s in spells[:1]
    ]
    leaving = [
        {**row, "may_stay": row["spell"].ended_by == Ended.WITHDRAWAL}
        for row in spells
        if row["holds"]
        and (row["spell"].until_on is None or row["spell"].ended_by == Ended.WITHDRAWAL)
    ]
    files = queries.files_of(person)
    context = {
        "proposal": waiting_of(person),
        "transfer": person.transfers.waiting().select_related("to_organisation").first(),
        "invitations": person.invitations.waiting().select_related("organisation"),
        "applications": Application.objects.waiting()
        .filter(delegation__person=person)
        .select_related("organisation", "delegation__delegate"),
        "member_since": person.member_since(on) if len(spells) > 1 else None,
        "leaving": leaving,
        "person": person,
        "current": current,
        "masked": masked_id(open_id(person)),
        "facts": facts(person),
        "spells": spells,
        "readers": queries.readers(units, on=on),
        "reads": _reads(files),
        "corrections": _corrections(files),
    }
    return render(request, "members/me.html", context)


def _corrections(files: list[Person]) -> list[dict]:
    """What was done to the files, by hand and by imports, the oldest first."""
    story = sentences.story(entry for file in files for entry in trail(file))
    story += [line for file in files for line in changed_by_imports(file)]
    return sorted(story, key=lambda line: line["at"])


def _reads(files: list[Person]) -> list[dict]:
    """Who has looked at the files or taken them along in a list, the latest first."""
    opened = sentences.story(
        entry for file in files for entry in reads_of(str(file.uid), limit=LATEST_READS)
    )
    taken = [
        line for file in files for line in reads.lines(reads.exported(file, limit=LATEST_READS))
    ]
    return sorted([*opened, *taken], key=lambda line: line["at"], reverse=True)[:LATEST_READS]
