"""The habits of the house, held by tests."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.cli.main import COMMANDS
from yakusoku.site.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "yakusoku"
FILES = [f for f in SOURCE.rglob("*.py") if "migrations" not in f.parts]
DOCS = ROOT / "docs"
MOST_LINES, MOST_FUNCTION = 400, 40


def test_files_hold_one_idea():
    long = {str(f.relative_to(ROOT)): n for f in FILES if (n := len(f.read_text().splitlines())) > MOST_LINES}
    assert not long


def test_functions_fit_a_screen():
    long = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MOST_FUNCTION:
                    long.append(f"{file.relative_to(ROOT)}:{node.name} {length}")
    assert not long


def test_no_requirement_is_named_in_code():
    """The catalogue is data: code works for a requirement that nobody has written yet."""
    slugs = {r.slug for r in shipped_catalogue().requirements if "-" in r.slug}
    named = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and node.value in slugs:
                named.append(f"{file.relative_to(ROOT)}: {node.value}")
    assert not named


def test_signals_are_not_control_flow():
    allowed = {SOURCE / "apps" / "accounts" / "apps.py"}
    users = [f for f in FILES if re.search(r"\breceiver\(|\.connect\(", f.read_text()) and f not in allowed]
    assert not users


def test_every_setting_is_described():
    page = (DOCS / "operator" / "settings.md").read_text()
    names = {
        field.validation_alias or f"YAKUSOKU_{name.upper()}"
        for name, field in Environment.model_fields.items()
    }
    assert not {name for name in names if str(name) not in page}


def test_every_command_is_described():
    page = (DOCS / "developer" / "commands.md").read_text()
    assert not {name for name in COMMANDS if f"yakusoku {name}" not in page}


@pytest.mark.parametrize(
    "rule",
    [
        "balance",
        "board-voting",
        "chain",
        "closing",
        "contract-gate",
        "decisions",
        "delta",
        "difference",
        "erasure",
        "evaluation",
        "fairness",
        "findings",
        "flow-down",
        "intake",
        "ledger-import",
        "opening",
        "phase",
        "progress",
        "reminding",
        "repetition",
        "reuse",
        "review-comparison",
        "risk",
        "schedule",
        "selection",
        "staleness",
        "survey-book",
        "survey-charts",
        "survey-check",
        "survey-joining",
        "survey-questionnaire",
        "survey-codebook",
        "survey-public-use",
        "survey-measures",
        "survey-suppression",
        "survey-tables",
        "survey-tests",
        "template-review",
        "survey-association",
        "survey-changes",
        "survey-estimates",
        "survey-sampling",
        "survey-weights",
        "training",
        "yearly-visit",
    ],
)
def test_every_rule_has_a_page(rule):
    assert (DOCS / "rules" / f"{rule}.md").exists()


def test_links_between_pages_lead_somewhere():
    broken = []
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (page.parent / target).exists()
            ):
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert not broken


def test_every_act_in_the_trail_has_words():
    from yakusoku.apps.audit.labels import LABELS

    written = set()
    for file in (SOURCE / "apps").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "record",
                "_log",
                "log",
                "_log_holder",
            }:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    written.add(first.value)
    assert len(written) > 20
    assert not written - set(LABELS)


def open_addresses(patterns, prefix=""):
    """Return the addresses that need no sign-in."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from open_addresses(pattern.url_patterns, path)
        elif getattr(pattern.callback, "login_required", True) is False:
            yield path


def test_only_known_pages_are_open_to_visitors():
    public = set(open_addresses(get_resolver().url_patterns))
    # Everything below a link without an account is behind its secret.
    held = ("account/", "api/v1/", "answer/<str:secret>/", "s/<str:code>/")
    own = {path for path in public if not path.startswith(held)}
    assert own <= {
        "advice/<str:secret>/",
        "advice/<str:secret>/files/<int:file>/",
        "calendar/<str:secret>.ics",
        "components/",
        "invitation/<str:secret>/",
        "language/",
        "public/<slug:slug>/",
        "public/<slug:slug>/reports/<int:pk>/",
        "public/<slug:slug>/reports/<int:pk>/report.<str:kind>",
        "s/",
        "tenders/<str:secret>/",
        "tenders/<str:secret>/files/<str:name>",
    }, own
