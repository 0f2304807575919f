"""The component page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yakusoku.web.showcase import examples


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with an example; 404 outside development."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "components.html", examples(request.GET))
