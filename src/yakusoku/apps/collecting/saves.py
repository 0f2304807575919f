"""Which save of which page a request is, so that of two that arrive turned round the later counts."""

import secrets

from django.http import HttpRequest

from yakusoku.domain.survey.collecting.ordering import Step

# Names that no question can have.
PAGE, STEP = "-page", "-step"


def new_page() -> str:
    """Return a name for a page that is shown: no other page has it."""
    return secrets.token_hex(6)


def step_of(request: HttpRequest) -> Step | None:
    """Return which save of which page this is; None: the page did not count, as without script."""
    page, step = request.POST.get(PAGE, ""), request.POST.get(STEP, "")
    known = page.isalnum() and page.isascii() and len(page) <= 20
    return (page, int(step)) if known and step.isascii() and step.isdigit() and len(step) <= 15 else None
