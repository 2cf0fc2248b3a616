"""Every site of the sandbox, added by one command: checkall accepts it, and its crawl is the truth."""

from pathlib import Path

import pytest
from support import lanmu, running_sandbox, the_run

# What newsite is made for is a site it has never seen.
from crawler.sandbox.sites import profiles  # noqa: TID251

SEED = 90417
NO_DELAY = ("-s", "DOWNLOAD_DELAY=0")


@pytest.mark.parametrize("site", [name for name in profiles() if name != "demo"])
def test_a_site_added_by_newsite_is_crawled_whole(site: str, tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    options = ("--site", site, "--seed", str(SEED), "--articles", "100", "--truth", str(truth))
    with running_sandbox(*options) as home:
        added = lanmu("newsite", home, "--name", "tried", *NO_DELAY, cwd=tmp_path)
        assert added.returncode == 0, added.stderr
        checked = lanmu("checkall", cwd=tmp_path)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        crawled = lanmu("crawl", "tried", *NO_DELAY, cwd=tmp_path)
    assert crawled.returncode == 0, crawled.stderr
    (file,) = tmp_path.glob("sites/*/tried.py")
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 15
    compared = lanmu("compare", truth, tmp_path / "data" / "tried", cwd=tmp_path)
    assert compared.returncode == 0, compared.stdout
    assert the_run(tmp_path, "tried").report["account"]["closes"] is True
