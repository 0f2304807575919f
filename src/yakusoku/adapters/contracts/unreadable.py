"""Why a file cannot be read as a contract, in a sentence that says what to do."""


class Unreadable(Exception):
    """A file cannot be read as a contract. `reason`: why, and what to do, in Japanese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Scan(Unreadable):
    """A file can only be read from the pictures of its pages, which takes its time. `pages`: how many it has."""

    def __init__(self, reason: str, pages: int) -> None:
        super().__init__(reason)
        self.pages = pages

    def __reduce__(self) -> tuple[type["Scan"], tuple[str, int]]:
        """Let it go from one process to another."""
        return Scan, (self.reason, self.pages)
