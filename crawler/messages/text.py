"""The words of a message, in one language and within the bytes that a service takes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from crawler.health.finding import MACHINE, Finding, Health, Language, State, Words
from crawler.messages.endings import days_since, ending
from crawler.messages.news import FLIP_HOURS, FLIPS, News
from crawler.messages.told import ToldFinding

# Every title begins so: a robot that wants a keyword in each message can have this one.
NAME = Words("Lanmu 栏目", "Lanmu")
_OPENED = Words("新出现", "opened")
_CLOSED = Words("已恢复", "closed")
_ENDED = Words("不再提醒", "told no more")
_FLAPPING = Words("时有时无", "flapping")
_STILL = Words("仍未解决", "still open")
_MUTED = Words("静音中", "muted")
_MORE = Words("另有 {} 条：lanmu health 列出全部", "{} more: lanmu health lists all")
_DIGEST = Words("日报", "digest")
_NOTHING = Words("没有需要处理的事。", "Nothing needs you.")
_BACK = Words("渠道已恢复", "channel is back")
_MISSED = Words(
    "自 {} 起本渠道收不到消息；其间出现又恢复的问题不再补报。",
    "This channel could not be reached since {}; what came and went meanwhile is not told.",
)
# Columns of one site with the same trouble, beyond which they share a line; and those of them that are named.
_ALIKE = 3
_NAMED = 5
_LONGEST_LINE = 400


def message(health: Health, news: News, language: Language, most_bytes: int, *, digest: bool) -> tuple[str, str]:
    """Title and text of what a channel is told; a ``digest`` says too what is still open and what is muted."""
    still, muted = (news.still, news.muted) if digest else ([], [])
    closed = [(ending(one, health), one) for one in news.closed]
    recovered = [_closed(one, why, health.at, language) for (why, well), one in closed if well]
    ended = [_closed(one, why, health.at, language) for (why, well), one in closed if not well]
    counts = [
        (_OPENED, len(news.opened)),
        (_CLOSED, len(recovered)),
        (_ENDED, len(ended)),
        (_FLAPPING, len(news.flapping)),
    ]
    comma = "，" if language == "zh" else ", "
    said = comma.join(_count(words, number, language) for words, number in counts if number)
    parts = [f"{_DIGEST.said(language)} {health.at:%Y-%m-%d}" if digest else "", said]
    if not any(parts):
        parts = [_BACK.said(language)]
    head = health.sentence(language)
    if news.missed:
        head += f"\n{_MISSED.said(language).format(news.missed.since[:16].replace('T', ' '))}"
    title = " · ".join([NAME.said(language), *filter(None, parts)])
    sections = [
        (_OPENED, list(_lines(news.opened, language))),
        (_CLOSED, recovered),
        (_ENDED, ended),
        (_FLAPPING, [_flapping(one, language) for one in news.flapping]),
        (_STILL, list(_lines(still, language))),
        (_MUTED, [one.line(language) for one in muted]),
    ]
    text = _fitted(head, sections, language, most_bytes - len(title.encode()) - 2)
    nothing = digest and not news and not still
    return title, f"{text}\n{_NOTHING.said(language)}" if nothing else text


def trial(health_at: datetime, name: str, language: Language) -> tuple[str, str]:
    """Title and text of a test message."""
    title = Words("测试消息", "test message").said(language)
    text = Words(
        f"渠道 {name} 收得到 Lanmu 的消息。{health_at:%Y-%m-%d %H:%M}（北京时间）",
        f"Channel {name} gets Lanmu's messages. {health_at:%Y-%m-%d %H:%M} (Beijing time)",
    )
    return f"{NAME.said(language)} · {title}", text.said(language)


def _count(words: Words, number: int, language: Language) -> str:
    return f"{words.zh} {number}" if language == "zh" else f"{number} {words.en}"


def _lines(findings: Sequence[Finding], language: Language) -> Iterator[str]:
    """A line for each finding, worst cause first; columns of a site with the same trouble share one."""
    causes = list(dict.fromkeys((one.state, one.kind) for one in findings))
    for cause in causes:
        alike = [one for one in findings if (one.state, one.kind) == cause]
        for site in dict.fromkeys(one.site for one in alike):
            here = [one for one in alike if one.site == site]
            if len(here) > _ALIKE:
                yield _together(here, language)
            else:
                yield from (one.line(language) for one in here)


def _together(findings: Sequence[Finding], language: Language) -> str:
    first, count, since = findings[0], len(findings), min(one.since for one in findings)
    names = [one.column or "" for one in findings[:_NAMED]]
    state, evidence, todo = (words.said(language) for words in (first.state.value, first.evidence, first.todo))
    if language == "zh":
        rest = "等" if count > _NAMED else ""
        return f"{state} {first.site}：{count} 个栏目（{'、'.join(names)}{rest}）。{evidence}。自 {since}。{todo}。"
    rest = ", …" if count > _NAMED else ""
    return f"{state} {first.site}: {count} columns ({', '.join(names)}{rest}); {evidence}, since {since}; {todo}"


def _closed(one: ToldFinding, why: Words, now: datetime, language: Language) -> str:
    days, state = days_since(one, now), State[one.state].value.said(language)
    if language == "zh":
        return f"{_where(one, language)}：{why.zh}（自 {one.since} 起{state}，{days} 天）"
    day = "1 day" if days == 1 else f"{days} days"
    return f"{_where(one, language)}: {why.en} ({state} since {one.since}, {day})"


def _flapping(one: ToldFinding, language: Language) -> str:
    if language == "zh":
        return (
            f"{_where(one, language)}：{State[one.state].value.zh}，{FLIP_HOURS} 小时内来去 {FLIPS} 次或更多；"
            f"稳定 {FLIP_HOURS} 小时前不再逐次报告"
        )
    return (
        f"{_where(one, language)}: {State[one.state].value.en}, came or went {FLIPS} times or more within {FLIP_HOURS} "
        f"hours; not told again until it has settled"
    )


def _where(one: ToldFinding, language: Language) -> str:
    return "/".join(filter(None, (one.site, one.column))) or MACHINE.said(language)


def _fitted(head: str, sections: Iterable[tuple[Words, list[str]]], language: Language, most_bytes: int) -> str:
    """The sections under their heads as far as they fit; then how many lines there would be more."""
    text, left_out = head, 0
    room = most_bytes - len(_MORE.said(language).format(10**6).encode()) - 1
    for words, lines in sections:
        title = f"\n\n{_count(words, len(lines), language)}"
        for number, line in enumerate(lines, 1):
            cut = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
            more = f"{title if number == 1 else ''}\n· {cut}"
            if left_out or len(f"{text}{more}".encode()) > room:
                left_out += 1
            else:
                text += more
    return f"{text}\n{_MORE.said(language).format(left_out)}" if left_out else text
