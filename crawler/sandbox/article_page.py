"""Article pages: an article and the number of one of its pages in, HTML out."""

import datetime as dt

from .body import Body
from .content import Article, Attachments, Column, Site
from .frame import Frame
from .markup import Markup
from .meta_line import meta_line, printed_time
from .platform import Platform
from .spacing import collapse

_DISCLAIMER = "免责声明：本网转载的内容版权归原作者所有，如涉及版权问题请与本网联系。"
_TOOLS = '<a href="javascript:window.print();">打印</a> <a href="javascript:window.close();">关闭</a>'


class ArticlePage:
    """Renders the pages of articles."""

    def __init__(self, site: Site, markup: Markup, platform: Platform, frame: Frame) -> None:
        self._site = site
        self._markup = markup
        self._platform = platform
        self._frame = frame
        self._body = Body(markup, lambda file: platform.file(file.stem, file.extension))
        self.renew()

    def renew(self) -> None:
        """Link the articles there are now to each other."""
        by_column: dict[str, list[int]] = {}
        for article in self._site.articles.values():
            by_column.setdefault(article.column, []).append(article.number)
        self._neighbours = {
            number: (
                numbers[place - 1] if place else 0,
                numbers[place + 1] if place + 1 < len(numbers) else 0,
            )
            for numbers in by_column.values()
            for place, number in enumerate(numbers)
        }

    def html(self, article: Article, column: Column, page: int) -> str:
        """The page counted from 1."""
        skin = self._markup.skin
        last = page == len(article.pages)
        parts = [("body", self._inside(article, page, last=last))]
        if page == 1 or skin.head_on_each_page:
            parts = [("title", self._title(article)), ("meta", meta_line(self._markup, article)), *parts]
        parts += [("foot_of_article", inner) for inner in self._below(article, last=last) if inner]
        if len(article.pages) > 1 and not skin.pages_inside:
            parts.append(("pages", self._page_links(article, page)))
        if article.related:
            parts.append(("related", self._related(article)))
        title = skin.page_title.format(title=collapse(article.flat_title), column=column.name, site=self._site.title)
        main = self._markup.deep(self._markup.box("article", self._markup.stack(parts)))
        return self._frame.page(column, title, main, meta=self._meta_tags(article, column), article=True)

    def plain(self, article: Article) -> str:
        """The whole article, all of its pages in one, without anything around it."""
        body = "\n".join(
            self._inside(article, page, last=page == len(article.pages), linked=False)
            for page in range(1, len(article.pages) + 1)
        )
        parts = [("title", self._title(article)), ("meta", meta_line(self._markup, article)), ("body", body)]
        return self._markup.stack(parts)

    def _title(self, article: Article) -> str:
        inner = "<br/>".join(self._markup.text(line) for line in article.title.split("\n"))
        element = self._markup.skin.title_element
        return inner if element == "plain" else f"<{element}>{inner}</{element}>"

    def _inside(self, article: Article, page: int, *, last: bool, linked: bool = True) -> str:
        """The inside of the body element: text, and what this skin prints there besides; ``linked`` to its pages."""
        skin = self._markup.skin
        inner = self._body.html(article.pages[page - 1])
        if last and article.editor and skin.editor_form in {"inside", "right"}:
            inner += self._editor(article.editor)
        if last and article.disclaimer and skin.disclaimer_inside:
            inner += self._body.line(_DISCLAIMER)
        if linked and len(article.pages) > 1 and skin.pages_inside:
            inner += self._markup.box("pages", self._page_links(article, page))
        return inner

    def _editor(self, editor: str) -> str:
        if self._markup.skin.editor_form == "right":
            return f'<p style="text-align:right">（责任编辑：{editor}）</p>'
        return self._body.line(f"责任编辑：{editor}")

    def _below(self, article: Article, *, last: bool) -> list[str]:
        """What stands below the body, each in a box of its own."""
        skin = self._markup.skin
        boxes = []
        if skin.attachments_form == "after":
            boxes += [self._body.attachments(block) for block in article.pages[-1] if isinstance(block, Attachments)]
        if last and article.editor and skin.editor_form == "after":
            boxes.append(f"责任编辑：{article.editor}")
        if last and article.disclaimer and not skin.disclaimer_inside:
            boxes.append(_DISCLAIMER)
        if skin.font_switch == "below":
            boxes.append("【字体：大 中 小】")
        if skin.tools:
            boxes.append(_TOOLS)
        boxes += [self._frame.twins(article), self._frame.share()]
        if skin.neighbours:
            before, after = self._neighbours[article.number]
            boxes.append(f"上一篇：{self._neighbour(before)}<br/>\n下一篇：{self._neighbour(after)}")
        return boxes

    def _neighbour(self, number: int) -> str:
        return self._frame.link(self._site.articles[number]) if number else "没有了"

    def _page_links(self, article: Article, page: int) -> str:
        def link(label: str, target: int) -> str:
            address = self._platform.article(article.ref, target)
            return f'<a href="{address}">{label}</a>'

        count = len(article.pages)
        links = [f"<span>[{n}]</span>" if n == page else link(f"[{n}]", n) for n in range(1, count + 1)]
        if page > 1:
            links.insert(0, link("上一页", page - 1))
        if page < count:
            links.append(link("下一页", page + 1))
        return " ".join(links)

    def _related(self, article: Article) -> str:
        left = [self._site.articles[number] for number in article.related if number in self._site.articles]
        rows = "\n".join(f"<li>{self._frame.link(one)}</li>" for one in left)
        return f"<h4>相关新闻</h4>\n<ul>\n{rows}\n</ul>"

    def _meta_tags(self, article: Article, column: Column) -> str:
        skin = self._markup.skin
        if not skin.meta_tags:
            return ""
        # On some sites a tenth of the tags hold another day than the page prints; the printed one counts.
        late = skin.meta_tags_differ and article.number % 10 == 0
        moment = article.moment + dt.timedelta(days=1) if late else article.moment
        form = "%Y-%m-%d %H:%M" if printed_time(skin.date_form, moment) else "%Y-%m-%d"
        tags = {
            "SiteName": self._site.title,
            "ColumnName": column.name,
            "ArticleTitle": collapse(article.flat_title),
            "PubDate": moment.strftime(form),
            "ContentSource": article.source or "",
        }
        return "".join(f'<meta name="{name}" content="{self._markup.text(tags[name])}"/>\n' for name in tags)
