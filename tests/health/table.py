"""The table of days in docs/health.md, of what the quarter prints.

python tests/health/quarter.py FOLDER | python tests/health/table.py
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from world import DAYS, Planted, planted

Day = dict[str, Any]


def found(day: Day, *, muted: bool = False) -> set[str]:
    """The keys of the findings that need a person, or of those that are muted."""
    return {one["key"] for one in day["health"]["findings"] if one["needs_person"] is not muted}


def due_day(trouble: Planted, days: Sequence[Day]) -> int:
    """The number of the day on which a trouble is to be found."""
    if trouble.due is not None:
        return trouble.due
    site = trouble.key.rstrip("/")
    if trouble.what == "a list shrinks":
        # A tenth of the list is gone.
        listed = [day["listed"][site] for day in days]
        return next(number for number in range(DAYS) if listed[number] <= 0.9 * max(listed[: number + 1]))
    # News on fewer than half as many days of four weeks as before it began, when it was every day.
    news = [day["news"][site] for day in days]
    return next(number for number in range(28, DAYS) if sum(news[number - 27 : number + 1]) < 14)


def table(days: Sequence[Day]) -> str:
    """A row for each day on which something begins, is due, opens or closes."""
    rows = ["| day | date | what happens | opens | closes | message | verdict |", "|---|---|---|---|---|---|---|"]
    before: set[str] = set()
    muted_before: set[str] = set()
    for number, day in enumerate(days):
        now, muted = found(day), found(day, muted=True)
        happens = [f"begins: {one.what}" for one in planted() if one.begins == number]
        happens += [f"due: {one.what}" for one in planted() if due_day(one, days) == number]
        happens += [f"ends: {one.what}" for one in planted() if one.gone == number]
        happens += [f"found, and muted: `{key}`" for key in sorted(muted - muted_before)]
        if happens or now != before:
            titles = [message["content"]["text"].split("\n")[0] for message in day["messages"]]
            told = [_keys(now - before), _keys(before - now), "".join(titles).replace("Lanmu 栏目 · ", "")]
            verdict = day["health"]["sentence"]["zh"].partition("；")[0]
            rows.append(f"| {number} | {day['day']} | {'; '.join(happens)} | {' | '.join(told)} | {verdict} |")
        before, muted_before = now, muted
    return "\n".join(rows)


def _keys(keys: set[str]) -> str:
    return ", ".join(f"`{key}`" for key in sorted(keys))


if __name__ == "__main__":
    print(table([json.loads(line) for line in sys.stdin]))  # noqa: T201
