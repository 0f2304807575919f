"""The only way from a person to a review of contracts, its files, papers and corrections."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department
from yakusoku.apps.engagements.access import client_engagement_for, engagements_of
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.review.models import Correction, Review, ReviewedFile, ReviewPaper
from yakusoku.domain.accounts.permissions import Act


def require_reader(who: Acting) -> Acting:
    """Return `who` if they may read reviews. Raises PermissionDenied."""
    if not may_read(who):
        raise PermissionDenied
    return who


def may_read(who: Acting) -> bool:
    """Return whether a person reviews contracts, or oversees those who do."""
    return who.may(Act.REVIEW_CONTRACT) or who.may(Act.READ_AUDIT)


def reviews_of(who: Acting) -> "QuerySet[Review]":
    """Return the reviews of the own departments, or of the whole organisation with the right to see all.

    A review for a work goes with it: who works on it now sees it, whoever made it.
    """
    rows = Review.objects.filter(organization=require_reader(who).organization)
    if not who.sees_all:
        own = Q(engagement__isnull=True, department__in=who.departments)
        rows = rows.filter(own | Q(engagement__department__in=who.departments))
    return rows.select_related("department", "engagement", "created_by")


def review_for(who: Acting, pk: int) -> Review:
    """Return a review; else 404."""
    return get_object_or_404(reviews_of(who), pk=pk)


def review_to_do_again(who: Acting, pk: int) -> Review:
    """Return a review that the person may make anew; else 404. Raises PermissionDenied."""
    found = review_for(who, pk)
    _require_writer(who, found)
    return found


def may_write(who: Acting, review: Review) -> bool:
    """Return whether a person may correct a review that they see, and make it anew."""
    work = review.engagement
    return who.may_in(Act.REVIEW_CONTRACT, work.department_id if work else review.department_id)


def _require_writer(who: Acting, review: Review) -> None:
    if not may_write(who, review):
        raise PermissionDenied


def files_of(who: Acting) -> "QuerySet[ReviewedFile]":
    """Return the files of the reviews that the person sees."""
    rows = ReviewedFile.objects.filter(review__in=reviews_of(who).order_by().values("pk"))
    return rows.select_related("stored", "review__department", "review__engagement", "review__created_by")


def file_for(who: Acting, pk: int) -> ReviewedFile:
    """Return a file of a review; else 404."""
    return get_object_or_404(files_of(who), pk=pk)


def document_for(who: Acting, pk: int) -> ReviewedFile:
    """Return a file that could be read; else 404."""
    return get_object_or_404(files_of(who), pk=pk, unreadable="")


def document_in(review: Review, file: int) -> ReviewedFile:
    """Return a document of a review that was already let through; else 404."""
    return get_object_or_404(review.files.filter(unreadable=""), pk=file)


def document_to_correct(who: Acting, pk: int) -> ReviewedFile:
    """Return a document that the person may correct; else 404. Raises PermissionDenied."""
    found = document_for(who, pk)
    _require_writer(who, found.review)
    return found


def paper_for(who: Acting, pk: int, paper: int) -> ReviewPaper:
    """Return a paper of a review; else 404."""
    rows = ReviewPaper.objects.select_related("stored")
    return get_object_or_404(rows, pk=paper, review=review_for(who, pk))


def corrections_of(who: Acting) -> "QuerySet[Correction]":
    """Return the corrections that count, of the reviews that the person sees."""
    seen = reviews_of(who).order_by().values("pk")
    rows = Correction.objects.filter(undone_at__isnull=True, file__review__in=seen)
    return rows.select_related("file__review", "made_by")


def correction_to_undo(who: Acting, pk: int) -> Correction:
    """Return a correction that the person may take back; else 404. Raises PermissionDenied."""
    found = get_object_or_404(corrections_of(who), pk=pk)
    _require_writer(who, found.file.review)
    return found


def works_to_review_for(who: Acting) -> "QuerySet[Engagement]":
    """Return the works whose facts a review may use: those that run, of the own organisation."""
    rows = engagements_of(who).filter(organization=who.organization, closed_at__isnull=True)
    if not who.may_in(Act.REVIEW_CONTRACT, None):
        rows = rows.filter(department__in=who.departments)
    return rows.exclude(profile={}).order_by("title", "pk")


def work_for(who: Acting, pk: int) -> Engagement:
    """Return a work whose facts a review may use; else 404. Raises PermissionDenied."""
    return client_engagement_for(who, pk, Act.REVIEW_CONTRACT)


def department_of(who: Acting) -> Department | None:
    """Return the department in which a person reviews without naming a work: their first; None: they have none."""
    return Department.objects.filter(pk__in=who.departments).order_by("pk").first()
