"""What navigation is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One place to go to, its label in the reader's words."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


Groups = tuple[tuple[str, tuple[Item, ...]], ...]
