"""The files of lists: byte for byte what the pages give, for the same person and the same question."""

import pytest

from tests.api.test_api import Caller

# Page, interface, who asks, what narrows and sorts.
SAME = (
    ("register/", "register", "owner", "sort=-title&col=title&col=phase"),
    ("register/", "register", "contractor", ""),
    ("", "engagements", "owner", "q=検針"),
    ("duties/", "duties", "policy", "of=all&held=none"),
    ("findings/", "findings", "owner", "state=waiting"),
    ("engagements/{engagement}/findings/", "engagements/{engagement}/findings", "contractor", ""),
    ("engagements/{engagement}/inspections/", "engagements/{engagement}/inspections", "contractor", ""),
    ("engagements/{engagement}/handovers/", "engagements/{engagement}/handovers", "owner", "show=open"),
    ("engagements/{engagement}/ledger/", "engagements/{engagement}/copies", "owner", "sort=-what"),
    ("hops/{hop}/ledger/", "hops/{hop}/copies", "subcontractor", ""),
    ("engagements/{engagement}/training/", "engagements/{engagement}/training", "contractor", ""),
    ("courses/", "courses", "policy", ""),
    ("courses/staff/", "courses/staff", "policy", ""),
    ("consultations/", "consultations", "owner", "state=open"),
    ("board/", "board", "policy", "show=conditions"),
    ("library/", "library/sheets", "contractor", ""),
    ("library/answers/", "library/answers", "contractor", "show=ending"),
    ("library/files/", "library/files", "contractor", ""),
    ("reviews/", "reviews", "owner", ""),
    ("reviews/corrections/", "reviews/corrections", "owner", ""),
    ("catalogue-changes/", "catalogue-changes/engagements", "policy", ""),
    ("members/", "members", "administrator", "sort=email"),
)


@pytest.mark.django_db
def test_every_list_leaves_as_it_leaves_the_page_and_only_to_who_sees_it(lived):
    cast, life = lived
    values = life.values
    tokens = {
        name: Caller(getattr(cast, name), cast.acting(getattr(cast, name)).organization)
        for name in {who for _page, _path, who, _query in SAME}
    }
    rival, rows = Caller(cast.other_contractor, cast.other_company), 0
    for page, path, who, query in SAME:
        shown = cast.client(getattr(cast, who)).get(f"/{page.format(**values)}?{query}&format=csv")
        told = tokens[who].get(f"{path.format(**values)}/export?{query}&format=csv")
        assert (shown.status_code, told.status_code) == (200, 200), (path, told.content)
        assert told.content == shown.content, path
        assert told["Content-Disposition"] == shown["Content-Disposition"], path
        if "{" in path:
            assert rival.get(f"{path.format(**values)}/export").status_code in {403, 404}, path
        rows += len(told.content.splitlines()) - 1
    assert rows > len(SAME)
    asked = tokens["policy"].get("catalogue-changes/export")
    assert asked.content.startswith(b"PK")
    assert asked["Content-Disposition"].endswith(".xlsx")
    assert tokens["policy"].get("findings/export?format=pdf").status_code == 422
