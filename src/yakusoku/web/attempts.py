"""Trying an act for a page: a refusal comes back as words, in the form or at the head of the page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseForm

from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def attempted(form: BaseForm, act: Callable[[], object]) -> bool:
    """Return whether the form held and the act was done; else the form says what to put right."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True


def tried(request: UserRequest, act: Callable[[], object], done: "StrOrPromise") -> bool:
    """Return whether an act without a form was done; either way the next page tells it."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return False
    messages.success(request, str(done))
    return True
