"""The body as text: one paragraph a line, and nothing of what stands around it."""

import pytest
from article_pages import framed, pulled, with_content
from small_site import TEXT

MORE = "各派出所推出预约办理和上门服务，把窗口搬到社区和村组，让群众少跑腿、好办事。"


def test_one_paragraph_a_line_with_subheadings() -> None:
    article = with_content(
        f"<p>　　{TEXT}</p><p>&nbsp;</p><p><strong>坚持服务在前 回应群众期盼</strong></p><p>&nbsp;&nbsp;{MORE}</p>"
    )
    assert article.body == f"{TEXT}\n坚持服务在前 回应群众期盼\n{MORE}"
    assert article.rules["body"] == "window"


@pytest.mark.parametrize(
    "content",
    [
        f"{TEXT}<br><br>　　{MORE}",
        f"<div>{TEXT}</div><div>{MORE}</div>",
        f"<span><font>{TEXT}</font></span><br/><span>{MORE}</span>",
        f"<table><tr><td><p>{TEXT}</p><p>{MORE}</p></td></tr></table>",
        f"<section><section><p>{TEXT}</p></section><section><p>{MORE}</p></section></section>",
        f"<p>{TEXT}</p></html><p>{MORE}</p>",
        f'<p>{TEXT}</p><p style="display:none">隐藏的文字，不应当出现。</p><p>{MORE}</p>',
    ],
)
def test_paragraphs_in_any_markup(content: str) -> None:
    assert with_content(content).body == f"{TEXT}\n{MORE}"


@pytest.mark.parametrize(
    "behind",
    [
        "<p>责任编辑：甲</p><p>审核：乙</p>",
        "<p>（编辑：甲）</p>",
        "<div>上一篇：<a href=1.jhtml>某县开展平安创建活动</a></div><div>下一篇：没有了</div>",
        "<div>分享到：<a>微信</a><a>微博</a></div>",
        "<div><a>打印</a> <a>关闭窗口</a></div>",
        "<h3>相关新闻</h3><ul><li><a href=1.jhtml>某县开展平安创建活动</a></li></ul>",
        "<p>版权所有：某市委政法委员会</p>",
    ],
)
def test_what_follows_the_article_is_left_out(behind: str) -> None:
    content = f"<p>{TEXT}</p><p>{MORE}</p>"
    assert pulled(framed("发布时间：2024-03-05", content, behind=behind)).body == f"{TEXT}\n{MORE}"
    assert with_content(content + behind).body == f"{TEXT}\n{MORE}"


def test_a_table_is_read_by_row_with_tabs() -> None:
    rows = "<tr><th>单位</th><th>件数</th><th>备注</th></tr><tr><td>甲县</td><td>12</td><td></td></tr>"
    rows += "<tr><td><p>乙县</p></td><td>7</td><td><p>含</p><p>旧案</p></td></tr>"
    article = with_content(f"<p>{TEXT}</p><table>{rows}</table><p>{MORE}</p>")
    assert article.body.split("\n") == [TEXT, "单位\t件数\t备注", "甲县\t12\t", "乙县\t7\t含 旧案", MORE]


def test_empty_cells_inside_a_row_keep_their_place() -> None:
    rows = "<tr><td>单位</td><td>件数</td><td>备注</td></tr><tr><td>甲县</td><td></td><td>无</td></tr>"
    assert with_content(f"<p>{TEXT}</p><table>{rows}</table>").body.split("\n")[1:] == [
        "单位\t件数\t备注",
        "甲县\t\t无",
    ]


@pytest.mark.parametrize(
    "caption", ["图为会议现场", "▲ 民警走访群众", "民警走访群众。记者甲 摄", "（图片来源：某市日报）"]
)
def test_captions_are_left_out(caption: str) -> None:
    article = with_content(f'<p>{TEXT}</p><p><img src="/u/1.jpg" alt="现场"></p><p>{caption}</p><p>{MORE}</p>')
    assert article.body == f"{TEXT}\n{MORE}"
    assert article.images == [{"url": "http://www.example.gov.cn/u/1.jpg", "alt": "现场"}]


def test_attachments_are_listed_and_their_links_left_out() -> None:
    article = with_content(
        f'<p>{TEXT}</p><p>附件：1.<a href="/u/a.docx">名单.docx</a></p><p>2.<a href="/u/b.PDF">通知（盖章）</a></p>'
    )
    assert article.body == TEXT
    assert article.attachments == [
        {"url": "http://www.example.gov.cn/u/a.docx", "name": "名单.docx", "type": "docx"},
        {"url": "http://www.example.gov.cn/u/b.PDF", "name": "通知（盖章）", "type": "pdf"},
    ]


