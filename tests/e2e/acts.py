"""What a hand does on a page, and what an eye sees of it."""

from playwright.sync_api import expect


def press(page, name, exact=False):
    """Press the one button that has this name."""
    page.get_by_role("button", name=name, exact=exact).click()


def follow(page, name):
    """Follow the first link that has this name."""
    page.get_by_role("link", name=name).first.click()


def told(page, words):
    """See a message of the last act."""
    expect(page.locator("#messages")).to_contain_text(words)


def kept(form):
    """See that a form has saved itself."""
    expect(form.locator("[data-saved]")).to_contain_text("保存しました")


def sees(page, *words):
    """See words on the page, wherever they stand."""
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def headed(page, words):
    """See what the page is about."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def fill(page, **fields):
    """Write into fields, by the name with which they are sent."""
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(str(value))


def pick(page, field, words):
    """Choose from a list the one line that holds these words."""
    line = page.locator(f"[name={field}] option", has_text=words).first
    page.locator(f"[name={field}]").select_option(value=line.get_attribute("value"))


def saved(page, name):
    """Return the bytes of the file behind a link."""
    with page.expect_download() as download:
        follow(page, name)
    return download.value.path().read_bytes()


def hidden(page, path):
    """See nothing behind an address: not even that it exists."""
    assert page.goto(path).status == 404
    page.watch.expect_refusal(404)
