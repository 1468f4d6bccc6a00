"""An article's number as the reader's language writes it."""

from __future__ import annotations

import re

from django.utils.translation import get_language

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两三四五六七八九十百千]+"


def number(numeral: str) -> int:
    """ "一千二百五十九" → 1259."""
    total = digit = 0
    for char in numeral:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def in_english(article: str) -> str:
    """ "第四十四条第二款" → "Art. 44(2)", "第六、七条" → "Arts. 6, 7"; anything else unchanged."""
    if found := re.fullmatch(f"第({NUMERAL})条(?:第({NUMERAL})款)?", article):
        paragraph = f"({number(found[2])})" if found[2] else ""
        return f"Art. {number(found[1])}{paragraph}"
    if found := re.fullmatch(f"第({NUMERAL})至({NUMERAL})条", article):
        return f"Arts. {number(found[1])}–{number(found[2])}"
    if re.fullmatch(f"第{NUMERAL}(、{NUMERAL})+条", article):
        return "Arts. " + ", ".join(str(number(n)) for n in article[1:-1].split("、"))
    return article


def shown(article: str) -> str:
    """The article in the reader's language."""
    return article if (get_language() or "zh").startswith("zh") else in_english(article)
