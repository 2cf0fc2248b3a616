"""What the dataset already holds: the ids of all articles in the site's finished runs. The dataset is the state."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler

from crawler.errors import LanmuError
from crawler.exporters.run_folder import ARTICLES, LINKS, MANIFEST, finished_runs
from crawler.page.dates import BEIJING

# Shorter than a day, so that a daily crawl asks for every dead link once.
_ASK_AGAIN = timedelta(hours=20)


class Known:
    """``article_id in known``; read from ``data/<site>/runs`` before the crawl starts.

    ``gone`` holds the dead links of the last hours: a page may come that isn't there yet, but not at once.
    """

    def __init__(self, data_dir: Path, site: str) -> None:
        """Raises :class:`LanmuError` for a finished run that isn't whole any more: its articles would come twice."""
        self.ids: set[str] = set()
        self.gone: set[str] = set()
        for run in finished_runs(data_dir, site):
            try:
                self._add(run)
            except (OSError, ValueError, KeyError) as error:
                what = f"{type(error).__name__}: {error}"
                raise LanmuError(f"{run} is damaged ({what}); restore it or move it away") from None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Path(crawler.settings["DATA_DIR"]), str(crawler.spidercls.name))

    def __contains__(self, article_id: str) -> bool:
        return article_id in self.ids

    def _add(self, run: Path) -> None:
        manifest = json.loads((run / MANIFEST).read_bytes())
        with (run / ARTICLES).open("rb") as lines:
            ids = [json.loads(line)["id"] for line in lines]
        if len(ids) != manifest["counts"]["articles"]:
            raise ValueError(
                f"{ARTICLES} holds {len(ids)} articles, the manifest says {manifest['counts']['articles']}"
            )
        self.ids.update(ids)
        if datetime.now(BEIJING) - datetime.fromisoformat(manifest["finished_at"]) <= _ASK_AGAIN:
            with (run / LINKS).open("rb") as lines:
                links = [json.loads(line) for line in lines]
            # A link that was not asked for in that run is gone_lately there, so its time is not renewed.
            self.gone.update(link["id"] for link in links if link["reason"] == "gone")
