"""Why a file cannot be read as a contract, in a sentence that says what to do."""


class Unreadable(Exception):
    """A file cannot be read as a contract. `reason`: why, and what to do, in Japanese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
