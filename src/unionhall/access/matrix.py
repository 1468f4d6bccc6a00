"""Which office may do what, as one table."""

from dataclasses import dataclass

from unionhall.access.grants import ABILITIES, GRANTS, Ability
from unionhall.organisations.offices import OFFICES, Office


@dataclass(frozen=True)
class Row:
    """An ability and, for each office in order, whether the office has it."""

    ability: Ability
    granted: tuple[bool, ...]


@dataclass(frozen=True)
class Matrix:
    """Offices across, abilities down."""

    offices: tuple[Office, ...]
    rows: tuple[Row, ...]


def matrix() -> Matrix:
    """The whole table, in the order of offices.toml and grants.toml."""
    offices = tuple(OFFICES.values())
    return Matrix(
        offices,
        tuple(
            Row(ability, tuple(ability.code in GRANTS[office.code] for office in offices))
            for ability in ABILITIES.values()
        ),
    )
