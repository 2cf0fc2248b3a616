"""A data folder of two months of one site, and questions that ``lanmu query`` answers."""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from history import SITE, History, date_on, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import release
from support import Done, Record, crawl, lanmu

from crawler.query.answers import json_lines
from crawler.query.question import Query

NEW, OLD = "队伍建设", "政法要闻"
EDITED, GONE, BACK = (f"/dwjs/{number}.jhtml" for number in (4, 3, 2))
# Two months later, whatever day it is.
LATER = 62


@dataclass(frozen=True)
class Data:
    """A data folder of two months of one site, the first folded; the runs' lines as they were written."""

    folder: Path
    articles: dict[str, Record]  # by path, as first written
    runs: list[str]

    def ask(self, question: str, data: Path | None = None) -> list[Record]:
        """The answer, of this data folder or another."""
        with TemporaryDirectory() as work:
            query = Query(data or self.folder / "data", [], question, Path(work))
            return [json.loads(line) for line in json_lines(query.head, query.rows)]

    def asked(self, *arguments: str | Path) -> Done:
        return lanmu("query", *arguments, cwd=self.folder)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def asked_data(server: HTTPServer, folder: Path) -> Data:
    """Crawled on four days: articles come, one is edited, two go, one of these is back; a link fails at last."""
    site = NewsSite(server)
    site.open(NEW, "/dwjs/", 4, day=date_on(0))
    site.open(OLD, "/zfyw/", 3)
    history = History(site, folder)
    history.crawl(0)
    site.edit(EDITED, title="第4次工作会议圆满结束", source="某省日报")
    for path in (GONE, BACK):
        site.fault(path, 404)
    site.publish(NEW, day=date_on(3))
    history.crawl(3)
    site.restore(BACK)
    history.crawl(4)
    written = [record for run in history.runs() for record in run.articles]
    names = [run.folder.name for run in history.runs()]
    assert lanmu("fold", cwd=folder, env=environment_on(LATER)).returncode == 0
    site.fault(site.publish(OLD)[0], 500)
    done = crawl(SITE, site.address, "-s", "RETRY_TIMES=0", cwd=folder, env=environment_on(LATER))
    assert done.returncode == 3, done.stderr
    release(folder, day=LATER)
    names.append(max(path.name for path in (folder / "data" / SITE / "runs").glob("*T*")))
    return Data(folder, {path_of(record["url"]): record for record in written}, names)