def test_an_attachment_linked_in_a_sentence_stays_in_the_text() -> None:
    article = with_content(f'<p>{TEXT}</p><p>请填写<a href="/u/a.docx">报名表</a>，并于月底前寄回办公室。</p>')
    assert article.body == f"{TEXT}\n请填写报名表，并于月底前寄回办公室。"
    assert [file["name"] for file in article.attachments] == ["报名表"]


def test_a_picture_only_article_has_an_empty_body() -> None:
    article = with_content('<p><img src="/u/1.jpg"></p><p><img src="/u/2.jpg" alt="图表"></p>')
    assert article.body == ""
    assert article.images == [
        {"url": "http://www.example.gov.cn/u/1.jpg", "alt": None},
        {"url": "http://www.example.gov.cn/u/2.jpg", "alt": "图表"},
    ]
    assert article.rules["body"] == "pictures_only"
    assert "short_body" not in article.flags


def test_icons_are_no_pictures_of_the_article() -> None:
    article = with_content(
        f'<p>{TEXT}</p><p><img src="/fileTypeImages/icon_doc.gif"><a href="/u/a.doc">名单.doc</a></p>'
        '<p><img src="data:image/png;base64,AAAA"></p>'
    )
    assert article.images == []


@pytest.mark.parametrize("text", ["特此公告。", "（此件公开发布）", "经研究，现予公布。"])
def test_a_short_body_is_whole(text: str) -> None:
    article = with_content(f"<p>{text}</p>")
    assert (article.body, article.flags) == (text, ["short_body"])


def test_a_short_line_behind_the_body_is_not_lost() -> None:
    content = f"<p>{TEXT}</p><p>{MORE}</p><p>某市委政法委员会</p><p>2024年3月5日</p>"
    assert with_content(content).body == f"{TEXT}\n{MORE}\n某市委政法委员会\n2024年3月5日"


def test_the_title_again_inside_the_body_is_kept() -> None:
    article = with_content(f"<p>{TEXT}</p><p>某市召开政法队伍建设推进会</p><p>{MORE}</p>")
    assert article.body == f"{TEXT}\n某市召开政法队伍建设推进会\n{MORE}"


@pytest.mark.parametrize(
    "line", ["开标时间：2020-10-01", "报名时间：2024年9月9日", "会议时间：2024年9月4日上午", "时间：9月4日上午"]
)
def test_a_notices_own_times_are_its_text(line: str) -> None:
    article = with_content(f"<p>{line}</p><p>{TEXT}</p>")
    assert (article.body, article.date) == (f"{line}\n{TEXT}", "2024-03-05")


@pytest.mark.parametrize(
    "line", ["关键词：担当", "主办单位：某市司法局", "审核：某某", "热点关注", "下一条 措施", "提示：请注意"]
)
def test_a_line_inside_the_text_does_not_end_it(line: str) -> None:
    article = with_content(f"<p>{TEXT}</p><p>{line}</p><p>{MORE}</p>")
    assert article.body == f"{TEXT}\n{line}\n{MORE}"


DOCUMENTS = "<table><tr><td>文件名称<td>文号<tr><td>某市节能办法<td>〔2019〕1号<tr><td>某市供水办法<td>〔2019〕2号"
DOCUMENTS += "<tr><td>某市供电办法<td>〔2019〕3号<tr><td>某市供气办法<td>〔2019〕4号</table>"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<p>各县（区）全民阅读办公室：</p>", "各县（区）全民阅读办公室："),
        ("<h3>一、访问情况</h3>", "一、访问情况"),
        ("<p>2020年1月3日 市政府召开常务会议</p><p>2020年1月8日 市长调研重点项目</p>", None),
        ("<p>记者：局长您好，请您介绍一下今年招生政策</p>", None),
        ("<p>地理位置：某市北部</p>", None),
        ("<p>主办单位：市文旅局</p><p>承办单位：市图书馆</p><p>报名电话：123</p>", None),
        ("<table><tr><td>2<td>打印机<td>10<tr><td>3<td>关闭<td>5</table>", "2\t打印机\t10\n3\t关闭\t5"),
        (
            DOCUMENTS,
            "文件名称\t文号\n某市节能办法\t〔2019〕1号\n某市供水办法\t〔2019〕2号\n某市供电办法\t〔2019〕3号\n某市供气办法\t〔2019〕4号",
        ),
    ],
)
def test_first_lines_that_look_like_a_head_are_text(content: str, body: str | None) -> None:
    expected = body or content.removeprefix("<p>").removesuffix("</p>").replace("</p><p>", "\n")
    article = with_content(f"{content}<p>{TEXT}</p>")
    assert (article.body, article.author) == (f"{expected}\n{TEXT}", None)
