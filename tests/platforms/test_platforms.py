"""All platforms: small modules, each found by being there."""

import inspect
import re
from pathlib import Path

import pytest

from crawler import platforms
from crawler.spiders.column import ColumnSpider
from crawler.survey.recognise import all_platforms

FOLDER = Path(inspect.getfile(platforms)).parent
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
PLATFORMS = all_platforms()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_is_small_and_holds_one_platform(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) < 120
    (base,) = [base for base in PLATFORMS if Path(inspect.getfile(base)) == module]
    assert base.platform == module.stem
    assert base.__name__.lower() == module.stem
    assert issubclass(base, ColumnSpider)
    assert base.__doc__
    assert inspect.getdoc(inspect.getmodule(base))


def test_every_platform_but_the_last_resort_has_signs() -> None:
    assert [base.platform for base in PLATFORMS if not base.signs] == ["links"]
    for base in PLATFORMS:
        for sign in base.signs:
            re.compile(sign)


def test_names_are_unique() -> None:
    names = [base.platform for base in PLATFORMS]
    assert len(names) == len(set(names)) == len(MODULES)
