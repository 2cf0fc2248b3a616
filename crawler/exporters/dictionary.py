"""The data dictionary: what every file and field of a dataset means, derived from ``items.py`` and the flags."""

import json
import types
import typing
from typing import Any

from crawler.items import Article, exported
from crawler.pipelines.check import FLAGS

_INTRODUCTION = """\
# What the data holds

`data/<site>/runs/<UTC time>/` is one run. It never changes once it has a manifest. In `data/<site>/runs/2026-10/`, a
past month that `lanmu fold` has put together, each file holds the lines of all its runs, in their order.

| file | what it holds |
|---|---|
| `articles.jsonl` | the articles this run found new, one JSON object a line (UTF-8); the fields are below |
| `links.jsonl` | every link every column page showed, and those an earlier run failed to fetch, one a line: `column`, \
`page`, `position` (from 1), `url`, `id`, `list_title`, `list_date`, `from_id`, `outcome`, `reason` |
| `revisits.jsonl` | known articles looked at again, one a line: `id`, `url`, `at`, `status`, `outcome`, `reason` |
| `revisions.jsonl` | those whose text has changed: the record as it is now, and `previous_sha256`, \
`restored`, `changes` |
| `removals.jsonl` | those that are gone, when first found so: `id`, `url`, `column`, `title`, `date`, \
`content_sha256`, `last_seen`, `found_at`, `status`, `reason`, `run` |
| `report.json` | the verdict, and per column: pages declared and walked, and the account of its links |
| `manifest.json` | written last: sizes, line counts and SHA-256 of the other files, versions, JSON Schema of a record |

`revisits.jsonl`, `revisions.jsonl` and `removals.jsonl` are there only if they have lines. In `links.jsonl`, `page` and
`position` are null for a link that an earlier run failed to fetch and this one asked for again, and where a killed run
had no time to write the link of an article; `from_id` is the id by the address as listed, where that redirects to
another article, whose `id` then stands beside it.

The dataset of a site is all its runs together: an article is written once, by the run that found it, and its present
text is its last line in `articles.jsonl` and `revisions.jsonl`, in the order of the runs. `lanmu release` makes of them
`data/<site>/releases/<day>/`, a version of the dataset to load and to cite (docs/datasets.md). `lanmu demo` fills
`data/demo` with invented articles (演示数据); `data/sample` is a release of them.

Two accounts close, the first per column and in sum; docs/runs.md lists the reasons.

- listed = written + known + repeated + dropped + failed
- revisited = unchanged + revised + gone + failed

## Fields of an article

A missing value is `null`, never an empty string; only `body` may be empty.

| field | type | meaning | example |
|---|---|---|---|
"""

_FLAGS_HEAD = """
## Flags

| flag | meaning |
|---|---|
"""

_TYPE_NAMES = {str: "string", int: "integer", types.NoneType: "null"}


def data_dictionary() -> str:
    """``data/README.md`` as Markdown."""
    hints = typing.get_type_hints(Article)
    rows = [
        f"| `{field.name}` | {_type_name(hints[field.name])} | {field.metadata['description']} "
        f"| {_example(field.metadata['example'])} |\n"
        for field in exported()
    ]
    flags = [f"| `{name}` | {meaning} |\n" for name, meaning in FLAGS.items()]
    return "".join([_INTRODUCTION, *rows, _FLAGS_HEAD, *flags])


def _type_name(hint: Any) -> str:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        return f"list of {_type_name(args[0])}"
    if origin is dict:
        return "object"
    if origin is types.UnionType:
        return " or ".join(_TYPE_NAMES[arg] for arg in args)
    return _TYPE_NAMES[hint]


def _example(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`".replace("|", "\\|")
