"""A site that answers much more slowly than it did."""

from collections.abc import Sequence
from statistics import median

from crawler.health.finding import Lamp, State, Words
from crawler.health.history import TOLD_DAYS, RunFacts
from crawler.health.looking import Look, SiteView, What, well
from crawler.health.odds import above_all

_SLOW = What("slow", Lamp.ALLOWED, State.DOUBTFUL)
# The last runs against those before: each slower than each, twice as slow, and by half a second an answer at least.
_NOW, _PAST, _FEWEST = 3, 30, 10
_TIMES, _SECONDS = 2.0, 0.5
_CHANCE = 0.005
# It is over when the last runs are less than half as much slower than that: it doesn't come and go.
_HALF = 0.5
_TODO = Words(
    "网站变慢：晚间再抓，或放慢速度；若只有我们慢，可能被限速",
    "crawl at night, or more slowly; if it is slow for us only, it may throttle us",
)


def look(view: SiteView) -> Look:
    """Of each run the seconds that an answer took to begin, on average."""
    runs = [run for run in view.history.runs if run.answers and run.latency]
    each = [run.latency / run.answers for run in runs]
    since, usual = _slow_since(runs, each)
    if since is None:
        return well()
    present = median(each[-_NOW:])
    evidence = Words(
        f"每次应答 {present:.1f} 秒，以往 {usual:.1f} 秒（此前 {_PAST} 次运行内）",
        f"an answer takes {present:.1f} s, before {usual:.1f} s (in the {_PAST} runs before)",
    )
    return view.found(_SLOW, since.started[:10], evidence, _TODO, int(present / usual))


def _slow_since(runs: Sequence[RunFacts], each: Sequence[float]) -> tuple[RunFacts | None, float]:
    """The run since which answers are slow, and the seconds they took before; None where they aren't."""
    since, usual = None, 0.0
    for end in range(_FEWEST + _NOW, len(each) + 1):
        now = each[end - _NOW : end]
        if since is not None:
            seconds = median(now)
            slow = seconds >= (1 + (_TIMES - 1) * _HALF) * usual and seconds - usual >= _SECONDS * _HALF
            # What has been so for longer is what is usual by now.
            if not slow or since.day <= runs[end - 1].day - TOLD_DAYS:
                since = None
        elif min(now) >= _SECONDS:
            past = each[max(end - _NOW - _PAST, 0) : end - _NOW]
            if above_all(now, past) <= _CHANCE:
                usual = median(past)
                if median(now) >= max(_TIMES * usual, usual + _SECONDS):
                    since = runs[end - _NOW]
    return since, usual
