"""Is there room for what will be written?"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from crawler.health.finding import Finding, Lamp, State, Words
from crawler.health.history import iso

_DAYS_LEFT = 30
# Less than this, and a single picture page may fill it.
_LEAST = 200 * 1024 * 1024
DAYS = 30
_TODO = Words("腾出空间，或把 DATA_DIR 移到更大的磁盘", "make room, or move DATA_DIR to a larger disk")


def look(data_dir: Path, written: Iterable[tuple[int, int]], today: int) -> list[Finding]:
    """By what runs have written in the last 30 days: ``written`` are days and bytes, days as of ``date.toordinal``."""
    free = shutil.disk_usage(data_dir).free
    recent = [(day, size) for day, size in written if today - DAYS < day <= today]
    if not recent:
        return []
    a_day = sum(size for _, size in recent) / DAYS
    days = int(free / a_day) if a_day else _DAYS_LEFT + 1
    if free >= _LEAST and days > _DAYS_LEFT:
        return []
    gb = f"{free / 1e9:.1f} GB"
    evidence = Words(
        f"磁盘只剩 {gb}，按近 {DAYS} 天的速度还够 {days} 天",
        f"{gb} free, enough for {days} days at the pace of the last {DAYS}",
    )
    since = iso(max(day for day, _ in recent))
    weight = 100 * State.INCOMPLETE.rank + 90
    return [Finding("", None, "disk", Lamp.COMPLETE, State.INCOMPLETE, since, evidence, _TODO, weight)]
