from django.template import Template
from django.template.context import Context
from django.utils import translation

THEME = Template('{% load ui %}{% constant "ui/parts/theme.html" %}')


def test_a_constant_part_is_drawn_in_the_readers_language_each_time():
    drawn = []
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            drawn.append(THEME.render(Context()))
    assert "Light or dark" in drawn[0]
    assert drawn[0] == drawn[2] != drawn[1]


def test_a_constant_part_knows_nothing_of_the_page(settings):
    with translation.override("en"):
        once = THEME.render(Context({"request": "one"}))
        settings.DEBUG = True
        assert THEME.render(Context({"request": "another"})) == once
