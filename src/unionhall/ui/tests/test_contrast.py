"""Every pair of colours that stands as text on a ground reaches 4.5:1, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parent.parent / "static/ui/unionhall.css").read_text()
GROUNDS = ("paper", "surface", "sunk")
TEXTS = ("ink", "ink-soft", "link", "link-deep")
TONES = ("blue", "green", "amber", "alarm", "grey")
SERIES = [f"series-{n}" for n in range(1, 6)]


def colours(selector: str) -> dict[str, str]:
    body = CSS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))


THEMES = {
    "light": colours(":root"),
    "dark": colours(':root[data-bs-theme="dark"]'),
    "dark by the system": colours(':root:not([data-bs-theme="light"])'),
}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_ways_into_the_dark_give_the_same_colours():
    assert THEMES["dark"] == THEMES["dark by the system"]
    assert THEMES["dark"].keys() == THEMES["light"].keys()


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_every_ground(theme):
    colour = THEMES[theme]
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [
        (f"{tone}-ink", ground) for tone in TONES for ground in ("paper", "surface", f"{tone}-wash")
    ]
    pairs += [("on-red", "red"), ("on-red", "red-deep")]
    pairs += [("surface", series) for series in SERIES] + [("surface", "alarm-ink")]
    assert [
        (a, b, contrast(colour[a], colour[b]))
        for a, b in pairs
        if contrast(colour[a], colour[b]) < 4.5
    ] == []


@pytest.mark.parametrize("theme", THEMES)
def test_edges_of_controls_and_charts_can_be_seen(theme):
    colour = THEMES[theme]
    pairs = [
        (edge, ground)
        for edge in ("line-strong", "focus", *SERIES)
        for ground in ("paper", "surface")
    ]
    assert [
        (a, b, contrast(colour[a], colour[b]))
        for a, b in pairs
        if contrast(colour[a], colour[b]) < 3
    ] == []


def test_union_red_is_the_brand_and_the_primary_act_only():
    pieces = (Path(__file__).resolve().parent.parent / "static/ui/pieces.css").read_text()
    users = {line.split("{")[0].strip() for line in pieces.splitlines() if "var(--red" in line}
    assert users == {".btn-primary, .btn-primary:hover", ".btn-primary:hover"}
