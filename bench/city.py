"""A large made-up city in an empty database: rows as the services would leave them, written in bulk.

10 000 engagements, 3 000 contractors, 1 000 000 answers, 50 000 findings. The same seed gives the same city.
Nothing of it goes through the services (that would take hours); the audit trail stays almost empty.
"""

import random
from datetime import UTC, date, datetime, timedelta

AT = datetime(2027, 7, 1, 0, 0, tzinfo=UTC)
TODAY = date(2027, 7, 7)
DEPARTMENTS = 60
CATEGORIES = ("identity", "contact", "family", "financial", "sensitive", "individual_number")
PLACES = ("contractor_premises", "visits", "home", "subcontractor", "cloud")
NEEDS = ("carry_out", "copy", "collect", "transport", "subcontract", "temporary_staff")


class City:
    """What was made, to sign in and to be asked for."""

    def __init__(self, size=1.0, seed=7):
        self.random = random.Random(seed)
        self.engagements_wanted = int(10_000 * size)
        self.answers_wanted = int(1_000_000 * size)
        self.findings_wanted = int(50_000 * size)
        self.contractors_wanted = int(3_000 * size)

    def build(self):
        """Fill the database."""
        self.people()
        self.engagements()
        self.promises()
        self.inspections()
        self.what_follows()
        return self

    def people(self):
        from yakusoku.apps.accounts import services
        from yakusoku.apps.accounts.models import Department, Membership, Organization, User
        from yakusoku.domain.accounts.permissions import Role

        self.city = services.create_organization("大きな市", "public_body", by=None, at=AT)
        self.departments = Department.objects.bulk_create(
            Department(organization=self.city, name=f"第{n}課") for n in range(DEPARTMENTS)
        )
        self.clerks = User.objects.bulk_create(
            User(email=f"clerk{n}@city.example", name=f"職員 {n}", password="!") for n in range(DEPARTMENTS)
        )
        Membership.objects.bulk_create(
            Membership(user=u, organization=self.city, role=Role.DEPARTMENT.value, department=d)
            for u, d in zip(self.clerks, self.departments, strict=True)
        )
        self.policy = services.create_person("policy@city.example", "情報政策", by=None, at=AT)
        services.add_member(self.policy, self.city, Role.POLICY, None, by=None, at=AT)
        self.companies = Organization.objects.bulk_create(
            Organization(name=f"株式会社 第{n}", kind="company", created=AT, introduced_by=self.city)
            for n in range(self.contractors_wanted)
        )
        self.contractors = User.objects.bulk_create(
            User(email=f"contractor{n}@company.example", name=f"担当 {n}", password="!")
            for n in range(self.contractors_wanted)
        )
        Membership.objects.bulk_create(
            Membership(user=u, organization=o, role=Role.CONTRACTOR.value)
            for u, o in zip(self.contractors, self.companies, strict=True)
        )

    def profile(self, number):
        """Return the facts of a work, one of some dozens."""
        pick = random.Random(number % 48)
        start = date(2024 + number % 4, 4, 1)
        return {
            "title": f"業務 {number}",
            "client": "大きな市",
            "contractor": None,
            "department": "第1課",
            "contract_kind": "準委任",
            "procurement": pick.choice(["open_tender", "negotiated", "sole_source"]),
            "period": {
                "start": start.isoformat(),
                "end": start.replace(year=start.year + 1, month=3, day=31).isoformat(),
            },
            "personal_information": {
                "categories": sorted(pick.sample(CATEGORIES, pick.randint(1, 4))),
                "people": pick.choice([50, 800, 8_000, 60_000]),
                "forms": ["paper", "file"],
            },
            "places": sorted(pick.sample(PLACES, 2)),
            "needs": sorted(pick.sample(NEEDS, 3)),
            "supervision_hours_per_year": 24,
        }

    def engagements(self):
        from yakusoku.adapters.profiles import profile_from
        from yakusoku.apps.engagements.models import Engagement, Fact
        from yakusoku.domain.engagements.facts import facts_of

        rows, facts = [], []
        for number in range(self.engagements_wanted):
            told, where = self.profile(number), number % DEPARTMENTS
            start = date.fromisoformat(told["period"]["start"])
            end = date.fromisoformat(told["period"]["end"])
            rows.append(
                Engagement(
                    organization=self.city,
                    department=self.departments[where],
                    contractor=self.companies[number % len(self.companies)],
                    title=told["title"],
                    profile=told,
                    draft={"title": told["title"]},
                    shared_at=AT,
                    content_changed_at=AT - timedelta(days=400),
                    starts_on=start,
                    ends_on=end,
                    people=told["personal_information"]["people"],
                    undecided=0,
                    contracted_on=start - timedelta(days=7),
                    started_on=start,
                    closed_at=AT if end < TODAY and number % 10 else None,
                    created_by=self.clerks[where],
                    created_at=AT,
                    changed_at=AT + timedelta(seconds=number),
                )
            )
        self.works = Engagement.objects.bulk_create(rows, batch_size=500)
        names = {}
        for work in self.works:
            key = str({k: v for k, v in work.profile.items() if k not in ("title", "period")})
            if key not in names:
                names[key] = sorted(facts_of(profile_from(work.profile, work.title)))
            facts += [Fact(engagement=work, name=name) for name in names[key]]
        Fact.objects.bulk_create(facts, batch_size=2_000)

    def promises(self):
        """Decisions and one version for each engagement; a few carry a whole pack, the rest a short text."""
        from yakusoku.apps.engagements.models import DecisionRecord
        from yakusoku.apps.engagements.queries import catalogue_for, profile_of
        from yakusoku.apps.specifications.models import Version
        from yakusoku.domain.engagements.facts import facts_of
        from yakusoku.domain.engagements.selection import select

        catalogue = catalogue_for(self.city.pk)
        proposed, decisions = {}, []
        for work in self.works:
            facts = facts_of(profile_of(work))
            if facts not in proposed:
                proposed[facts] = [
                    (p.requirement.slug, p.variant.strength.value) for p in select(catalogue, facts)
                ]
            decisions += [
                DecisionRecord(
                    engagement=work,
                    slug=slug,
                    verdict="adopt",
                    strength=strength,
                    decider="課長",
                    decided_by=work.created_by,
                    decided_at=AT,
                )
                for slug, strength in proposed[facts]
            ]
            if len(decisions) > 20_000:
                DecisionRecord.objects.bulk_create(decisions, batch_size=2_000)
                decisions = []
        DecisionRecord.objects.bulk_create(decisions, batch_size=2_000)
        self.versions = Version.objects.bulk_create(
            (
                Version(
                    engagement=work,
                    number=1,
                    snapshot='{"checks": []}',
                    fingerprint=f"{work.pk:064d}",
                    published_by=work.created_by,
                    published_at=AT,
                )
                for work in self.works
            ),
            batch_size=1_000,
        )
        self.real = [self.with_pack(version) for version in self.versions[-200:]]

    def with_pack(self, version):
        """Give a version the pack that publishing would have made, past the trigger that forbids changes."""
        from yakusoku.adapters import snapshots
        from yakusoku.apps.specifications.models import Version
        from yakusoku.apps.specifications.queries import draft_pack

        raw = snapshots.dump(draft_pack(version.engagement, 1))
        return Version.objects.create(
            engagement=version.engagement,
            number=2,
            snapshot=raw.decode(),
            fingerprint=snapshots.fingerprint(raw),
            reason="見直し",
            published_by=version.published_by,
            published_at=AT,
        )

    def inspections(self):
        """About 150 answers to a concluded round; some hundred rounds are open."""
        from yakusoku.apps.inspections.models import AnswerRecord, Inspection
        from yakusoku.apps.inspections.queries import checks_of

        sample = Inspection(version=self.real[0], kind="periodic", due_on=TODAY)
        checks = [check.id for check in checks_of(sample)]
        rounds = self.answers_wanted // len(checks)
        rows = [
            Inspection(
                version=self.versions[n % len(self.versions)],
                kind="periodic",
                due_on=TODAY - timedelta(days=n % 300 + 20),
                asked=len(checks),
                state="concluded",
                opened_by=self.clerks[0],
                opened_at=AT,
                concluded_at=AT,
                submitted_at=AT,
            )
            for n in range(rounds)
        ]
        rows += [
            Inspection(
                version=version,
                kind="periodic",
                due_on=TODAY + timedelta(days=n % 40 - 15),
                asked=len(checks),
                state="open" if n % 3 else "submitted",
                opened_by=self.clerks[0],
                opened_at=AT,
                submitted_at=None if n % 3 else AT,
            )
            for n, version in enumerate(self.versions[-600:])
        ]
        self.rounds = Inspection.objects.bulk_create(rows, batch_size=1_000)
        answers = []
        for inspection in self.rounds[:rounds]:
            by = self.contractors[inspection.pk % len(self.contractors)]
            answers += [
                AnswerRecord(
                    inspection=inspection,
                    check_id=c,
                    answer="yes",
                    comment="手順書のとおり",
                    answered_by=by,
                    answered_at=AT,
                )
                for c in checks
            ]
            if len(answers) > 30_000:
                AnswerRecord.objects.bulk_create(answers, batch_size=3_000)
                answers = []
        AnswerRecord.objects.bulk_create(answers, batch_size=3_000)

    def what_follows(self):
        """Findings, the chain, and what is due."""
        from yakusoku.adapters.catalogues import shipped_catalogue
        from yakusoku.apps.chain.models import Hop
        from yakusoku.apps.findings.models import Finding

        slugs = [r.slug for r in shipped_catalogue().requirements]
        Finding.objects.bulk_create(
            (
                Finding(
                    engagement=self.works[n % len(self.works)],
                    organization=self.city,
                    source=f"inspection:{self.rounds[n % len(self.rounds)].pk}",
                    check_id=f"{slugs[n % len(slugs)]}-1a",
                    slug=slugs[n % len(slugs)],
                    kind="not-operated",
                    severity=("high", "medium", "low")[n % 3],
                    state=("open", "instructed", "replied", "closed", "closed")[n % 5],
                    raised_at=AT,
                )
                for n in range(self.findings_wanted)
            ),
            batch_size=2_000,
        )
        roots = Hop.objects.bulk_create(
            (
                Hop(
                    engagement=w,
                    organization=w.contractor,
                    name=w.contractor.name,
                    place="contractor_premises",
                    standing="consented",
                    since=w.starts_on,
                    categories=w.profile["personal_information"]["categories"],
                )
                for w in self.works
            ),
            batch_size=1_000,
        )
        Hop.objects.bulk_create(
            (
                Hop(
                    engagement=r.engagement,
                    parent=r,
                    name=f"再委託先 {n}",
                    place="subcontractor",
                    travels_by="tracked",
                    standing="consented",
                    since=r.since,
                    categories=r.categories[:1],
                )
                for n, r in enumerate(roots)
                if n % 3 == 0
            ),
            batch_size=1_000,
        )
        self.duties()

    def duties(self):
        from yakusoku.apps.duties.models import Duty

        rows = []
        for n, inspection in enumerate(self.rounds[-600:]):
            work = inspection.version.engagement
            client = inspection.state == "submitted"
            rows.append(
                Duty(
                    kind="inspection.verify" if client else "inspection.answer",
                    subject=f"inspection:{inspection.pk}",
                    organization=self.city if client else work.contractor,
                    department=work.department if client else None,
                    act="verification.write" if client else "answer.write",
                    engagement=work.pk,
                    about=work.title,
                    href=f"/inspections/{inspection.pk}/",
                    due_on=None if client else inspection.due_on,
                    since=AT - timedelta(days=n % 30),
                )
            )
        for n in range(self.findings_wanted // 5):
            work = self.works[n % len(self.works)]
            rows.append(
                Duty(
                    kind="finding.instruct",
                    subject=f"finding:{n}",
                    organization=self.city,
                    department=work.department,
                    act="correction.instruct",
                    engagement=work.pk,
                    about=work.title,
                    href=f"/engagements/{work.pk}/findings/",
                    due_on=TODAY + timedelta(days=n % 60 - 20),
                    since=AT,
                )
            )
        Duty.objects.bulk_create(rows, batch_size=2_000)
