"""Recording from a form who has taken which course: the own staff, or the staff of a contractor."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.utils.timezone import now
from django.utils.translation import gettext as _

from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


def recorded(request: UserRequest, form: BaseForm, complete: Callable[..., int]) -> bool:
    """Return whether what a form tells was recorded; else the form says what to put right."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    certificate = data["certificate"]
    try:
        count = complete(
            data["course"],
            data["people"],
            data["completed_on"],
            certificate=certificate,
            by=request.user,
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, _("%d人の修了を記録しました。") % count)
    return True
