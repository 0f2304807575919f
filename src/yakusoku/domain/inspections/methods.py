"""How the client looks: on paper, on the spot, or from afar."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final

from yakusoku.domain.refusal import Refusal


class Method(StrEnum):
    """書面, 実地, 遠隔."""

    PAPER = "paper"
    ON_SITE = "on-site"
    REMOTE = "remote"


METHOD_LABELS: Final[Mapping[Method, str]] = {
    Method.PAPER: "書面で確かめる",
    Method.ON_SITE: "現地で確かめる",
    Method.REMOTE: "遠隔で確かめる",
}


class RemoteReasonMissing(Refusal):
    """A check from afar says why nobody goes there."""

    code: ClassVar[str] = "method.reason-missing"


def check_method(method: Method, reason: str) -> None:
    """Raise RemoteReasonMissing when a check from afar has no reason."""
    if method is Method.REMOTE and not reason.strip():
        raise RemoteReasonMissing()
