"""What people are found by, and how it is kept true."""

from collections.abc import Iterable

from unionhall.core import text
from unionhall.members.models import Spell, Token
from unionhall.members.sealing import tail_digest


def tokens_of(name: str, phone: str = "", id_number: str = "") -> set[str]:
    """All that one person is found by: parts of the name, the telephone's last four, the ID's last six (keyed)."""
    found = text.tokens(name)
    if len(phone) > 4:
        found.add(phone[-4:])
    if id_number:
        found.add(tail_digest(id_number))
    return found


def index(spells: Iterable[Spell], *, phone: str, id_number: str) -> None:
    """Make one person's spells findable anew; their names and keys as they now stand."""
    spells = list(spells)
    Token.objects.filter(spell__in=spells).delete()
    Token.objects.bulk_create(
        Token(
            token=token, name_key=spell.name_key, spell=spell, organisation_id=spell.organisation_id
        )
        for spell in spells
        for token in tokens_of(spell.person.name, phone, id_number)
    )
