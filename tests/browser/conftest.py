"""A real browser on the live server; a page that complains fails its test."""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import DESK, LISTEN, PHONE, launch

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent.parent / "docs" / "pictures"
SIZES = {"desk": DESK, "phone": PHONE}


def listen(page) -> list[str]:
    """Everything the page complains of from now on: errors, failed loads, violations of the policy."""
    heard: list[str] = []
    page.add_init_script(LISTEN)
    page.on("console", lambda message: message.type == "error" and heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    # Playwright runs an event loop in this thread; the tests' own queries are still ordinary ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # A busy machine may need more than the usual five seconds for one answer.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(size="phone", theme="dark", lang="en", user=None, scripts=True)` → a page.

    Its `heard` is the list of complaints; what stands there at the end fails the test, so a test
    that expects one (a 404, say) takes it out.
    """
    opened = []

    def open_one(*, size="desk", theme="light", lang="zh-hans", user=None, scripts=True):
        context = browser.new_context(
            viewport=SIZES[size],
            color_scheme=theme,
            locale="zh-CN",
            base_url=live_server.url,
            java_script_enabled=scripts,
        )
        cookies = [{"name": "language", "value": lang, "url": live_server.url}]
        if user is not None:
            cookies.append({"name": "sessionid", "value": session_of(user), "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.heard = listen(page)
        opened.append((context, page))
        return page

    yield open_one
    for _, page in opened:
        # What a page loads after itself is answered before the database is taken away.
        page.wait_for_load_state("networkidle")
    complaints = [complaint for _, page in opened for complaint in page.heard]
    for context, _ in opened:
        context.close()
    assert complaints == []


def session_of(user) -> str:
    """The key of a fresh session of that user."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def page(open_page):
    """A page on the desk, in Chinese, nobody signed in."""
    return open_page()


@pytest.fixture
def faults():
    """`faults(page)`: what a machine finds wrong with the page's accessibility."""
    script = (HERE / "accessible.js").read_text()
    return lambda page: page.evaluate(re.sub(r"^//.*\n", "", script).rstrip().rstrip(";"))


@pytest.fixture
def picture():
    """`picture(page, "name")` keeps a picture for the guides where PICTURES=1 asks for them."""

    def take(page, name: str, *, full: bool = False) -> None:
        if not os.environ.get("PICTURES"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        drawn = Image.open(BytesIO(page.screenshot(full_page=full))).convert("RGB")
        # Flat surfaces need few colours; so a picture stays far below 150 kB.
        few = drawn.quantize(96, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{name}.png", optimize=True)

    return take
