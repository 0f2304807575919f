"""Contracts that a server reads behind its pages, for the test that kills it."""

from time import monotonic

from tests.killed.prepare import CONTRACTS

PATIENCE = 240

READ = "SELECT count(*) FROM review_portfoliocontract WHERE read_at IS NOT NULL"
# What is kept of each: once, and whole.
KEPT = (
    "SELECT count(*) FROM review_review",
    "SELECT count(DISTINCT review_id) FROM review_portfoliocontract WHERE unreadable = ''",
    "SELECT count(*) FROM review_reviewedfile",
    "SELECT count(DISTINCT name) FROM review_reviewedfile",
    "SELECT count(*) FROM audit_auditentry WHERE code = 'review.made'",
)


class Stock:
    """A portfolio of contracts that wait to be read."""

    def __init__(self, installation, known):
        self._installation, self._known, self._read = installation, known, 0

    def read_on(self, server, count):
        """Let the server read, as by a person whose page is open; return when it has read so many more, or all."""
        wanted = min(self._read + count, CONTRACTS)
        address = f"reviews/portfolios/{self._known['portfolio']}"
        assert server.call(self._known["clerk"], "GET", address)[0] == 200
        end = monotonic() + PATIENCE
        while self._installation.ask(READ)[0] < wanted:
            assert monotonic() < end, "nobody reads on"

    def look(self):
        """Assert that some are read, each kept once. Then let the time pass in which the dead one holds the rest."""
        (read,) = self._installation.ask(READ)
        assert self._read < read < CONTRACTS
        self._read = read
        self.once(read)
        self._installation.say("UPDATE review_portfolio SET held_until = '2000-01-01 00:00:00'")

    def once(self, count=CONTRACTS):
        """Assert that so many contracts are kept, each once."""
        assert [self._installation.ask(query) for query in KEPT] == [[count]] * len(KEPT)
