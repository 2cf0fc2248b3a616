"""The column that an article page's breadcrumb names."""

import pytest

from crawler.page.breadcrumb import breadcrumb_column
from crawler.page.lines import read_page


@pytest.mark.parametrize(
    "line",
    [
        "您的位置: <a href=/>首页</a>&nbsp;&gt;&nbsp;<a href=/dwjs/>队伍建设</a>",
        "当前位置：<a href=/>首页</a> &gt;&gt; <a href=/dwjs/>队伍建设</a> &gt;&gt; 正文",
        "您现在的位置：首页 » 政法动态 » 队伍建设",
        "您所在的位置：首页 > 队伍建设 > 某市召开政法工作会议",
        "您当前所在位置：网站首页 / 队伍建设 / 文章内容",
        "首页 › 队伍建设",
        "<span>当前位置:</span><a>首页</a>&gt;<a>队伍建设</a>&gt;<span>详情</span>",
        "位置：首页 - 队伍建设 - 正文",
    ],
)
def test_the_last_part_that_is_a_column(line: str) -> None:
    page = read_page(f"<div>某市长安网</div><div>{line}</div><h1>某市召开政法工作会议</h1><p>正文。</p>".encode())
    assert breadcrumb_column(page, "某市召开政法工作会议") == "队伍建设"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>某市长安网</p>",
        "<p>他所在的派出所荣立集体二等功。</p>",
        "<p>您的位置：首页</p>",
        "<p>当前位置：首页 &gt; 正文</p>",
        f"<p>您的位置：首页 &gt; {'很长' * 100}</p>",
    ],
)
def test_no_column_is_none(markup: str) -> None:
    assert breadcrumb_column(read_page(markup.encode())) is None


def test_prose_that_speaks_of_a_position_is_no_breadcrumb() -> None:
    page = read_page("<p>新址位置：在城东，交通便利，群众办事更加方便快捷，得到一致好评和充分肯定。</p>".encode())
    assert breadcrumb_column(page) is None
