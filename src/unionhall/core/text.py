"""Names and numbers as text: how a name is sorted, found and read, and what of a number is shown."""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

# Surnames that are not read as the character usually is.
SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "朴": "piao", "盖": "ge",
    "区": "ou", "任": "ren", "华": "hua", "缪": "miao", "翟": "zhai", "乐": "yue", "覃": "qin",
    "冼": "xian", "折": "she", "黑": "he", "种": "chong", "员": "yun", "召": "shao", "纪": "ji",
    "宁": "ning", "盛": "sheng", "燕": "yan", "车": "che", "石": "shi", "沈": "shen", "贾": "jia",
    "薄": "bo", "谌": "chen", "宓": "mi", "句": "gou", "尉": "wei", "哈": "ha", "都": "du",
    "那": "na", "乜": "nie", "么": "yao", "应": "ying", "葛": "ge", "洗": "xian", "逄": "pang",
    "秘": "bi", "卜": "bu", "祭": "zhai", "繁": "po", "隗": "wei", "尹": "yin", "訾": "zi",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu",
    "令狐": "ling hu", "亓官": "qi guan", "宰父": "zai fu", "皇甫": "huang fu", "中行": "zhong hang",
}  # fmt: skip
MAX_KEY = 120
MAX_WAYS = 4


@cache
def _readings() -> dict[str, str]:
    lines = (Path(__file__).parent / "pinyin.txt").read_text(encoding="utf-8").splitlines()[1:]
    return {
        character: syllable
        for syllable, characters in map(str.split, lines)
        for character in characters
    }


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """All whole syllables, and all beginnings of one."""
    whole = frozenset(s for s in _readings().values() if s not in {"n", "m", "hm"})
    return whole, frozenset(s[:end] for s in whole for end in range(1, len(s) + 1))


def compact(text: str) -> str:
    """The letters and digits of a name or of what was typed, full-width and case folded away."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def words(name: str) -> list[str]:
    """How a name is read, syllable by syllable: "单小明" → ["shan", "xiao", "ming"]; other scripts by words."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    found: list[str] = []
    for length in (2, 1):
        if reading := SURNAMES.get(folded[:length]):
            found, folded = reading.split(), folded[length:]
            break
    latin = ""
    for character in folded:
        reading = _readings().get(character)
        if reading is None and character.isalnum():
            latin += character
            continue
        found += [part for part in (latin, reading) if part]
        latin = ""
    return [*found, latin] if latin else found


def pinyin_key(name: str) -> str:
    """What a name is sorted by: its syllables, e.g. "wang xiao ming"; at most 120 characters."""
    return " ".join(words(name))[:MAX_KEY]


def initials(name: str) -> str:
    """The first letters of its syllables: "王小明" → "wxm"."""
    return "".join(word[0] for word in words(name))


def tokens(name: str) -> set[str]:
    """What a name is found by: each one or two characters of it, runs of initials, the given name's reading."""
    plain, parts = compact(name), words(name)
    letters = "".join(word[0] for word in parts)
    found = {*plain, *map("".join, pairwise(plain))}
    for length in (2, 3, 4):
        found.update(letters[at : at + length] for at in range(len(letters) - length + 1))
    if len(parts) > 1:
        found.add("".join(parts[1:])[:MAX_KEY])
        found.update(part for part in parts if part in plain)
    return found


def readings(typed: str) -> list[str]:
    """The beginnings of sort keys that typed letters may mean: "xian" → ["xi an", "xia n", "xian"].

    At most MAX_WAYS; where there are more, those of the fewest syllables.
    """
    plain = (compact(word) for word in typed.split())
    typed = " ".join(word for word in plain if word)[:MAX_KEY]
    found = {typed} if typed else set()
    letters = typed.replace(" ", "")
    if letters.isascii() and letters.isalpha():
        found |= {" ".join(parts) for parts in _segmented(letters)}
    return sorted(found)


def _segmented(letters: str) -> list[tuple[str, ...]]:
    """The ways to read letters as whole syllables, the last one perhaps unfinished."""
    whole, begun = _syllables()
    ways: list[list[tuple[str, ...]]] = [[] for _letter in letters]
    for start in range(len(letters) - 1, -1, -1):
        found: list[tuple[str, ...]] = [(letters[start:],)] if letters[start:] in begun else []
        for end in range(start + 1, min(start + 6, len(letters) - 1) + 1):
            if letters[start:end] in whole:
                found += [(letters[start:end], *rest) for rest in ways[end]]
        ways[start] = sorted(found, key=len)[: MAX_WAYS - 1]
    return ways[0]


def masked_id(number: str) -> str:
    """An ID number with its middle hidden: "110000200401142619" → "1100**********2619"."""
    return (
        number[:4] + "*" * (len(number) - 8) + number[-4:]
        if len(number) > 8
        else masked_middle(number)
    )


def masked_phone(number: str) -> str:
    """A telephone number with its middle hidden: "13812345678" → "138****5678"."""
    return (
        number[:3] + "*" * (len(number) - 7) + number[-4:]
        if len(number) > 7
        else masked_middle(number)
    )


def masked_middle(text: str) -> str:
    """Any value with at least half of it hidden, as a message about a wrong value may show it."""
    shown = min(4, len(text) // 4)
    if len(text) < 4:
        return text[: len(text) // 2] + "*" * (len(text) - len(text) // 2)
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[len(text) - shown :]
