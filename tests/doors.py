"""Tables of who gets which page: address, person, status."""

from tests.cast import Cast

PEOPLE = (
    "owner",
    "colleague",
    "policy",
    "legal",
    "board",
    "auditor",
    "administrator",
    "contractor",
    "other_contractor",
    "subcontractor",
    "stranger",
    "visitor",
)
LOGIN = 302


def statuses(cast: Cast, method: str, address: str, body: dict | None = None) -> dict[str, int]:
    """Return what each person of the cast gets at an address; "visitor" has not signed in."""
    got = {}
    for who in PEOPLE:
        browser = cast.client(getattr(cast, who, None))
        got[who] = getattr(browser, method)(address, body or {}).status_code
    return got


def told(row: str) -> dict[str, int]:
    """Return a row of a table, written as statuses in the order of PEOPLE, by person."""
    return dict(zip(PEOPLE, map(int, row.split()), strict=True))
