"""The papers of a publication: names and what makes each from a pack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.decision_sheet import decisions_xlsx
from yakusoku.adapters.pdf import checksheet_pdf, decisions_pdf, handbook_pdf, specification_pdf
from yakusoku.adapters.word import specification_docx
from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.specifications.models import Version, VersionFile
from yakusoku.domain.packs.model import Pack

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `clients_only`: the contractor does not see it."""

    title: "StrOrPromise"
    render: Callable[[Pack], bytes]
    clients_only: bool = False


PAPERS: Mapping[str, Paper] = {
    "specification.docx": Paper(_("特記仕様書（Word）"), specification_docx),
    "specification.pdf": Paper(_("特記仕様書（PDF）"), specification_pdf),
    "checksheet.xlsx": Paper(_("遵守確認表（Excel）"), check_sheet_xlsx),
    "checksheet.pdf": Paper(_("遵守確認表（PDF）"), checksheet_pdf),
    "handbook.pdf": Paper(_("利用説明書（PDF）"), handbook_pdf),
    "decisions.pdf": Paper(_("採否判断書（PDF）"), decisions_pdf, clients_only=True),
    "decisions.xlsx": Paper(_("採否判断（Excel）"), decisions_xlsx, clients_only=True),
}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A paper of a version as the page lists it."""

    file: VersionFile
    paper: Paper


def files_shown(version: Version, who: Acting) -> list[ShownFile]:
    """Return the papers of a version that the person may read."""
    client = version.engagement.organization_id == who.organization.pk
    known = [ShownFile(f, PAPERS[f.name]) for f in version.files.select_related("stored") if f.name in PAPERS]
    return [shown for shown in known if client or not shown.paper.clients_only]
