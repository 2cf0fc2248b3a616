"""Words of the data as people read them: outcomes, verdicts, flags, fields."""

from collections.abc import Mapping

from crawler.health.finding import Words

NAMES: Mapping[str, Words] = {
    # fields
    "title": Words("标题", "title"),
    "date": Words("日期", "date"),
    "source": Words("来源", "source"),
    "body": Words("正文", "text"),
    # what became of a link
    "listed": Words("列出", "listed"),
    "written": Words("新增", "new"),
    "known": Words("已有", "known"),
    "repeated": Words("重复", "repeated"),
    "dropped": Words("跳过", "dropped"),
    "failed": Words("失败", "failed"),
    # what became of an article
    "edited": Words("改动", "edited"),
    "restored": Words("恢复", "restored"),
    "removed": Words("撤下", "removed"),
    # a run
    "complete": Words("完整", "complete"),
    "partial": Words("抽样", "partial"),
    "incomplete": Words("不完整", "incomplete"),
    "interrupted": Words("中断", "interrupted"),
    # a column in a run
    "walked": Words("走完", "walked to its end"),
    "sealed": Words("已封口", "sealed"),
    "unfinished": Words("未走完", "unfinished"),
    "single_page": Words("单页", "a single page"),
    # how a run ended
    "finished": Words("走到头", "to its end"),
    "shutdown": Words("被停止", "stopped"),
    "window_closed": Words("时段已过", "its window closed"),
    "cannot_write": Words("写不进磁盘", "the disk could not be written"),
    "killed": Words("被杀", "killed"),
}
