"""Opens a dataset as a crawl does and asks it everything a crawl asks; prints one line of JSON.

``python benchmarks/known_answers.py DATA_DIR ARTICLES`` is what ``known.py`` measures, each time in a fresh process.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from crawled import peak_mb
from known_dataset import COLUMNS, SITE, article_id
from scrapy.settings import Settings

from crawler.dataset.policy import Policy
from crawler.extensions.known import Known

# Of the articles, and of ids that are none, so many are asked for, spread over all of them.
_ASKED = 20_000


def main() -> None:
    data_dir, articles = Path(sys.argv[1]), int(sys.argv[2])
    settings = Settings()
    settings.setmodule("crawler.settings")
    began = time.monotonic()
    known = Known(data_dir, SITE, Policy.from_settings(settings), {"site": SITE, "site_name": ""})
    due = [(one.id, one.record["body"], one.gone, one.last_seen) for one in known.due()]
    failed = [one.line() for one in known.failed_links(given_up=False)]
    seconds, rss = time.monotonic() - began, peak_mb(os.getpid())
    step = max(1, articles // _ASKED)
    there = [article_id(number) in known for number in range(0, articles, step)]
    absent = [article_id(-1 - number) in known for number in range(_ASKED)]
    columns = []
    for at, name in enumerate(COLUMNS):
        past = known.past(name)
        if past is not None:
            listed = [past.listed(article_id(number)) for number in range(at, articles, step * len(COLUMNS))]
            columns.append((name, sorted(past.front), past.items, sum(listed), len(listed)))
    gone = [known.verdict_on(hashlib.sha256(f"dead {number}".encode()).hexdigest()[:20]) for number in range(2000)]
    answers = [sorted(due), sorted(failed, key=str), there, absent, columns, known.columns(), gone]
    digest = hashlib.sha256(json.dumps(answers, ensure_ascii=False).encode()).hexdigest()
    told = {
        "seconds": seconds,
        "rss": rss,
        "digest": digest,
        "known": sum(there) / len(there),
        "wrongly_known": sum(absent),
        "due": len(due),
        "failed": len(failed),
        "columns": len(columns),
        "listed": sum(listed for *_, listed, _ in columns),
        "gone": len(gone) - gone.count(None),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
