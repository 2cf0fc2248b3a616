"""Health as it stands on a terminal: the verdict in one sentence, then what needs a person, worst first."""

from collections.abc import Iterator

from crawler.health.finding import Finding, Health, Language, Words

_NOTHING = Words("没有需要处理的问题。", "Nothing needs a person.")
_NEEDED = Words("需要处理", "needs a person")
_MUTED = Words("已静音", "muted")


def lines(health: Health, language: Language) -> Iterator[str]:
    """The lines, without line ends."""
    yield health.sentence(language)
    needed = health.open()
    if not needed:
        yield _NOTHING.said(language)
    for title, findings in ((_NEEDED, needed), (_MUTED, [one for one in health.findings if not one.needs_person])):
        if findings:
            yield ""
            yield f"{title.said(language)} ({len(findings)})"
        for one in findings:
            yield from _lines_of(one, language)


def _lines_of(one: Finding, language: Language) -> Iterator[str]:
    where = one.where() or Words("本机", "this machine").said(language)
    since = f"自 {one.since}" if language == "zh" else f"since {one.since}"
    yield f"  {one.state.value.said(language)}  {where}  {since}"
    yield f"      {one.evidence.said(language)}"
    if one.muted is None:
        yield f"      → {one.todo.said(language)}"
        return
    until, reason, by = one.muted.until, one.muted.reason, one.muted.by
    yield f"      （静音至 {until}：{reason}，{by}）" if language == "zh" else f"      (until {until}: {reason}, {by})"
