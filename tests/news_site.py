"""A site that people work on between crawls, and in them: articles come, change, move and go."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from pytest_httpserver import HTTPServer
from small_site import TEXT, ListRow, SmallSite, article_html, page_html

# Rows on a page.
SIZE = 3
OLD_DAY = "2024-03-05"
SOFT_404 = page_html("某市长安网", "<p>您访问的页面不存在或已删除</p>")


@dataclass(frozen=True)
class Story:
    """An article as the site has it now."""

    title: str
    day: str = OLD_DAY
    source: str = "某市日报"
    text: str = TEXT


class Shelf:
    """A column: the paths of its articles, newest first; ``total``: its pager says how many there are."""

    def __init__(self, path: str, *, total: bool) -> None:
        self.path = path
        self.total = total
        self.rows: list[str] = []
        self.pinned: list[str] = []  # some of them, on top of every page too

    def page(self, number: int) -> str:
        return f"{self.path}index{'' if number == 1 else f'_{number}'}.jhtml"


class NewsSite(SmallSite):
    """Columns by name; every change shows at once. Articles are numbered as they come: ``/dwjs/1.jhtml``."""

    def __init__(self, server: HTTPServer) -> None:
        super().__init__(server)
        self.shelves: dict[str, Shelf] = {}
        self.stories: dict[str, Story] = {}
        self._count = 0

    def open(self, name: str, path: str, articles: int, *, total: bool = True, day: str = OLD_DAY) -> list[str]:
        """A new column with so many articles; returns their paths, newest first."""
        self.shelves[name] = Shelf(path, total=total)
        self.home({name: shelf.page(1) for name, shelf in self.shelves.items()})
        return self.publish(name, articles, day=day)

    def publish(self, name: str, count: int = 1, *, at: int = 0, day: str = OLD_DAY) -> list[str]:
        """New articles from row ``at`` of a column on."""
        shelf, new = self.shelves[name], list[str]()
        for _ in range(count):
            self._count += 1
            path = f"{shelf.path}{self._count}.jhtml"
            self._set(path, Story(f"第{self._count}次工作会议召开", day))
            shelf.rows.insert(at, path)
            new.insert(0, path)
        self.show()
        return new

    def edit(self, path: str, **fields: Any) -> None:
        """Change an article's title, day, source or text, on its page and in its row."""
        self._set(path, replace(self.stories[path], **fields))
        self.show()

    def unlist(self, path: str) -> None:
        for shelf in self.shelves.values():
            shelf.rows = [row for row in shelf.rows if row != path]
        self.show()

    def restore(self, path: str) -> None:
        """Serve an article again as it was."""
        self._set(path, self.stories[path])

    def lose(self, name: str) -> None:
        """Take a column out of the navigation; its pages stay."""
        self.home({other: shelf.page(1) for other, shelf in self.shelves.items() if other != name})

    def show(self) -> None:
        """Serve the column pages as the columns are now."""
        for shelf in self.shelves.values():
            pages = max(-(-len(shelf.rows) // SIZE), 1)
            self.fault(shelf.page(pages + 1), 404)  # where one was before
            for number in range(1, pages + 1):
                rows = shelf.rows[(number - 1) * SIZE : number * SIZE]
                self.serve(shelf.page(number), self._page(shelf, [*shelf.pinned, *rows], number, pages))

    def pages_of(self, name: str, asked: list[str]) -> list[int]:
        """The numbers of a column's pages among the paths asked for, in their order."""
        shelf = self.shelves[name]
        numbers = {shelf.page(number): number for number in range(1, len(shelf.rows) + 2)}
        return [numbers[path] for path in asked if path in numbers]

    def _set(self, path: str, story: Story) -> None:
        self.stories[path] = story
        self.serve(path, article_html(story.title, story.text, f"发布时间：{story.day} 来源：{story.source}"))

    def _page(self, shelf: Shelf, paths: list[str], number: int, pages: int) -> str:
        rows = [ListRow(path, self.stories[path].title, self.stories[path].day) for path in paths]
        items = "".join(f'<li><span>{row.day}</span><a href="{row.href}">{row.title}</a></li>' for row in rows)
        counted = f"共{len(shelf.rows)}条记录 " if shelf.total else ""
        turn = f'<a href="#" onclick="location.href=encodeURI(\'index_{number + 1}.jhtml\');">下一页</a>'
        pager = f'<div class="pager">{counted}{number}/{pages}页 {turn}</div>'
        return page_html("某市长安网", f'<ul class="list">{items}</ul>{pager}')


def articles_in(asked: list[str]) -> list[str]:
    """The paths of articles among those asked for."""
    return [path for path in asked if PurePosixPath(path).stem.split("_")[0].isdecimal()]
