"""How exact the four fields are: our own saved pages, and the labelled real pages where they lie beside the clone.

``python benchmarks/accuracy.py`` (``make accuracy``) prints a line per corpus. The real pages (``../shared/pages``) are
split by the hash of their name: rules were tuned on two thirds of them, the last third was held out.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.items import Article
from crawler.page.lines import UnreadableError, read_page
from crawler.pipelines import pull
from crawler.pipelines.check import NotAnArticle

ROOT = Path(__file__).resolve().parents[1]
SAVED = ROOT / "tests" / "pages"
SHARED = ROOT.parent / "shared" / "pages"
FIELDS = ("title", "date", "source", "body")


def read(body: bytes, known: dict[str, Any]) -> Article | None:
    """The record of a page; ``known`` is what a walk would have told. None for what is no article."""
    try:
        article = Article(pages=[read_page(body, known.get("url") or "")])
        for name, value in known.items():
            if value is not None:
                setattr(article, name, value)
        return pull(article)
    except (UnreadableError, NotAnArticle):
        return None


def digest(files: list[Path]) -> str:
    """SHA-256 over names and bytes of a corpus, so that a changed page doesn't pass unseen."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def saved_scores() -> dict[str, float]:
    """Share of our own saved pages on which each field is exactly as expected."""
    right = dict.fromkeys(FIELDS, 0)
    pages = sorted(SAVED.glob("*/*.json"))
    for page in pages:
        told = json.loads(page.read_text(encoding="utf-8"))
        known = {name: told.get(name) for name in ("url", "list_title", "list_date", "fetched_at")}
        article = read(page.with_suffix(".html").read_bytes(), known)
        for field in FIELDS:
            right[field] += article is not None and getattr(article, field) == told["expected"][field]
    return {field: right[field] / len(pages) for field in FIELDS}


def shared_lines() -> Iterator[str]:
    """The scorer's table over the labelled real pages: all, tuned on, held out, government."""
    labels = [json.loads(line) for line in (SHARED / "articles" / "labels.jsonl").read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "lanmu.jsonl"
        with predictions.open("w", encoding="utf-8") as file:
            for label in labels:
                body = gzip.decompress((SHARED / "articles" / f"{label['id']}.html.gz").read_bytes())
                article = read(body, {"url": label["url"] or None})
                fields = {field: getattr(article, field) if article else None for field in FIELDS}
                file.write(json.dumps({"id": label["id"], **fields}, ensure_ascii=False) + "\n")
        groups = {
            "all": labels,
            "tuned on": [label for label in labels if not held_out(label["id"])],
            "held out": [label for label in labels if held_out(label["id"])],
            "government": [label for label in labels if label["group"] == "gov"],
        }
        for name, group in groups.items():
            subset = Path(folder) / "labels.jsonl"
            subset.write_text("".join(json.dumps(label, ensure_ascii=False) + "\n" for label in group), "utf-8")
            command = [sys.executable, str(SHARED / "score.py"), str(predictions), "--labels", str(subset)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
            head, line = done.stdout.splitlines()[:2]
            if name == "all":
                yield f"{'':12}{head}"
            yield f"{name:12}{line}"


def held_out(page: str) -> bool:
    """A third of the pages, by the hash of their name."""
    return int(hashlib.sha256(page.encode()).hexdigest(), 16) % 3 == 0


def main() -> None:
    scores = saved_scores()
    print(f"{len(list(SAVED.glob('*/*.json')))} saved pages of our own, exact: ", end="")
    print(", ".join(f"{field} {share:.1%}" for field, share in scores.items()))
    if SHARED.is_dir():
        print("\n".join(shared_lines()))
    else:
        print("The labelled real pages are not beside this clone.")


if __name__ == "__main__":
    main()
