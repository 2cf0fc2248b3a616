"""A whole small site of JEECMS, as ``lanmu newsite`` would find one."""

from small_site import META, TEXT, ListRow, SmallSite

NAME = "某市长安网"
PUBLISHER = "中共某市委政法委员会"
COLUMNS = {"队伍建设": "dwjs", "政法要闻": "zfyw", "平安建设": "pajs", "政法动态": "zfdt"}
BELOW = {"基层动态": "zfdt/jcdt"}
TEXTS = {"机构职能": "/jgzn.jhtml"}
EMPTY = {"通知公告": "tzgg"}
PER_PAGE, ARTICLES = 5, 8


class Portal(SmallSite):
    """Columns of eight articles on two pages each, one below another, an empty one, a text, a form."""

    def build(self, *, icp: str = "鄂ICP备12345678号-1", empty: bool = True) -> list[str]:
        """Serve the whole site; returns the paths of its articles."""
        self.icp, self.empty = icp, EMPTY if empty else {}
        paths, latest = [], list[ListRow]()
        for at, (name, folder) in enumerate({**COLUMNS, **BELOW}.items()):
            rows = [self.article_in(name, folder, 1000 * (at + 1) + n) for n in range(ARTICLES)]
            latest.append(rows[0])
            paths += [row.href for row in rows]
            for number in (1, 2):
                self.list_in(name, folder, rows[PER_PAGE * (number - 1) : PER_PAGE * number], number)
        for name, folder in self.empty.items():
            self.serve(f"/{folder}/index.jhtml", self.page(name, "<p>暂无内容</p>", [name]))
        for name, path in TEXTS.items():
            text = "".join(f"<p>{TEXT}</p>" for _ in range(6))
            self.serve(path, self.page(name, f"<h1>{name}</h1><div class=content>{text}</div>", [name]))
        items = "".join(self.item(row) for row in latest)
        self.serve("/", self.page("", f"<div class=news><h3>最新动态</h3><ul>{items}</ul></div>", []))
        return paths

    def page(self, title: str, inner: str, trail: list[str]) -> str:
        below = "".join(f'<li><a href="/{folder}/index.jhtml">{name}</a></li>' for name, folder in BELOW.items())
        items = "".join(
            f'<li><a href="/{folder}/index.jhtml">{name}</a>{f"<ul>{below}</ul>" if folder == "zfdt" else ""}</li>'
            for name, folder in {**COLUMNS, **self.empty}.items()
        )
        items += "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in TEXTS.items())
        items += '<li><a href="http://www.other.gov.cn/">外部门户</a></li><li><a href="/search?q=">站内搜索</a></li>'
        place = f'<div class="dqwz">您的位置: <a href="/">首页</a>{"".join(f" &gt; {name}" for name in trail)}</div>'
        return (
            f'<html><head><meta charset="utf-8"><title>{f"{title}-" if title else ""}{NAME}</title></head><body>'
            f'<div class="top">{NAME}</div><ul class="nav"><li><a href="/">首页</a></li>{items}</ul>'
            f'{place if trail else ""}<div class="main">{inner}</div>'
            f'<div class="footer"><p>主办单位：{PUBLISHER}</p><p>{self.icp}</p></div></body></html>'
        )

    def article_in(self, name: str, folder: str, number: int) -> ListRow:
        title = f"{name}第{number}次工作会议在某市召开"
        inner = f"<h1>{title}</h1><div class=msgbar>{META}</div><div class=content><p>{TEXT}</p><p>{TEXT}</p></div>"
        path = f"/{folder}/{number}.jhtml"
        self.serve(path, self.page(title, inner, [name, "正文"]))
        return ListRow(path, title)

    def list_in(self, name: str, folder: str, rows: list[ListRow], number: int) -> None:
        label = "下一页" if number == 1 else "上一页"
        turn = f"<a href='#' onclick=\"location.href=encodeURI('index_{3 - number}.jhtml');\">{label}</a>"
        inner = (
            f"<ul class=list>{''.join(self.item(row) for row in rows)}</ul>"
            f"<div class=pager>共{ARTICLES}条记录 {number}/2页 {turn}</div>"
        )
        file = "index.jhtml" if number == 1 else f"index_{number}.jhtml"
        self.serve(f"/{folder}/{file}", self.page(name, inner, [name]))

    @staticmethod
    def item(row: ListRow) -> str:
        return f'<li><a href="{row.href}">{row.title}</a><span>{row.day}</span></li>'
