"""The fields of an article of a release as a Chinese reader is told of them; ``tables.py`` says it in English."""

from collections.abc import Mapping

from crawler.health.finding import Words

TYPES: Mapping[str, Words] = {
    "string": Words("文本", "text"),
    "day": Words("日期", "day"),
    "integer": Words("整数", "integer"),
    "boolean": Words("是/否", "true/false"),
    "strings": Words("文本列表", "list of texts"),
    "struct": Words("对象", "object"),
    "structs": Words("对象列表", "list of objects"),
}

MEANINGS: Mapping[str, str] = {
    "id": "稳定的键：由网站名和地址中标识文章的部分算出；改文、换 https、栏目改名都不变",
    "site": "网站的代号",
    "site_name": "网站自称",
    "column": "抓取时最先经由的栏目；文章的每次列出都在 links 表里",
    "url": "文章第一页的地址，照抓取时",
    "title": "文章页上印的标题",
    "date": "页面上印的日期，北京时间，不作推移",
    "published": "页面印有时刻时的完整时间，带时区",
    "date_text": "日期在页面上的原文",
    "source": "来源，照页面所印；空的来源为 null",
    "author": "作者（或记者、通讯员），照页面所印，与来源分开",
    "body": "正文，一段一行，保留小标题；表格一行为一行，单元格以制表符分开；不含图注、附件链接、导航和责任编辑",
    "attachments": "文中链接的附件：地址、名称、类型",
    "images": "正文中的图片：地址、替代文字",
    "list_title": "栏目页上的标题，网站可能以…截短",
    "list_date": "栏目页上标题旁的日期",
    "rules": "每个字段由哪条规则读出",
    "flags": "这条记录有什么可疑之处",
    "run": "写下这条记录的那次运行",
    "fetched_at": "取到第一页的时间，+08:00",
    "status": "第一页的 HTTP 状态码",
    "etag": "服务器随页面给的 ETag",
    "last_modified": "服务器随页面给的 Last-Modified",
    "page_sha256": "文章各页字节的 SHA-256",
    "content_sha256": "标题、日期、来源、正文的 SHA-256；变了就是文章改了",
    "columns": "列出过这篇文章的所有栏目，最先的在前",
    "first_run": "最先发现这篇文章的运行",
    "revisions": "revisions 表里有它几个较早的文本",
    "cluster": "同文的一组中最早那篇的 id；没有同文为 null",
    "cluster_match": "first：一组中最早的；exact：除空格标点外一字不差；near：大部分相同",
}
