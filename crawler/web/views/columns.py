"""Columns: all of them in one table or as a heat map, by filters that stand in the address; and the table for Excel."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from starlette.responses import Response

from crawler.health.finding import Words
from crawler.query.csv_export import csv_lines
from crawler.web.charts import heat as heat_chart
from crawler.web.columns.chosen import GROUPS, NOT_GIVEN, SORTS, chosen_columns, group_key, group_title
from crawler.web.columns.days import failed_runs, marks_of
from crawler.web.page import Page
from crawler.web.sheet import sheet_among
from crawler.web.snapshot import FIELDS, ColumnFacts

_SORTED = {
    "": Words("最差在前", "worst first"),
    "name": Words("按名称", "by name"),
    "checked": Words("最久未检查在前", "longest unchecked first"),
    "new": Words("最久无新文章在前", "longest without news first"),
    "today": Words("今日最多在前", "most today first"),
}
_GROUPED = {
    "": Words("不分组", "no groups"),
    "platform": Words("按平台", "by platform"),
    "province": Words("按省市", "by province"),
    "site": Words("按网站", "by site"),
}


_VIEWS = {"": Words("表格", "table"), "heat": Words("热力图", "heat map")}


def columns(page: Page) -> Response:
    """A sheet of the columns asked for."""
    heat = page.asked.choice("view", {"heat"})
    chosen = chosen_columns(page.asked, page.snapshot.columns)
    sites = page.snapshot.sites.values()
    sheet = sheet_among(page, chosen.columns)
    return page.html(
        "columns.html",
        chosen=chosen,
        list=sheet,
        heat=heat,
        rows=_heat_rows(page, sheet.rows) if heat else [],
        heat_chart=heat_chart,
        parts=_parts(page.asked.all.get("group", ""), sheet.rows),
        fields=FIELDS,
        weekday=page.said("一二三四五六日"[page.snapshot.at.weekday()], f"{page.snapshot.at:%a}"),
        sites=[(site.name, site.title) for site in sorted(sites, key=lambda site: site.name)],
        platforms=_named(page, (site.platform for site in sites)),
        provinces=_named(page, (site.province for site in sites)),
        NOT_GIVEN=NOT_GIVEN,
        views=_VIEWS.items(),
        sorts=[(key, _SORTED[key]) for key in SORTS],
        groupings=[(key, _GROUPED[key]) for key in ("", *GROUPS)],
        export=page.to("columns.csv", **{**page.asked.all, "sheet": "", "view": "", "group": ""}),
    )


def columns_csv(page: Page) -> Response:
    """All columns asked for, for Excel."""
    chosen = chosen_columns(page.asked, page.snapshot.columns)
    page.asked.check_all_known()
    content = "".join(csv_lines(_head(page), (list(_cells(page, one)) for one in chosen.columns)))
    name = f"columns-{page.snapshot.days[-1]}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv", headers=headers)


def _named(page: Page, values: Iterable[str]) -> list[tuple[str, str]]:
    """What may be chosen: the value and how it is shown; last what isn't given, where some site doesn't."""
    found = set(values)
    missing = [(NOT_GIVEN, page.said("没有写", "not given"))] if "" in found else []
    return [*((value, value) for value in sorted(found - {""})), *missing]


def _parts(group: str, rows: Sequence[ColumnFacts]) -> list[tuple[str | None, Sequence[ColumnFacts]]]:
    """The rows by their groups, which stand together; all in one where there are none."""
    if not group:
        return [(None, rows)]
    parts = [list(part) for _, part in groupby(rows, lambda one: group_key(group, one))]
    return [(group_title(group, part[0]), part) for part in parts]


# The heat map


def _heat_rows(page: Page, shown: Sequence[ColumnFacts]) -> list[tuple[ColumnFacts, list[str], str]]:
    """Each column with the signs of its days and what they say in words."""
    failed = failed_runs(page.store, page.snapshot.days)
    rows = []
    for one in shown:
        marks = marks_of(one, failed)
        rows.append((one, marks, _told(page, one, marks)))
    return rows


def _told(page: Page, one: ColumnFacts, marks: Sequence[str]) -> str:
    incomplete, blocked, not_run = (marks.count(mark) for mark in heat_chart.MARKS)
    articles, most = sum(one.posts), max(one.posts)
    return page.said(
        f"{len(marks)} 天发布 {articles} 篇，一天最多 {most} 篇；{incomplete} 天不完整，{blocked} 天被拦，"
        f"{not_run} 天没有运行",
        f"{articles} articles in {len(marks)} days, at most {most} a day; {incomplete} days incomplete, {blocked} "
        f"blocked, {not_run} without a run",
    )


# For Excel


def _head(page: Page) -> list[str]:
    named = page.said(
        "状态 栏目 网站 网站名 省市 平台 地址 上次检查 上次新增 今日 平时最少 平时最多 页走 页共 "
        "列出 新增 已有 重复 跳过 失败 文章 缺标题 缺日期 缺来源 缺正文 原因",
        "state column site site_title province platform address last_checked last_new today usual_least usual_most "
        "pages_walked pages_declared listed new known repeated dropped failed articles no_title no_date no_source "
        "no_text reason",
    )
    return named.split()


def _cells(page: Page, one: ColumnFacts) -> Iterator[object]:
    health, last = one.health, one.last or {}
    yield from (health.state.value.said(page.language), one.name, one.site.name, one.site.title)
    yield from (one.site.province, one.site.platform, one.url, health.last_checked, health.last_new)
    yield from (one.today, *one.usual)
    for name in ("walked", "declared", "listed", "written", "known", "repeated", "dropped", "failed"):
        yield last.get(name)
    yield one.articles
    yield from (one.missing.get(name, 0) for name in FIELDS)
    yield "; ".join(finding.evidence.said(page.language) for finding in one.findings)
