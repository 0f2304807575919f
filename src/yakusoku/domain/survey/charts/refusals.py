"""Why a table does not become a chart."""

from typing import ClassVar

from yakusoku.domain.refusal import Refusal


class SharesOverlap(Refusal):
    """One person may stand in several shares: they are no parts of a whole, and must not be drawn as such."""

    code: ClassVar[str] = "survey.chart-shares-overlap"


class OneGroupOnly(Refusal):
    """A pie shows one group. Facts: groups."""

    code: ClassVar[str] = "survey.chart-one-group"


class TooManyCategories(Refusal):
    """Nobody can tell so many colours or bars apart. Facts: categories, most."""

    code: ClassVar[str] = "survey.chart-too-many-categories"


class TooManyGroups(Refusal):
    """More groups than fit in one chart. Facts: groups, most."""

    code: ClassVar[str] = "survey.chart-too-many-groups"


class NobodyToShow(Refusal):
    """No group has anybody in it."""

    code: ClassVar[str] = "survey.chart-nobody"


class NotAWhole(Refusal):
    """The shares of a group do not add up to 100 %, rounding allowed for. Facts: group, total."""

    code: ClassVar[str] = "survey.chart-not-a-whole"


class ShareImpossible(Refusal):
    """A share is below 0 or above 100 %. Facts: group, category, percent."""

    code: ClassVar[str] = "survey.chart-share-impossible"


class GlyphMissing(Refusal):
    """The font has no shape for some letters; a box in their place would go unnoticed. Facts: letters."""

    code: ClassVar[str] = "survey.chart-glyph-missing"
