"""A real browser before a real server, and a watch on everything that must not happen in it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=ja",
)
# Milliseconds: far more than a page needs, for a machine that is busy with other tests.
PATIENCE = 20_000
DESK = {"width": 1280, "height": 900}


class Watch:
    """Writes down what a page must not do: complain, break the content policy, or ask another host."""

    def __init__(self, context, home):
        self.context = context
        self.home = urlsplit(home).netloc
        self.complaints = []
        self.strangers = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._see)

    def _hear(self, message):
        # A broken content security policy is told as an error too.
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _see(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.home:
            self.strangers.append(request.url)

    def expect_refusal(self, status):
        """Take away the one complaint with which the browser tells of an answer that was asked for."""
        told = next(text for text in self.complaints if f"status of {status}" in text)
        self.complaints.remove(told)

    def finish(self):
        """Close the browser's window; fail if anything was written down."""
        self.context.close()
        assert not self.complaints
        assert not self.strangers


@pytest.fixture(scope="package")
def browser():
    """Debian's Chromium. Its driver keeps a loop running, in which Django must still reach the database."""
    if not CHROMIUM.exists():
        told = f"{CHROMIUM} がありません（scripts/system-packages.sh が入れます）"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def enter(browser, live_server, cast):
    """Open a window, as a signed-in person or as a visitor; what it did wrong fails the test in the end."""
    watches = []

    def open_window(user=None, **options):
        window = {"viewport": DESK, "locale": "ja-JP", "accept_downloads": True, **options}
        context = browser.new_context(base_url=live_server.url, **window)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            client = Client()
            client.force_login(user)
            key = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        watches.append(Watch(context, live_server.url))
        page = context.new_page()
        page.watch = watches[-1]
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield open_window
    for watch in watches:
        watch.finish()
