"""How alike two texts are, from the letters they share: no database, no clock, no model of language.

Chinese writes without spaces, so pairs of neighbouring characters stand for words; other scripts are
cut into threes of letters within each word. Both texts' pieces are compared as sets (Jaccard).
"""

import re
from unicodedata import normalize

MOST = 2000  # signs of a text that are looked at: the beginning says what is the matter
_RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")


def pieces(text: str) -> frozenset[str]:
    """The set of pieces a text falls into; width, case and punctuation make no difference."""
    found: set[str] = set()
    for run in _RUNS.findall(normalize("NFKC", text[:MOST]).lower()):
        size = 2 if "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff" else 3
        found.update(run[at : at + size] for at in range(max(1, len(run) - size + 1)))
    return frozenset(found)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing in common) to 1 (the same pieces); two empty texts have nothing in common."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def percent(likeness: float) -> int:
    """The likeness in full per cent, never rounded up to one or down to nothing."""
    return min(99, max(1, int(likeness * 100))) if 0 < likeness < 1 else int(likeness * 100)
