"""CPU per page of reading an article, bytes to record, beside trafilatura and GNE on the same pages in the same run.

``python benchmarks/reading.py [PAGE…]`` prints milliseconds per page: medians over rounds in which the readers take
turns. Without pages named it reads articles of about 43 KB that the sandbox's site is padded to. The peers are in the
extra ``bench``; nothing else needs them.
"""

import argparse
import gzip
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from gne import GeneralNewsExtractor

from crawler.items import Article
from crawler.page.lines import read_page
from crawler.pipelines import pull

SIZE = 43_000
PARAGRAPH = "会议指出，今年以来各单位认真落实部署，工作取得明显成效。下一步要聚焦重点任务，逐项抓好落实，让群众满意。"


def page(number: int) -> bytes:
    """An article page of about 43 KB: 200 navigation links, 25 paragraphs, scripts and styles for the rest."""
    links = "".join(f'<li><a href="/lm{n}/index.jhtml">第{n}个栏目</a></li>' for n in range(100))
    related = "".join(f'<li><a href="/lm/{n}.jhtml">相关的第{n}条新闻标题在这里</a></li>' for n in range(100))
    body = "".join(f"<p>　　{PARAGRAPH}（{number}-{n}）</p>" for n in range(25))
    title = f"某市召开第{number}次推进会部署下一阶段工作"
    html = (
        f"<html><head><title>{title}-某市长安网</title></head><body><ul>{links}</ul><div><h1>{title}</h1>"
        f"<div>发布时间：2026-09-0{number % 9 + 1} 10:00 来源：某市日报 作者：记者甲</div><div>{body}</div>"
        f"<div>（责任编辑：编辑乙）</div><h4>相关新闻</h4><ul>{related}</ul></div>"
    )
    script = "<script>var a = 1;" + "a += 1;" * max((SIZE - len(html.encode())) // 7, 0) + "</script>"
    return f"{html}{script}<div>版权所有 演示数据</div></body></html>".encode()


def lanmu(body: bytes) -> object:
    return pull(Article(pages=[read_page(body)])).body


def by_trafilatura(body: bytes) -> object:
    return trafilatura.extract(body.decode("utf-8", "replace"), favor_precision=True, with_metadata=True)


def by_gne(body: bytes) -> object:
    return GeneralNewsExtractor().extract(body.decode("utf-8", "replace"))


def cpu_ms(reader: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """CPU milliseconds per page of one round."""
    start = time.process_time()
    for body in bodies:
        reader(body)
    return (time.process_time() - start) * 1000 / len(bodies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    bodies = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in options.pages]
    bodies = bodies or [page(number) for number in range(20)]
    readers = {"Lanmu": lanmu, "trafilatura": by_trafilatura, "GNE": by_gne}
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(options.rounds):
        for name, reader in readers.items():
            times[name].append(cpu_ms(reader, bodies))
    size = statistics.mean(map(len, bodies)) / 1000
    print(f"{len(bodies)} pages of {size:.0f} KB on average, median of {options.rounds} rounds\n")
    print("| reader | CPU ms a page | range | × Lanmu |\n|---|---:|---:|---:|")
    ours = statistics.median(times["Lanmu"])
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"| {name} | {middle:.2f} | {min(found):.2f}–{max(found):.2f} | {middle / ours:.1f} |")


if __name__ == "__main__":
    main()
