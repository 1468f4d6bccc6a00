"""What people do in the browser, one function a step; each works with and without scripts."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect


def photo(name: str = "payslip.jpg") -> dict:
    """A picture as a telephone's camera makes it."""
    data = BytesIO()
    Image.new("RGB", (1200, 900), "#8a6").save(data, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def write(page: Page, text: str) -> None:
    """The first step: from the worker's home to the words."""
    page.goto("/me/")
    page.locator(".ask a").click()
    page.locator("textarea[name=text]").fill(text)
    page.locator(".actions .btn-primary").click()


def choose(page: Page, topic: str = "pay", *, files: list[dict] | None = None) -> None:
    """The second step: what it is about, and proof."""
    page.locator(f"input[name=topic][value={topic}]").check()
    if files:
        page.locator("input[name=files]").set_input_files(files)
    page.locator(".actions .btn-primary").click()


def send(page: Page, *, readers: str = "union") -> str:
    """The last step; returns the request's number."""
    page.locator(f"input[name=readers][value={readers}]").check()
    page.locator(".actions .btn-primary").click()
    expect(page.locator("#messages .note-success")).to_be_visible()
    return page.locator("#case .number").inner_text()


def ask_the_union(page: Page, text: str, *, readers: str = "union", **choices) -> str:
    """Bring a request; returns its number."""
    write(page, text)
    choose(page, **choices)
    return send(page, readers=readers)


def begin(page: Page, verb: str):
    """Open the form of an act on the officer's page of a request; returns the form."""
    name = f"act-{verb.replace('_', '-')}"
    if page.locator("html.js").count():
        page.locator(f"[data-opens={name}]").click()
    return page.locator(f"#{name}")


def act(page: Page, verb: str, **typed: str) -> None:
    """Do an act on the officer's page of a request, and wait until it is done."""
    name = verb.replace("_", "-")
    if typed or page.locator(f"#act-{name}").count():
        form = begin(page, verb)
        for field, text in typed.items():
            form.locator(f"[name={field}]").fill(text)
        form.locator(".actions .btn-primary").click()
    else:
        page.locator(f"form[action*='/{name}/'] button").click()
    if verb not in ("reply", "note", "extend"):
        expect(page.locator(f"form[action*='/{name}/']")).to_have_count(0)


def state(page: Page) -> str:
    """The request's state as its page tells it."""
    return page.locator("#case .state").first.inner_text().strip()
