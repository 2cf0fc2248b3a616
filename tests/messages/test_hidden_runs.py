"""Real runs: a column that can't be read, a site that refuses meanwhile, a damaged run; what is told is never wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from history import History, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from receivers import Receiver, receiver
from support import lanmu


@pytest.fixture
def chat() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def test_a_column_is_well_again_when_it_was_read(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path, chat: Receiver
) -> None:
    site = NewsSite(servers[0])
    history = History(site, tmp_path)
    site.open("队伍建设", "/dwjs/", 4)
    site.open("通知公告", "/tzgg/", 4)

    def told(day: int) -> list[str]:
        chat.taken.clear()
        wired = f'MESSAGE_CHANNELS={{"chat": "{chat.hook()}"}}'
        lanmu("health", "--tell", "-s", wired, cwd=tmp_path, env=environment_on(day))
        return [line for text in chat.texts("/hook") for line in text.splitlines()[2:] if line]

    site.serve("/tzgg/index.jhtml", "<html><body><p>本栏目正在升级改造</p></body></html>")
    history.crawl(0, code=3)
    opened = told(0)
    assert opened[0] == "新出现 1"
    assert opened[1].startswith("· 解析漂移 jingzhou/通知公告：栏目页读不出列表")

    site.fault("/", 403)
    history.crawl(1, code=1)
    refused = told(1)
    assert refused[0] == "新出现 1"
    assert [line.partition("：")[0] for line in refused[1:]] == ["· 被拦 jingzhou"]

    site.home({name: shelf.page(1) for name, shelf in site.shelves.items()})
    site.show()
    articles = history.crawl(2).run.folder / "articles.jsonl"
    whole = articles.read_bytes()
    articles.write_bytes(whole[:-1])
    assert [line.partition("：")[0] for line in told(2)] == ["新出现 1", "· 不完整 jingzhou"]

    articles.write_bytes(whole)
    assert sorted(line.partition("（")[0] for line in told(2)) == [
        "· jingzhou/通知公告：栏目页又读得出列表",
        "· jingzhou：各次运行的文件又都完整",
        "· jingzhou：网站又让抓取",
        "已恢复 3",
    ]
