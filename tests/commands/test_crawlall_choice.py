"""How ``lanmu crawlall`` shares sites between processes, and what its last line says of many."""

import pytest

from crawler.choice import shard_of, share_of
from crawler.spiders.column import ColumnSpider
from crawler.tally import Tally


def a_site(number: int) -> type[ColumnSpider]:
    """Every third one has no address."""
    homepage = None if number % 3 == 0 else f"http://127.0.0.1:{number}/"
    return type(f"Site{number}", (ColumnSpider,), {"name": f"site{number:02}", "homepage": homepage})


SITES = [a_site(number) for number in (7, 3, 11, 1, 9, 2, 10, 4, 12, 8, 6, 5, 13)]


@pytest.mark.parametrize("shards", range(1, 16))
def test_the_shares_are_disjoint_whole_and_even(shards: int) -> None:
    shares = [share_of(SITES, shard_of(f"{number}/{shards}")) for number in range(1, shards + 1)]
    names = [site.name for share in shares for site in share]
    assert sorted(names) == sorted(site.name for site in SITES)
    crawled = [sum(site.homepage is not None for site in share) for share in shares]
    assert max(crawled) - min(crawled) <= 1
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_a_share_is_the_same_whatever_the_order() -> None:
    assert share_of(reversed(SITES), (2, 3)) == share_of(SITES, (2, 3))


def test_the_last_line_names_ten_of_many() -> None:
    tally = Tally()
    names = [f"site{number:03}" for number in range(1200)]
    tally.planned += names
    for name in names[:1100]:
        tally.end(name, "complete", 11)
    for name in names[1100:1112]:
        tally.end(name, "incomplete")
    ten = ", ".join(names[1100:1110])
    begun = ", ".join(names[1112:1122])
    assert tally.line() == (
        f"1,112 sites: 1,100 complete, 12 incomplete ({ten} and 2 more); 12,100 articles written, "
        f"88 not begun ({begun} and 78 more)"
    )
    assert tally.exit_code == 3
    tally.end(names[1112], "failed", 1)
    assert tally.exit_code == 1
    assert ", 1 failed (site1112); 12,101 articles written, " in tally.line()


@pytest.mark.parametrize(("planned", "code"), [([], 0), (["a"], 3)])
def test_what_was_not_begun_is_missing(planned: list[str], code: int) -> None:
    tally = Tally()
    tally.planned += planned
    assert tally.exit_code == code
