"""``mutes.toml``: people read and edit it, the command adds to it, and every mute ends."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from support import lanmu, one_line
from troubles import at, blocked, quiet

from crawler.errors import LanmuError, UsageError
from crawler.health.finding import Finding, Mute
from crawler.health.mute_options import mute_line, mute_of
from crawler.health.mutes import add_mute, muted, read_mutes
from crawler.health.unmute import unmute

NOW = at("2026-11-23 12:00")
MUTE = Mute("jingzhou", "通知公告", "quiet", "2026-12-01", '改版中，"月底"好', "记者甲")
WRITTEN = """\
# 栏目改版，老王每周一看一次
[[mute]]
site = "jingzhou"   # 荆州
until = 2026-11-30
reason = "改版"
by = "记者甲"

# 以下由值班员填写
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "mutes.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_people_wrote_stays_to_the_letter(tmp_path: Path) -> None:
    file = write(tmp_path, WRITTEN)
    add_mute(tmp_path, MUTE)
    add_mute(tmp_path, replace(MUTE, column=None, expected=True))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(WRITTEN)
    assert read_mutes(tmp_path) == [
        Mute("jingzhou", None, None, "2026-11-30", "改版", "记者甲"),
        MUTE,
        replace(MUTE, column=None, expected=True),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["mutes.toml"]


def test_a_mute_that_is_ended_becomes_a_note_and_all_else_stays(tmp_path: Path) -> None:
    file = write(tmp_path, WRITTEN)
    add_mute(tmp_path, MUTE)
    before = file.read_text(encoding="utf-8")
    (ended,) = unmute(tmp_path, ("jingzhou", None, None), NOW)
    assert (ended.until, read_mutes(tmp_path)) == ("2026-11-30", [MUTE])
    text = file.read_text(encoding="utf-8")
    assert text.startswith("""\
# 栏目改版，老王每周一看一次
# ended 2026-11-23
# [[mute]]
# site = "jingzhou"   # 荆州
# until = 2026-11-30
# reason = "改版"
# by = "记者甲"

# 以下由值班员填写
""")
    assert text.endswith(before.removeprefix(WRITTEN))
    # One that is over has ended already.
    with pytest.raises(UsageError, match="no mute lasts"):
        unmute(tmp_path, ("jingzhou", "通知公告", "quiet"), at("2026-12-02 00:00"))


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    with pytest.raises(LanmuError, match=r"cannot write .*mutes\.toml: File exists"):
        add_mute(tmp_path / "data", MUTE)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_mute_written_in_another_way_is_left_to_whoever_wrote_it(tmp_path: Path) -> None:
    text = 'mute = [{site = "jingzhou", until = 2026-12-01, reason = "r", by = "b"}]\n'
    file = write(tmp_path, text)
    with pytest.raises(LanmuError, match="written in another way than lanmu does; take the mute out by hand"):
        unmute(tmp_path, ("jingzhou", None, None), NOW)
    assert file.read_text(encoding="utf-8") == text


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    add_mute(tmp_path / "data", MUTE)
    text = (tmp_path / "data" / "mutes.toml").read_text(encoding="utf-8")
    assert text.startswith("# What nobody wants to hear of for a time:")
    assert read_mutes(tmp_path / "data") == [MUTE]


def who_is_muted(folder: Path, *findings: Finding, when: str = "2026-11-23 12:00") -> list[str]:
    return [one.key for one in muted(findings, read_mutes(folder), at(when)) if one.muted]


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ('site = "jingzhou"', ["jingzhou/通知公告:quiet", "jingzhou/:blocked"]),
        ('site = "jingzhou"\ncolumn = "通知公告"', ["jingzhou/通知公告:quiet"]),
        ('site = "jingzhou"\nkind = "blocked"', ["jingzhou/:blocked"]),
        ('site = "demo"\ncolumn = "通知公告"', ["demo/通知公告:quiet"]),
    ],
)
def test_what_a_mute_holds_for(tmp_path: Path, lines: str, keys: list[str]) -> None:
    write(tmp_path, f'[[mute]]\n{lines}\nuntil = 2026-12-01\nreason = "r"\nby = "b"\n')
    findings = (quiet(), blocked(site="jingzhou"), quiet(site="demo"), quiet("要闻", site="demo"))
    assert who_is_muted(tmp_path, *findings) == keys


@pytest.mark.parametrize(
    ("until", "last", "first"),
    [
        ("2026-12-01", "2026-12-01 23:59", "2026-12-02 00:00"),
        ('"2026-12-01"', "2026-12-01 23:59", "2026-12-02 00:00"),
        ("2026-12-01T08:00:00", "2026-12-01 08:00", "2026-12-01 08:01"),
        ("2026-12-01T00:00:00Z", "2026-12-01 08:00", "2026-12-01 08:01"),
        ('"2026-12-01 08:00"', "2026-12-01 08:00", "2026-12-01 08:01"),
    ],
)
def test_a_mute_ends(tmp_path: Path, until: str, last: str, first: str) -> None:
    write(tmp_path, f'[[mute]]\nsite = "jingzhou"\nuntil = {until}\nreason = "r"\nby = "b"\n')
    assert who_is_muted(tmp_path, quiet(), when=last) == ["jingzhou/通知公告:quiet"]
    assert who_is_muted(tmp_path, quiet(), when=first) == []


