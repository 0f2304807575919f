"""The front door: an e-mail address and a password."""

from playwright.sync_api import expect

PASSWORD = "akai-kutsu-7-mori"


def with_password(user):
    """Return the person, who now has the password."""
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page, user):
    """Come in by the front door."""
    with_password(user)
    page.goto("/")
    page.get_by_label("メールアドレス").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()
    expect(page.locator(".menu-who")).to_have_text(user.name)
