"""What the dataset already holds: the ids of all articles in the site's finished runs. The dataset is the state."""

import json
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.exporters.run_folder import ARTICLES, finished_runs


class Known:
    """``article_id in known``; read from ``data/<site>/runs`` when the spider opens."""

    def __init__(self, crawler: Crawler) -> None:
        self.data_dir = Path(crawler.settings["DATA_DIR"])
        self.site = str(crawler.spidercls.name)
        self.ids: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        known = cls(crawler)
        crawler.signals.connect(known.spider_opened, signal=signals.spider_opened)
        return known

    def spider_opened(self) -> None:
        for run in finished_runs(self.data_dir, self.site):
            with (run / ARTICLES).open("rb") as lines:
                self.ids.update(json.loads(line)["id"] for line in lines)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self.ids
