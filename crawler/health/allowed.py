"""Lamp *allowed*: does the site answer, and let us in? Judged by runs that could read nothing at all."""

from itertools import takewhile

from crawler.health.finding import Lamp, Lit, Words
from crawler.health.looking import Look, SiteView, What, well
from crawler.health.reasons import GONE, MOVED, cause_of

# What may pass by itself is spoken of when it is there in two runs; the next one asks again anyway.
_RUNS = 2


def look(view: SiteView) -> Look:
    """Of runs that were ended before they came to anything, nothing is said here."""
    bad = list(takewhile(lambda run: run.trouble is not None, reversed(view.history.runs)))
    if not bad or bad[0].trouble is None:
        return well(Words("网站有应答", "the site answers"))
    cause = cause_of(bad[0].trouble)
    cause = MOVED if cause is GONE else cause
    runs, first = len(bad), bad[-1].started[:10]
    evidence = Words(
        f"{cause.told.zh}（{bad[0].trouble}），连续 {runs} 次运行一页也没读到",
        f"{cause.told.en} ({bad[0].trouble}); {runs} {'run' if runs == 1 else 'runs'} in a row read no page",
    )
    if runs < _RUNS and not cause.at_once:
        return Look(Lit(cause.state, evidence))
    # Whatever it is, it keeps us out.
    return view.found(What(cause.kind, Lamp.ALLOWED, cause.state), first, evidence, cause.todo, more=runs)
