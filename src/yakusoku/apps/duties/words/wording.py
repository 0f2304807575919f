"""How a duty is told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a kind of duty.

    what   the act, a verb with an object: 回答を確認する
    why    one sentence: why it is asked, and what follows
    """

    what: "StrOrPromise"
    why: "StrOrPromise"
