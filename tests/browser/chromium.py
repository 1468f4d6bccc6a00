"""The system's Chromium, started so that it asks nothing of the network."""

import os
import shutil

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A violation of the policy shows nothing on the page; these lines make it heard.
LISTEN = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def launch(playwright):
    """The browser at CHROMIUM, else the one on the path."""
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if path is None:
        raise RuntimeError("no Chromium here; `make system` says how to install it")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
