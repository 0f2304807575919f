"""The one way a rule says no."""

from typing import ClassVar


class Refusal(Exception):
    """A rule refuses an act. The code is stable; the facts fill the sentence that a person reads."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class ChangedMeanwhile(Refusal):
    """Somebody else changed what is about to be overwritten since it was looked at."""

    code: ClassVar[str] = "edit.changed-meanwhile"


class PreviewChanged(Refusal):
    """What a file would change is no longer what was looked at."""

    code: ClassVar[str] = "edit.preview-changed"
