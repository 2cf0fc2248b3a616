"""What a run came to in one sentence, in both languages, as its report tells it."""

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.health.finding import Words
from crawler.web.runs.reasons import reason_words

# What a run's exit code means.
EXITS: Mapping[int, Words] = {
    0: Words("该抓的都抓到了", "all that was asked for was read"),
    1: Words("一个栏目页也没读到，或写不进磁盘", "no column page could be read, or nothing could be written"),
    3: Words("有缺，下次运行会补", "something is missing; the next run asks for it again"),
}
_STOPPED = {
    "shutdown": Words("被停止，再运行一次就接着抓", "stopped; run again to go on"),
    "window_closed": Words("抓取时段已过，再运行一次就接着抓", "the crawl window closed; run again to go on"),
    "cannot_write": Words("写不进磁盘", "the disk could not be written"),
    "killed": Words("进程被杀，写下的都算数", "the process was killed; what was written counts"),
}


def sentence(report: Mapping[str, Any]) -> Words:
    """The sentence, to be read behind the verdict. The report's own may name folders of the disk, so it isn't taken."""
    why, counts = _why(report), _counts(report)
    zh, en = (f"{why.zh}。", f"{why.en}. ") if why else ("", "")
    return Words(f"{zh}{counts.zh}。", f"{en}{counts.en}.")


def _why(report: Mapping[str, Any]) -> Words | None:
    """The first thing that is missing, and how many more there are."""
    if report["ended"] in _STOPPED:
        return _STOPPED[report["ended"]]
    if report["verdict"] == "partial":
        return Words(f"每栏只看 {report['sample']} 篇", f"a sample of {report['sample']} a column")
    reasons = list(_missing(report))
    if not reasons:
        return None
    more = len(reasons) - 1
    first = reasons[0]
    return Words(f"{first.zh}，另有 {more} 处", f"{first.en}, and {more} more") if more else first


def _missing(report: Mapping[str, Any]) -> Iterator[Words]:
    if report.get("trouble"):
        told = reason_words(report["trouble"])
        yield Words(f"什么也没读到：{told.zh}", f"nothing could be read: {told.en}")
    if report.get("most_gone"):
        yield Words("多数文章不在了，先看看网站", "most articles are gone; look at the site")
    for column in report["columns"]:
        name = column["column"]
        for page in column["pages"]["failed"]:
            told, number = reason_words(page["reason"]), page["page"]
            yield Words(f"{name} 第 {number} 页 {told.zh}", f"{name} page {number}: {told.en}")
        if column["ended"] == "incomplete" and not column["pages"]["failed"]:
            listed, items = column["account"]["listed"], column["declared_items"]
            if items is None:
                yield Words(f"{name} 一页也没读到", f"{name}: no page was read")
            else:
                yield Words(
                    f"{name} 列出 {listed:,} 条，网站说有 {items:,} 条",
                    f"{name} lists {listed:,} links, its pager declares {items:,}",
                )
        if column["ended"] == "unfinished":
            yield Words(f"{name} 没走完", f"{name} was not walked to its end")
    for what, account in (("链接", report["account"]), ("复查", report["revisited"])):
        for reason, count in account["failed"].items():
            told, thing = reason_words(reason), "links" if what == "链接" else "revisits"
            yield Words(f"{count} 条{what} {told.zh}", f"{count} {thing}: {told.en}")


def _counts(report: Mapping[str, Any]) -> Words:
    columns = [one for one in report["columns"] if one["ended"] != "single_page"]
    sealed = sum(one["ended"] == "sealed" for one in columns)
    walked, declared = (sum(one["pages"][name] for one in columns) for name in ("walked", "declared"))
    account, revisited = report["account"], report["revisited"]
    zh, en = [], []
    if columns:
        zh.append(
            f"{len(columns)} 个栏目{f'（{sealed} 个已封口）' if sealed else ''}，{declared:,} 页走了 {walked:,} 页"
        )
        told = f"{len(columns)} column{'s' if len(columns) > 1 else ''}{f' ({sealed} sealed)' if sealed else ''}"
        en.append(f"{told}, {walked:,} of {declared:,} column pages walked")
    zh.append(f"列出 {account['listed']:,} 条链接，新增 {account['written']:,} 篇")
    en.append(f"{account['listed']:,} links listed, {account['written']:,} new")
    if revisited["revisited"]:
        changed, gone = revisited["revised"], revisited["gone"]
        zh.append(f"复查 {revisited['revisited']:,} 篇，改动 {changed:,}，不在了 {gone:,}")
        en.append(f"{revisited['revisited']:,} looked at again, {changed:,} changed, {gone:,} gone")
    return Words("；".join(zh), "; ".join(en))
