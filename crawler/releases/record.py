"""An article's line in a run as a row of a release: objects have every key they may have, so that all are alike."""

from typing import Any

from crawler.items import EXPORTED
from crawler.releases.tables import ARTICLES

_KEYS = {field.name: field.keys for field in ARTICLES.fields if field.keys}


def article_fields(line: dict[str, Any]) -> dict[str, Any]:
    """The fields of an article out of a run's line, of which a revision has more."""
    record = {name: line[name] for name in EXPORTED}
    for name, keys in _KEYS.items():
        value = record[name]
        if isinstance(value, dict):
            record[name] = {key: value.get(key) for key in keys}
        else:
            record[name] = [{key: one.get(key) for key in keys} for one in value]
    return record
