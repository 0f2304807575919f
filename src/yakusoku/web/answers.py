"""Answers that pages share: a part for htmx, the whole page for everyone else."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from yakusoku.web.requests import HtmxRequest


def wants_part(request: HtmxRequest) -> bool:
    """Return whether htmx asked for a fragment; going back in the history needs the whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_part(
    request: HtmxRequest, template: str, part: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return the part `part` of `template` for htmx, else the whole page, with the same context."""
    name = f"{template}#{part}" if wants_part(request) else template
    answer = render(request, name, dict(context), status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
