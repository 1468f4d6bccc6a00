#!/usr/bin/env python3
"""Takes pictures of pages: `shoot.py URL… --out DIR`, each on the phone and on the desk.

`--login NAME:PASSWORD` signs in by the form at /accounts/login/ first, `--session KEY` takes a
session's cookie instead; `--lang`, `--themes`, `--sizes`, `--full` choose the variants.
"""

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from playwright.sync_api import sync_playwright

from tests.browser.chromium import DESK, LISTEN, PHONE, launch

SIZES = {"phone": PHONE, "desk": DESK}


def say(text) -> None:
    sys.stdout.write(f"{text}\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--out", type=Path, default=Path("build/pictures"))
    parser.add_argument("--login", metavar="NAME:PASSWORD")
    parser.add_argument("--login-path", default="/accounts/login/")
    parser.add_argument("--session", metavar="KEY")
    parser.add_argument("--lang", default="zh-hans")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default="phone,desk")
    parser.add_argument(
        "--full", action="store_true", help="the whole page, not only the first screen"
    )
    parser.add_argument("--click", action="append", default=[], metavar="SELECTOR")
    parser.add_argument("--print", action="store_true", help="as it would be printed")
    return parser.parse_args()


def sign_in(page, site: str, asked) -> None:
    name, password = asked.login.split(":", 1)
    page.goto(site + asked.login_path)
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def open_context(browser, asked, size: str, theme: str):
    """A fresh browser profile with the language, the theme and who is signed in."""
    address = urlsplit(asked.urls[0])
    site = f"{address.scheme}://{address.netloc}"
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=theme, locale="zh-CN", device_scale_factor=1
    )
    context.add_init_script(LISTEN)
    cookies = [{"name": "language", "value": asked.lang, "url": site}]
    if asked.session:
        cookies.append({"name": "sessionid", "value": asked.session, "url": site})
    context.add_cookies(cookies)
    page = context.new_page()
    page.on(
        "console",
        lambda message: message.type in ("error", "warning") and say(f"  {size}: {message.text}"),
    )
    page.on("pageerror", lambda error: say(f"  {size}: {error}"))
    if asked.login:
        sign_in(page, site, asked)
    return context, page


def shoot(page, url: str, name: str, asked) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    for selector in asked.click:
        page.click(selector)
        page.wait_for_timeout(250)
    if asked.print:
        page.emulate_media(media="print")
    path = asked.out / f"{name}.png"
    page.screenshot(path=path, full_page=asked.full)
    say(path)


def main() -> None:
    asked = arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for theme in asked.themes.split(","):
            for size in asked.sizes.split(","):
                context, page = open_context(browser, asked, size, theme)
                for url in asked.urls:
                    slug = re.sub(r"[^\w]+", "-", urlsplit(url).path).strip("-") or "start"
                    shoot(page, url, f"{slug}-{size}-{theme}-{asked.lang}", asked)
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
