"""Runs that are dated in the future: a clock was wrong. They say nothing of how the sites are now."""

from collections.abc import Sequence
from datetime import datetime

from crawler.health.finding import Finding, Lamp, State, Words

_TODO = Words(
    "校准本机时钟（timedatectl），再把这些文件夹移出 runs/，其中的文章会重新抓取",
    "set the clock (timedatectl), then move these folders out of runs/; their articles are fetched again",
)


def look(folders: Sequence[str], now: datetime) -> list[Finding]:
    """One finding of all of them; ``folders`` are those of runs, or of months, below the data folder."""
    if not folders:
        return []
    many = len(folders) > 1
    zh, en = (f" 等 {len(folders)} 个文件夹", f" and others, {len(folders)} in all, are") if many else ("", " is")
    evidence = Words(
        f"{folders[0]}{zh} 的时间在将来：当时或现在的时钟不准，这些运行不计入",
        f"{folders[0]}{en} dated in the future: the clock was wrong then, or is now; such runs don't count",
    )
    weight = 100 * State.DOUBTFUL.rank + 90
    return [Finding("", None, "clock", Lamp.ARRIVED, State.DOUBTFUL, f"{now:%Y-%m-%d}", evidence, _TODO, weight)]
