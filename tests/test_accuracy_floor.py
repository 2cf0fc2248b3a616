"""The floor of each field, pinned together with a digest of its corpus: neither a regression nor a changed page passes.

After a deliberate change of the pages, write the new digest (and a higher floor, never a lower one) to floors.json.
"""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import accuracy  # noqa: E402 - a script beside the tests

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))


def test_the_saved_pages_are_those_the_floor_was_measured_on() -> None:
    files = sorted(accuracy.SAVED.glob("*/*.*"))
    assert accuracy.digest(files) == FLOORS["saved"]["digest"]


@pytest.mark.parametrize("field", accuracy.FIELDS)
def test_no_field_falls_below_its_floor(field: str) -> None:
    assert accuracy.saved_scores()[field] >= FLOORS["saved"][field]


def test_a_changed_page_changes_the_digest(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("一", encoding="utf-8")
    before = accuracy.digest([page])
    page.write_text("二", encoding="utf-8")
    assert accuracy.digest([page]) != before
