"""What people are found by: how it is kept, and how it is looked up.

Each source of hits is walked in the order of the list (sort key, then spell), so that a surname that
thousands bear costs no more than a rare one: a page stops after its fifty rows.
"""

from collections.abc import Iterable
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.core import residentid, text
from unionhall.members.models import Person, Spell, Token, covering
from unionhall.members.sealing import id_digest, tail_digest

AFTER_ALL = "\U0010ffff"


def tokens_of(name: str, phone: str = "", id_number: str = "") -> set[str]:
    """All that one person is found by: parts of the name, the telephone's last four, the ID's last six (keyed)."""
    found = set(_of_name(name))
    if len(phone) > 4:
        found.add(phone[-4:])
    if id_number:
        found.add(tail_digest(id_number))
    return found


@lru_cache(maxsize=1 << 14)
def _of_name(name: str) -> frozenset[str]:
    # Many people share a name, and a large import meets each of them.
    return frozenset(text.tokens(name))


class Findable(NamedTuple):
    """One spell to be found by its tokens."""

    spell_id: int
    organisation_id: int
    name_key: str
    tokens: set[str]


def add(rows: Iterable[Findable]) -> None:
    """Make spells findable."""
    write(arranged(rows))


def arranged(rows: Iterable[Findable]) -> list[str] | list[tuple]:
    """What `write` takes. As COPY reads it on PostgreSQL: sorted, which is how a million tokens are stored
    fastest, and text all the way, which is made four times as fast as tuples.
    """
    if connection.vendor != "postgresql":
        return [
            (token, row.name_key, row.spell_id, row.organisation_id)
            for row in rows
            for token in row.tokens
        ]
    lines: list[str] = []
    for row in rows:
        rest = f"\t{row.name_key}\t{row.spell_id}\t{row.organisation_id}\n"
        lines += [token + rest for token in row.tokens]
    lines.sort()
    parts = ("".join(lines[start : start + 5000]) for start in range(0, len(lines), 5000))
    return [part.replace("\\", "\\\\") for part in parts]


def write(lines: list[str] | list[tuple]) -> None:
    """Store tokens that were `arranged`."""
    table, columns = Token._meta.db_table, "token, name_key, spell_id, organisation_id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for part in lines:
                    copy.write(part)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)", lines)  # noqa: S608


def forget_all(rows: Iterable[Findable]) -> None:
    """Take many spells' tokens away at once, each by its whole key."""
    flat = [(token, row.name_key, row.spell_id) for row in rows for token in sorted(row.tokens)]
    table = Token._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"DELETE FROM {table} t USING unnest(%s::text[], %s::text[], %s::bigint[])"  # noqa: S608
                " AS gone (token, name_key, spell_id) WHERE t.token = gone.token"
                " AND t.name_key = gone.name_key AND t.spell_id = gone.spell_id",
                [list(column) for column in zip(*flat, strict=True)] if flat else [[], [], []],
            )
        else:
            cursor.executemany(
                f"DELETE FROM {table} WHERE token = %s AND name_key = %s AND spell_id = %s",  # noqa: S608
                flat,
            )


def forget(spells: Iterable[Spell], tokens: set[str], name_key: str) -> None:
    """Take tokens away from spells of one person, as they stood under that sort key."""
    Token.objects.filter(
        token__in=tokens, name_key=name_key, spell_id__in=[spell.pk for spell in spells]
    ).delete()


class Source(NamedTuple):
    """Rows that may hold hits, and how their columns are called: of spells or of tokens."""

    model: type[Spell] | type[Token]
    hits: Q

    @property
    def prefix(self) -> str:
        """What leads from a row to its spell."""
        return "spell__" if self.model is Token else ""

    @property
    def key(self) -> str:
        return "spell_id" if self.model is Token else "pk"


def sources(typed: str) -> list[Source]:
    """Where to look for what was typed: a name or a part of one, its initials or reading, a telephone
    number or its last four, an ID number or its last six.
    """
    plain = text.compact(typed)
    if not plain:
        return []
    if plain[:-1].isdigit() and plain[-1] in "0123456789x" and len(plain) > 3:
        return _by_number(residentid.cleaned(plain.upper()))
    if plain.isascii():
        return [_by_token(plain), *(_by_reading(start) for start in text.readings(typed))]
    return [_by_part(plain)]


def _by_token(token: str) -> Source:
    return Source(Token, Q(token=token))


def _by_part(plain: str) -> Source:
    """By all pairs of neighbours at once, beginning with the given name's end, which is rarer than the surname."""
    if len(plain) < 3:
        return _by_token(plain)
    hits = Q(token=plain[-2:])
    for at in range(len(plain) - 2):
        same = {"name_key": OuterRef("name_key"), "spell_id": OuterRef("spell_id")}
        hits &= Q(Exists(Token.objects.filter(token=plain[at : at + 2], **same)))
    return Source(Token, hits)


def _by_reading(start: str) -> Source:
    return Source(Spell, Q(name_key__gte=start, name_key__lt=start + AFTER_ALL))


def _by_number(number: str) -> list[Source]:
    if len(number) in (15, 18):
        return [Source(Spell, Q(person__id_index=id_digest(residentid.modern(number) or number)))]
    if len(number) == 11:
        return [Source(Spell, Q(person__phone=number))]
    if len(number) == 6:
        return [_by_token(tail_digest(number))]
    return [_by_token(number)] if len(number) == 4 else []


class Hit(NamedTuple):
    """A found spell, in the order of the list."""

    name_key: str
    spell_id: int


def hits(
    typed: str, condition, *, after: Hit | None = None, back: bool = False, most: int = 51
) -> list[Hit]:
    """The first hits in the order of the list, beyond `after`; backwards where `back`.

    `condition(prefix)` is the Q that a hit's spell must fulfil, `prefix` leading to the spell.
    """
    found = [
        _walk(source, condition(source.prefix), after, back, most) for source in sources(typed)
    ]
    unique = dict.fromkeys(merge(*found, reverse=back))
    return list(islice(unique, most))


def _walk(source: Source, condition: Q, after: Hit | None, back: bool, most: int) -> list[Hit]:
    rows = source.model.objects.filter(source.hits, condition)
    if after:
        beyond = "lt" if back else "gt"
        rows = rows.filter(
            Q(**{f"name_key__{beyond}": after.name_key})
            | Q(**{f"{source.key}__{beyond}": after.spell_id}),
            **{f"name_key__{beyond}e": after.name_key},
        )
    sign = "-" if back else ""
    rows = rows.order_by(f"{sign}name_key", f"{sign}{source.key}")
    return [Hit(*row) for row in rows.values_list("name_key", source.key)[:most]]


def found(typed: str, *, scope, on, most: int = 20) -> list[Person]:
    """The first people found in the scope who hold a membership on the day, each with its `union`."""

    def condition(prefix: str) -> Q:
        return scope.q("organisation") & covering(on, prefix)

    keys = [hit.spell_id for hit in hits(typed, condition, most=most)]
    spells = Spell.objects.select_related("person", "organisation").in_bulk(keys)
    people = []
    for key in keys:
        person: Any = spells[key].person
        person.union = spells[key].organisation
        people.append(person)
    return people


def matching(typed: str) -> QuerySet:
    """The keys of all people found, wherever they are, to narrow a list of something else."""
    rows = [
        source.model.objects.filter(source.hits).values_list(f"{source.prefix}person_id")
        for source in sources(typed)
    ]
    return (
        rows[0].union(*rows[1:])
        if len(rows) > 1
        else (rows or [Spell.objects.none().values_list("person_id")])[0]
    )
