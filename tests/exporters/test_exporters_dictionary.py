"""The data dictionary in the repository is the one the code tells."""

from pathlib import Path

from support import lanmu

from crawler.items import EXPORTED, json_schema
from crawler.pipelines.check import FLAGS

DICTIONARY = Path(__file__).parents[2] / "data" / "README.md"


def test_the_file_is_what_the_command_prints(tmp_path: Path) -> None:
    done = lanmu("dictionary", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert DICTIONARY.read_text(encoding="utf-8") == done.stdout


def test_every_field_and_flag_stands_in_it() -> None:
    text = DICTIONARY.read_text(encoding="utf-8")
    assert [name for name in (*EXPORTED, *FLAGS) if f"| `{name}` |" not in text] == []


def test_the_schema_names_every_field() -> None:
    assert tuple(json_schema()["properties"]) == EXPORTED == tuple(json_schema()["required"])
