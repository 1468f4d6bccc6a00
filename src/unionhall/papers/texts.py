"""The texts papers have unless a union brings its own: data beside the app that owns the kind."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from unionhall.papers.word import Text, written

Language = Literal["zh", "en", "both", "sides"]
_MARK = re.compile(r"(\{[{%][^}]*[}%]\})")
_ALONE = re.compile(r"\{\{ (\w+) \}\}")
_CHOICE = re.compile(r"\{% if (\w+) %\}(.*)\{% endif %\}")
_NAME = re.compile(r"(?<!%)\b(?!if\b|else\b|endif\b|not\b|and\b|or\b|elif\b)[a-z][a-z_]*\b")


@lru_cache(maxsize=16)
def texts_in(file: Path) -> dict[str, dict[str, dict]]:
    """The texts of a TOML file: by kind and language ("zh", "en") title, addressee and text."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def default(told: dict[str, dict], language: str, *, with_head: bool) -> bytes:
    """The template of ours as a Word file with marks; `told` are the texts by language."""
    texts = [_text(told[name], name, language, with_head) for name in languages(language)]
    return written(texts, side_by_side=language == "sides")


def languages(language: str) -> tuple[str, ...]:
    """In which languages a paper speaks."""
    return ("zh", "en") if language in ("both", "sides") else (language,)


def _text(told: dict, name: str, language: str, with_head: bool) -> Text:
    second = name == "en" and language != "en"

    def marked(text: str) -> str:
        return _MARK.sub(_second, text) if second else text

    return Text(
        title=marked(told["title"]),
        addressee=marked(told.get("addressee", "")),
        paragraphs=[
            marked(line)
            for text in map(str.strip, told["text"].splitlines())
            if text
            for line in ([text] if language == "sides" else _whole(text))
        ],
        annexes=marked(told.get("annexes", "")),
        signer=marked(told.get("signer", "{{ union }}")),
        date=marked("{{ date }}"),
        head="{{ union }}" if with_head and told.get("head", True) else "",
        number="{{ number }}" if told.get("number", True) else "",
        colon="：" if name == "zh" else ":",
        rows=_table(told["table"], second=second) if "table" in told else (),
        widths=told.get("table", {}).get("widths", ()),
        is_ragged=name == "en",
        indent=2 if name == "zh" else 0,
    )


def _table(told: dict, *, second: bool) -> list[list[str]]:
    """Heads, and a row that repeats for each of a list."""
    name, codes = told["list"] + ("_en" if second else ""), told["fields"]
    blank = [""] * (len(codes) - 1)
    return [
        told["heads"],
        [f"{{%tr for item in {name} %}}", *blank],
        [f"{{{{ item.{code} }}}}" for code in codes],
        ["{%tr endfor %}", *blank],
    ]


def _whole(line: str) -> list[str]:
    """A line that may stay empty becomes one that then falls away, with marks for whole paragraphs."""
    if alone := _ALONE.fullmatch(line):
        return [f"{{%p if {alone[1]} %}}", line, "{%p endif %}"]
    if (choice := _CHOICE.fullmatch(line)) and "{%" not in choice[2]:
        return [f"{{%p if {choice[1]} %}}", choice[2], "{%p endif %}"]
    return [line]


def _second(found: re.Match[str]) -> str:
    """A mark of the second language of a paper in two: its fields have an ending of their own."""
    return _NAME.sub(lambda name: f"{name[0]}_en", found[0])
