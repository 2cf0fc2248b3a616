"""The views: each is given a page that is asked for, and answers it."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from crawler.web.page import Page
from crawler.web.views.article import article
from crawler.web.views.articles import articles
from crawler.web.views.changes import changes
from crawler.web.views.column import column
from crawler.web.views.columns import columns, columns_csv
from crawler.web.views.dataset import dataset
from crawler.web.views.datasets import datasets
from crawler.web.views.downloads import articles_csv, articles_jsonl
from crawler.web.views.file import file
from crawler.web.views.links import links
from crawler.web.views.pages import pages
from crawler.web.views.run import run
from crawler.web.views.runs import runs
from crawler.web.views.today import today

# By the path of their address.
VIEWS: Mapping[str, Callable[[Page], Response]] = {
    "": today,
    "columns": columns,
    "columns.csv": columns_csv,
    "column": column,
    "articles": articles,
    "articles.jsonl": articles_jsonl,
    "articles.csv": articles_csv,
    "article": article,
    "changes": changes,
    "links": links,
    "pages": pages,
    "run": run,
    "runs": runs,
    "datasets": datasets,
    "dataset": dataset,
    "file": file,
}