END = 'until = 2026-12-01\nreason = "r"\nby = "b"\n'
BAD = [
    ('[[mute]]\nsite = "jingzhou"\nreason = "r"\nby = "b"', "the mute of jingzhou has no end; add until = 2026-12-01"),
    (
        '[[mute]]\nsite = "a"\ncolumn = "c"\nuntil = "soon"\nreason = "r"\nby = "b"',
        "the mute of a/c: until = 'soon' is no day",
    ),
    ('[[mute]]\nsite = "a"\nuntil = 20261201\nreason = "r"\nby = "b"', "until = 20261201 is no day"),
    ('[[mute]]\nsite = "a"\nuntil = 2026-12-01\nby = "b"', "the mute of a has no reason; add reason ="),
    ('[[mute]]\nsite = "a"\nuntil = 2026-12-01\nreason = "r"', 'the mute of a has no by; add by = "NAME"'),
    (f"[[mute]]\n{END}", 'the mute of what? names no site; add site = "NAME"'),
    (f'[[mute]]\nsite = "a"\nkind = "zz"\n{END}', "no finding is of kind 'zz'; there are: blocked, certificate,"),
    (f'[[mute]]\nsite = "a"\nkind = "quite"\n{END}', "no finding is of kind 'quite'; did you mean quiet"),
    (f'[[mute]]\nsite = "a"\nkind = "disk"\n{END}', "the mute of a: disk is no site's; leave out a"),
    (f'[[mute]]\nkind = "quiet"\n{END}', "names no site; without one there are: channel, clock, disk"),
    (f'[[mute]]\nsite = "a"\ncolumn = "c"\nkind = "slow"\n{END}', "slow is no column's; leave out c"),
    (f'[[mute]]\nsite = "a"\nexpected = true\n{END}', "whatever comes would be expected; add what is, like kind ="),
    (f'[[mute]]\nsite = "a"\nuntill = 1\n{END}', "the mute of a has 'untill', which is not known"),
    (f'[[mute]]\nsite = ["a"]\n{END}', "write site as text in quotes, not ['a']"),
    (f'[[mute]]\nsite = "a"\nexpected = "yes"\n{END}', "expected is true or false, not 'yes'"),
    (f'[mute]\nsite = "a"\n{END}', "'mute' is not known here; each mute begins with a line [[mute]]"),
    (f'site = "a"\n{END}', "'site' is not known here; each mute begins with a line [[mute]]"),
    ("[[mute]\n", "mutes.toml is no TOML: "),
]


@pytest.mark.parametrize(("text", "said"), BAD, ids=[said[:50] for _, said in BAD])
def test_what_can_not_be_meant_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        read_mutes(tmp_path)
    assert said in str(caught.value)
    assert "mutes.toml" in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(UsageError):
        add_mute(tmp_path, MUTE)
    assert file.read_text(encoding="utf-8") == text


def options(**given: str | None) -> Namespace:
    names = ("mute", "expected", "until", "reason", "by")
    return Namespace(**{name: given.get(name) for name in names})


FULL = {"until": "2026-12-01", "reason": "改版", "by": "记者甲"}


@pytest.mark.parametrize(
    ("target", "mute", "zh"),
    [
        ("jingzhou", Mute("jingzhou", None, None, "2026-12-01", "改版", "记者甲"), "jingzhou 静音至 2026-12-01"),
        (
            "jingzhou/通知/公告:quiet",
            Mute("jingzhou", "通知/公告", "quiet", "2026-12-01", "改版", "记者甲"),
            "jingzhou/通知/公告:quiet 静音至 2026-12-01",
        ),
        (
            "jingzhou/:blocked",
            Mute("jingzhou", None, "blocked", "2026-12-01", "改版", "记者甲"),
            "jingzhou:blocked 静音至 2026-12-01",
        ),
        (
            "/值班群:channel",
            Mute("", "值班群", "channel", "2026-12-01", "改版", "记者甲"),
            "/值班群:channel 静音至 2026-12-01",
        ),
        (":disk", Mute("", None, "disk", "2026-12-01", "改版", "记者甲"), ":disk 静音至 2026-12-01"),
    ],
)
def test_what_a_call_mutes(target: str, mute: Mute, zh: str) -> None:
    read = mute_of(options(mute=target, **FULL), NOW)
    assert read == mute
    assert mute_line(mute).zh == zh
    assert mute_of(options(expected=target, **FULL), NOW) == replace(mute, expected=True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mute": "jingzhou"}, "--mute jingzhou needs --until 2026-12-01: a mute has an end"),
        ({"mute": "jingzhou", **FULL, "by": " "}, "--mute jingzhou needs --by NAME: others will want to know"),
        ({"expected": "jingzhou:zz", **FULL}, "--expected jingzhou:zz: no finding is of kind 'zz'; there are: "),
        ({"mute": "jingzhou:", **FULL}, "--mute jingzhou: names no kind; leave out the colon"),
        ({"mute": "jingzhou:disk", **FULL}, "--mute jingzhou:disk: disk is no site's; leave out jingzhou"),
        ({"mute": "", **FULL}, "--mute  names no site; write it as SITE[/COLUMN][:KIND]"),
        ({"mute": "jingzhou", **FULL, "until": "2026-13-01"}, "until = '2026-13-01' is no day; write it as 2026-12-01"),
        ({"mute": "jingzhou", **FULL, "until": "2026-11-22"}, "--until 2026-11-22 is over already; it is 2026-11-23"),
        ({"until": "2026-12-01"}, "--until belongs to --mute SITE[/COLUMN][:KIND] or --expected"),
    ],
)
def test_a_call_that_can_not_be_meant(given: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        mute_of(options(**given), NOW)
    assert said in str(caught.value)


def test_a_mute_without_an_end_is_one_line_of_every_call(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", '[[mute]]\nsite = "jingzhou"\nreason = "r"\nby = "b"\n')
    done = lanmu("health", cwd=tmp_path)
    assert (done.returncode, one_line(done)) == (
        2,
        "lanmu: data/mutes.toml: the mute of jingzhou has no end; add until = 2026-12-01",
    )
