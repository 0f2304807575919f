"""The HTTP interface: who calls, how it says no, and the routes of each app."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from yakusoku import __version__
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.api.description import PROBLEM_TYPE, Interface
from yakusoku.apps.accounts.access import Acting, acting_by_token
from yakusoku.apps.accounts.api import router as members
from yakusoku.apps.board.api import router as board
from yakusoku.apps.board.paper_api import router as board_papers
from yakusoku.apps.candidates.api import router as candidates
from yakusoku.apps.chain.api import router as chain
from yakusoku.apps.chain.paper_api import router as chain_papers
from yakusoku.apps.collecting.api import router as survey_answers
from yakusoku.apps.consultations.api import router as consultations
from yakusoku.apps.consultations.expert_api import router as experts
from yakusoku.apps.duties.api import router as duties
from yakusoku.apps.engagements.api import router as engagements
from yakusoku.apps.engagements.fairness_api import router as fairness
from yakusoku.apps.erasure.api import router as erasure
from yakusoku.apps.erasure.copy_api import router as copies
from yakusoku.apps.exchange.api import router as exchange
from yakusoku.apps.findings.api import router as findings
from yakusoku.apps.findings.evidence_api import router as correction_files
from yakusoku.apps.flows.api import router as flows
from yakusoku.apps.flows.export_api import router as exports
from yakusoku.apps.flows.papers_api import router as decision_papers
from yakusoku.apps.flows.sample_api import router as survey_samples
from yakusoku.apps.inspections.api import router as inspections
from yakusoku.apps.inspections.evidence_api import router as inspection_files
from yakusoku.apps.inspections.visit_api import router as visits
from yakusoku.apps.library.api import router as library
from yakusoku.apps.library.moved_api import router as moved_answers
from yakusoku.apps.library.parcel_api import router as parcels
from yakusoku.apps.notices.api import router as notices
from yakusoku.apps.publicity.api import router as publicity
from yakusoku.apps.register.api import router as register
from yakusoku.apps.register.import_api import router as ledgers
from yakusoku.apps.results.api import router as survey_results
from yakusoku.apps.results.keeping_api import router as survey_keeping
from yakusoku.apps.results.report_api import router as survey_reports
from yakusoku.apps.review.api import router as reviews
from yakusoku.apps.review.correction_api import router as review_corrections
from yakusoku.apps.review.portfolio_api import router as portfolios
from yakusoku.apps.samples.api import router as samples
from yakusoku.apps.specifications.api import router as specifications
from yakusoku.apps.specifications.paper_api import router as version_papers
from yakusoku.apps.standards.api import router as standards
from yakusoku.apps.standards.talking_api import router as standard_comments
from yakusoku.apps.surveys.api import router as surveys
from yakusoku.apps.surveys.questionnaire_api import router as questionnaires
from yakusoku.apps.surveys.version_api import router as questionnaire_versions
from yakusoku.apps.training.api import router as training
from yakusoku.apps.training.record_api import router as training_records
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence


class Token(HttpBearer):
    """A secret that a person made on the page of tokens, sent as `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        """Return for whom the token acts; None refuses the call with 401."""
        return acting_by_token(token, localdate())


# The page of the description loads scripts from elsewhere: the description itself is served, the page is not.
api = Interface(
    title="約束",
    version=__version__,
    auth=Token(),
    docs_url=None,
    urls_namespace="api",
)
for router in (
    # Before the addresses of single things, which would take the word for a number.
    exports,
    members,
    duties,
    engagements,
    specifications,
    chain,
    findings,
    inspections,
    consultations,
    # Before the addresses of single reviews, which would take its own for numbers.
    review_corrections,
    portfolios,
    reviews,
    standards,
    standard_comments,
    survey_results,
    survey_keeping,
    survey_answers,
    samples,
    survey_samples,
    surveys,
    questionnaires,
    questionnaire_versions,
    survey_reports,
    candidates,
    board,
    library,
    training,
    erasure,
    notices,
    register,
    publicity,
    exchange,
    flows,
    board_papers,
    chain_papers,
    experts,
    fairness,
    copies,
    correction_files,
    decision_papers,
    inspection_files,
    visits,
    parcels,
    moved_answers,
    ledgers,
    version_papers,
    training_records,
):
    api.add_router("", router)


def routes() -> list[URLPattern | URLResolver]:
    """Return the addresses. The token is the login here, so the door for browsers lets them pass."""
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            login_not_required(pattern.callback)
    return patterns


def problem(request: HttpRequest, status: int, code: str, title: str, problems: list[str]) -> HttpResponse:
    """Return a refusal as JSON (RFC 9457, `application/problem+json`)."""
    content = {
        "type": f"urn:yakusoku:problem:{code}",
        "status": status,
        "code": code,
        "title": title,
        "problems": problems,
    }
    answer = api.create_response(request, content, status=status)
    answer["Content-Type"] = PROBLEM_TYPE
    return answer


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say which rule refuses: 409."""
    return problem(request, 409, refusal.code, sentence(refusal), [])


@api.exception_handler(UnreadableFile)
def unreadable(request: HttpRequest, error: UnreadableFile) -> HttpResponse:
    """Say what is wrong with a file or profile: 422."""
    return problem(
        request, 422, "file.unreadable", _("内容を直してください。"), [str(p) for p in error.problems]
    )


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which values have the wrong shape: 422."""
    told = [f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in error.errors]
    return problem(request, 422, "request.misshapen", _("送られた値の形が違います。"), told)


@api.exception_handler(HttpError)
def unreadable_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say that the body cannot be read at all: 400."""
    return problem(request, error.status_code, "request.unreadable", _("本文を読めません。"), [])


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def too_much(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the body is larger than is taken, or that its parts cannot be told apart: 400."""
    return problem(
        request, 400, "request.unreadable", _("本文を読めません。大きすぎるか、壊れています。"), []
    )


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Say that no valid token came with the call: 401."""
    return problem(request, 401, "token.unknown", _("トークンが要ります。無効になったものは使えません。"), [])


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Say that there is no such thing, or that it is not the caller's: 404."""
    return problem(request, 404, "not-found", _("見つかりません。"), [])


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Say that the caller may not do this: 403."""
    return problem(request, 403, "forbidden", _("この操作の権限がありません。"), [])
