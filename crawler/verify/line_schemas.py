"""What every line must be: JSON Schemas of runs' and releases' lines, compiled, and what no schema can say."""

from collections.abc import Callable
from functools import cache
from typing import Any

import fastjsonschema

from crawler import items
from crawler.exporters.run_folder import ARTICLES, LINKS, REVISIONS, REVISITS
from crawler.items import Article
from crawler.pipelines.identity import content_sha256
from crawler.query.run_lines import FIELDS, OUTCOMES, REVISIT_OUTCOMES
from crawler.releases.tables import TABLES, Table, json_schema
from crawler.verify.faults import short
from crawler.verify.keys import is_id

Line = dict[str, Any]
Check = Callable[[Any], None]

_OUTCOMES = {LINKS: OUTCOMES, REVISITS: REVISIT_OUTCOMES}


@cache
def check_of_run(name: str) -> Check:
    """What raises :class:`ValueError` for a line of a run's file that isn't as it should be."""
    fields = FIELDS[name]
    if name not in {ARTICLES, REVISIONS}:
        schema = json_schema(Table(name, name, "", fields, ()))
        if name in _OUTCOMES:
            schema["properties"]["outcome"] = {"enum": list(_OUTCOMES[name])}
        return compiled(schema)
    schema = items.json_schema()
    for field in fields:
        if field.kind == "day":
            schema["properties"][field.name]["format"] = "date"
    if name == REVISIONS:
        more = {"previous_sha256": {"type": "string"}, "restored": {"type": "boolean"}, "changes": {"type": "object"}}
        schema["properties"] |= more
        schema["required"] = [*schema["required"], *more]
    return compiled(schema)


@cache
def check_of_release(name: str) -> Check:
    """What raises :class:`ValueError` for a line of a release's table that isn't as it should be."""
    return compiled(json_schema(next(table for table in TABLES if table.name == name)))


def compiled(schema: dict[str, Any]) -> Check:
    """A check by any schema; raises :class:`ValueError` for what is none."""
    try:
        check = fastjsonschema.compile(schema)
    except fastjsonschema.JsonSchemaDefinitionException as error:
        raise ValueError(f"is no JSON Schema ({error})") from None

    def checked(line: Any) -> None:
        try:
            check(line)
        except fastjsonschema.JsonSchemaValueException as error:
            what = str(error.message).removeprefix("data.").removeprefix("data ")
            raise ValueError("must be a day".join(what.rsplit("must be date", 1))) from None

    return checked


def check_text(line: Line) -> None:
    """Raise :class:`ValueError` for an article's line whose id or hash can't be that of its text."""
    if not is_id(line["id"]):
        raise ValueError(f"id {short(line['id'])} is not 20 hex digits")
    text = Article(title=line["title"], date=line["date"], source=line["source"], body=line["body"])
    if content_sha256(text) != line["content_sha256"]:
        raise ValueError(f"id {line['id']}: content_sha256 is not that of its title, date, source and body")
