"""What holds for every template of every app."""

import re
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in APPS.rglob("templates/**/*.html"))
STYLED = {
    word
    for path in APPS.rglob("static/**/*.css")
    for word in re.findall(r"\.([a-zA-Z][\w-]*)", path.read_text())
}


def name(path: Path) -> str:
    return str(path.relative_to(APPS))


def markup(path: Path) -> str:
    """The template without its comments and its tags' contents."""
    text = re.sub(r"{% comment.*?endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}", "\0", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_style_and_no_script_stands_in_a_page(path):
    text = markup(path)
    assert (
        re.findall(r"\sstyle\s*=|<style|\son\w+\s*=|javascript:|hx-on|hx-vals=.js:", text, re.I)
        == []
    )
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", text) == []
    assert re.findall(r"hx-trigger=\"[^\"]*\[", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_comes_from_another_host(path):
    assert (
        re.findall(r"(?:src|srcset|<link[^>]*href)\s*=\s*[\"'](?:https?:)?//", markup(path)) == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_class_has_a_style(path):
    values = re.findall(r'class="([^"]*)"', markup(path))
    used = {word for value in values for word in value.split() if "\0" not in word}
    assert sorted(used - STYLED) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_form_that_posts_carries_its_token(path):
    text = path.read_text()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.S | re.I)
    # Pages that know nobody have no cookie to guard: what they post carries its own (ADR 17).
    own = ("form.stamp", "form.receipt", "ticket") if "tips/public" in path.as_posix() else ()
    guards = ("csrf_token", *own)
    assert [form[:80] for form in forms if not any(guard in form for guard in guards)] == []


@pytest.mark.parametrize("error", ["400", "403", "403_csrf", "404", "500"])
def test_there_is_a_page_for_every_error(error):
    assert (APPS / f"ui/templates/{error}.html").exists()


def test_the_components_keep_the_same_rules():
    pieces = "".join(path.read_text() for path in (APPS / "ui/pieces").glob("*.py"))
    assert re.findall(r"\sstyle=|\son\w+=\"|javascript:", pieces) == []
