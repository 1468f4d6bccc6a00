"""No text that leaves the house says whom or what it is about."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override

from unionhall.notifications.models import Message
from unionhall.notifications.rendering import outgoing, shown

LINK = "https://union.example/me/notifications/7/"

NOTICES = sorted(
    str(path).partition("templates/notifications/")[2].removesuffix(".txt")
    for path in Path(settings.PACKAGE).glob("*/templates/notifications/*/*.txt")
)


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("count", [1, 7])
def test_outgoing_text_holds_a_count_and_a_link_and_nothing_else(channel, language, count):
    with override(language):
        text = outgoing(channel, count=count, link=LINK)
        elsewhere = outgoing(channel, count=count, link="LINK")
    assert text.body.count(LINK) == 1
    assert text.body.replace(LINK, "LINK") == elsewhere.body
    assert text.title.isascii() == (language == "en")
    assert text.body.replace(LINK, "").isascii() == (language == "en" and channel == "sms")


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_outgoing_templates_take_nothing_but_a_count_and_a_link(channel):
    """Whatever else stood in the context could not get out."""
    facts = dict.fromkeys(("name", "phone", "number", "facts", "receiver", "text"), "李小明")
    template = get_template(f"notifications/outgoing_{channel}.txt").template
    assert "李小明" not in template.render(Context({**facts, "count": 1, "link": LINK}))


@pytest.mark.parametrize("template", NOTICES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_notice_in_the_app_has_a_title_in_the_readers_language(template, language):
    message = Message(
        template=template,
        facts={"number": "2026-000123", "due_on": "2026-03-09", "kind": "cases.accept", "count": 2},
    )
    with override(language):
        words = shown(message)
    assert words.title
    if language == "en":
        assert words.title.replace("2026-000123", "").isascii()
    else:
        assert not words.title.isascii()
