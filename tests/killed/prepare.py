"""Prepare an installation for a test that kills it: `python -m tests.killed.prepare`, told as JSON.

It runs in a process of its own, with the environment of the installation.
"""

import json
import os
import sys
from datetime import timedelta

import django

CONTRACTS = 40


def main(works, hook):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakusoku.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.apps.collecting.collected import opened
    from tests.cast import NOW, make_cast
    from yakusoku.apps.accounts.services import make_api_token

    cast = make_cast()
    _, clerk = make_api_token(cast.owner, cast.city, "試し", at=NOW)
    _, company = make_api_token(cast.contractor, cast.company, "試し", at=NOW)
    told = {"clerk": clerk, "company": company, "department": cast.water.pk, "contractor": cast.company.pk}
    if works:
        run(cast, works, hook)
    else:
        told |= {"survey": opened(cast, people=600).pk, "portfolio": waiting(cast)}
    print(json.dumps(told))


def waiting(cast):
    """Bring contracts in one zip file, of which nobody has read any; return their portfolio."""
    from tests.apps.review.reading import OLD, zipped
    from tests.cast import NOW
    from yakusoku.apps.review.portfolios import begin
    from yakusoku.apps.review.services import Subject

    files = {f"契約{n}.txt": OLD.replace("５年", f"{n}年").encode() for n in range(CONTRACTS)}
    return begin(Subject(cast.city, cast.water, "棚卸し"), [zipped(files)], by=cast.owner, at=NOW).pk


def run(cast, works, hook):
    """Let works run whose first inspection is near, something be late, and an address be told what happens."""
    from django.utils.timezone import localdate, now

    from tests.apps.engagements.work import PROFILE
    from yakusoku.apps.duties.services import owe
    from yakusoku.apps.engagements import services
    from yakusoku.apps.engagements.life import set_started
    from yakusoku.apps.exchange.services import add_webhook
    from yakusoku.apps.specifications.services import publish
    from yakusoku.domain.accounts.permissions import Act

    today, at = localdate(), now()
    period = {"start": f"{today - timedelta(days=120)}", "end": f"{today + timedelta(days=200)}"}
    for number in range(works):
        work = services.create(cast.city, cast.water, f"検針 {number}", by=cast.owner, at=at)
        facts = {**PROFILE, "title": work.title, "contractor": cast.company.name, "period": period}
        services.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=at)
        services.adopt_the_rest(work, by=cast.owner, at=at)
        publish(work, reason="", by=cast.owner, at=at)
        set_started(work, today - timedelta(days=120), by=cast.owner, at=at)
        owe(
            "plan.write",
            work,
            organization=cast.company,
            act=Act.WRITE_PLAN,
            engagement=work.pk,
            about=work.title,
            href=work.get_absolute_url(),
            due_on=today - timedelta(days=30),
            at=at - timedelta(days=40),
        )
    add_webhook(cast.city, hook, "", by=cast.administrator, at=at)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
