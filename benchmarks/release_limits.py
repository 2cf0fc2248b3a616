"""How much of a text may be changed or cut off until its reprint is no longer found: a table of shares found.

    python benchmarks/release_limits.py [--texts 300]

Each cell has so many texts of its own, 200 to 4,000 characters long, each with one reprint, among all others; half of
the reprints are cut at their lead, half at their tail, and in three of ten the changes are all in one place.
"""

import argparse
import itertools
import random
import tempfile
from pathlib import Path

from release_texts import Plan, Texts

from crawler.releases.reprints.clusters import Reprints

CHANGED = (0.0, 0.02, 0.05, 0.08, 0.1, 0.15)
CUT = (0.0, 0.1, 0.2, 1 / 3, 0.4, 0.5)
_SEED = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=300, help="in each cell")
    options = parser.parse_args()
    source, rng = Texts(_SEED), random.Random(_SEED)  # noqa: S311
    own = (number for number in itertools.count() if source.plan(number).kind == "own")
    texts: list[str] = []
    cells = list(itertools.product(CHANGED, CUT))
    for changed, cut in cells:
        for at, number in enumerate(itertools.islice(own, options.texts)):
            text = source.text(number)
            plan = Plan("near", number, changed, at % 10 < 3, cut, lead=at % 2 == 0)
            texts += (text, source.edited(text, plan, rng))
    with tempfile.TemporaryDirectory() as folder:
        reprints = Reprints(Path(folder))
        for number, text in enumerate(texts):
            reprints.add(number, text)
        found = reprints.clusters(texts.__getitem__)
    print(f"| changed | {' | '.join(f'{cut:.0%} cut off' for cut in CUT)} |")
    print("|---:|" + "---:|" * len(CUT))
    numbers = iter(range(0, len(texts), 2))
    for changed in CHANGED:
        shares = []
        for _ in CUT:
            ours = itertools.islice(numbers, options.texts)
            beside = sum((one := found.of(number + 1)) is not None and one[0] == number for number in ours)
            shares.append(f"{beside / options.texts:.3f}")
        print(f"| {changed:.0%} | {' | '.join(shares)} |")


if __name__ == "__main__":
    main()
