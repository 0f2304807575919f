"""Reviews of contracts as they were made, and the corrections that people made beside them."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile

# A contract of a hundred pages has hundreds of clauses: its text is shown in pages of as many as lists have.
CLAUSES_A_PAGE = 25


class Review(models.Model):
    """One review of documents that make one contract. Rows are only added: what was found stays as it was.

    department    whose people see it; None: only those who see everything
    profile       the facts of the work that were used, in the shape of PROFILE.yaml; None: none were
    level         what was asked for where no facts were used; empty: every requirement
    results       coverage, conflicts and the changes of the law that were shown (snapshots.results_of)
    catalogue     the edition that it was judged by
    revision      1, and one more each time the same documents are reviewed again
    predecessor   the review that this one does again
    missing …     how many of each were found, for lists
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="reviews")
    department = models.ForeignKey(Department, models.PROTECT, related_name="reviews", null=True)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="reviews", null=True)
    title = models.CharField(max_length=200)
    profile = models.JSONField(null=True)
    level = models.CharField(max_length=40, blank=True)
    results = models.JSONField()
    catalogue = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=1)
    predecessor = models.ForeignKey("self", models.PROTECT, related_name="successors", null=True)
    missing = models.PositiveIntegerField()
    weak = models.PositiveIntegerField()
    outdated = models.PositiveIntegerField()
    conflicts = models.PositiveIntegerField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "-created_at"], name="review_of_house")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of what was found."""
        return reverse("review", args=[self.pk])


class ReviewedFile(models.Model):
    """A file of a review and what was read in it. Those that could be read come first.

    stored       None: the file was not taken in, for the reason that is told
    clauses      as adapters/review_results tells them; empty: it could not be read
    unreadable   why it could not be read; empty: it could
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    clauses = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    unreadable = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "place"], name="reviewed_file_has_its_place")
        ]

    # By what it is called beside others of its review; empty: by its title.
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or self.title or self.name

    def get_absolute_url(self) -> str:
        """Return the address of its text."""
        return reverse("review-document", args=[self.pk])

    def address_of(self, place: int) -> str:
        """Return the address of a clause in its text, which is shown in pages."""
        page = place // CLAUSES_A_PAGE + 1
        asked = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{asked}#c{place}"

    def clause(self, place: int) -> dict[str, Any] | None:
        """Return a clause by its place; None: there is none."""
        found: dict[str, Any] | None = self.clauses[place] if 0 <= place < len(self.clauses) else None
        return found


class ReviewPaper(models.Model):
    """A paper that was made with a review: report, supplement, a document with comments."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="papers")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)


class Action(models.TextChoices):
    """What a correction says."""

    ADD = "add", _("この要件を加える")
    REMOVE = "remove", _("この要件ではない")
    CHANGE = "change", _("強さが違う")


class Correction(models.Model):
    """What a person says against the machine about one clause. It changes no review; it stands beside it.

    clause      place of the clause in the file, from 0; heading and text: as it read there
    digest      of heading and text: the same words elsewhere are told of it as well
    strength    how the clause binds where a requirement is added or binds otherwise; empty for one that is taken away
    undone_at   when it was taken back; None: it counts
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="review_corrections")
    file = models.ForeignKey(ReviewedFile, models.PROTECT, related_name="corrections")
    clause = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    heading = models.TextField(blank=True)
    text = models.TextField()
    slug = models.CharField(max_length=80)
    action = models.CharField(max_length=6, choices=Action)
    strength = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["organization", "digest"], name="correction_of_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file", "clause", "slug"],
                condition=models.Q(undone_at__isnull=True),
                name="clause_corrected_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.action}"

    @property
    def href(self) -> str:
        """Return the address of the clause that it is about."""
        return self.file.address_of(self.clause)


class Portfolio(models.Model):
    """Many contracts that are read one by one, in the background, to be seen side by side.

    level        what is asked of each; empty: every requirement
    held_until   until when whoever reads for it counts as alive; None or past: nobody reads
    finished_at  when the last one had been read; None: some wait
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="portfolios")
    department = models.ForeignKey(Department, models.PROTECT, related_name="portfolios", null=True)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=40, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-created_at"], name="portfolio_of_house"),
            models.Index(
                fields=["id"], condition=models.Q(finished_at__isnull=True), name="portfolio_that_is_read"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its contracts."""
        return reverse("portfolio", args=[self.pk])


class PortfolioContract(models.Model):
    """A contract of a portfolio: first a file that waits to be read, then a review or a reason why not.

    name        where it stood: a path within the folder or zip file that it came in
    stored      the file, or the zip file that it is in; None: it was not taken in
    member      its place among the entries of the zip file; None: it came by itself
    pages       how many pages of it are pictures, which are read after all others; 0: it is no scan
    tries       how often somebody began to read it
    read_at     None: it waits
    unreadable  why it could not be read; empty: it could, or waits
    points      how urgent it is to renegotiate; `reckoned`: by what (domain/review/portfolio.Points)
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="contracts")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    member = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    review = models.OneToOneField(Review, models.PROTECT, related_name="listed", null=True)
    unreadable = models.TextField(blank=True)
    points = models.PositiveIntegerField(default=0)
    reckoned = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["place"]
        indexes: ClassVar = [models.Index(fields=["portfolio", "-points"], name="contract_by_urgency")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["portfolio", "place"], name="contract_has_its_place")
        ]

    def __str__(self) -> str:
        return self.name


class Standing(models.Model):
    """How one requirement stands in one contract of a portfolio, so that all can be counted at once."""

    contract = models.ForeignKey(PortfolioContract, models.PROTECT, related_name="standings")
    slug = models.CharField(max_length=80)
    status = models.CharField(max_length=12)
    risk = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["slug", "status"], name="standing_of_requirement")]

    def __str__(self) -> str:
        return f"{self.slug}: {self.status}"


class OldLaw(models.Model):
    """That a contract of a portfolio shows a change of the law. `change`: its id; `title`: as it was then."""

    contract = models.ForeignKey(PortfolioContract, models.PROTECT, related_name="old_laws")
    change = models.CharField(max_length=80)
    title = models.CharField(max_length=800)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["change"], name="old_law_by_change")]

    def __str__(self) -> str:
        return self.title
