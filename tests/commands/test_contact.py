"""A crawl says who it is: no host but this machine is asked without a contact in the User-Agent."""

from pathlib import Path

import pytest
from scrapy.settings import Settings
from small_site import SmallSite
from support import crawl, lanmu, one_line
from werkzeug import Request, Response

from crawler import __version__
from crawler.contact import ANONYMOUS, check_contact, is_loopback, user_agent
from crawler.errors import UsageError

# Nothing is resolved or asked: the call ends before.
AWAY = "http://www.example.gov.cn/"
OWN = f"Lanmu/{__version__} (+you@example.org)"


class NamedSite(SmallSite):
    """Keeps the User-Agents that asked."""

    def _answer(self, request: Request) -> Response:
        self.names = {*getattr(self, "names", ()), request.headers["User-Agent"]}
        return super()._answer(request)


@pytest.fixture
def site(servers: tuple[object, object], monkeypatch: pytest.MonkeyPatch) -> NamedSite:
    monkeypatch.delenv("LANMU_CONTACT", raising=False)
    site = NamedSite(servers[0])  # type: ignore[arg-type]
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    return site


@pytest.mark.parametrize(
    "call",
    [
        ("crawl", "jingzhou", "-a", f"homepage={AWAY}"),
        ("newsite", AWAY),
        ("savepage", "jingzhou", f"{AWAY}dwjs/1.jhtml"),
        ("crawl", "jingzhou", "-a", f"homepage={AWAY}", "-s", "CONTACT="),
        ("crawl", "jingzhou", "-a", "homepage=http://10.0.0.1/"),
    ],
)
def test_a_host_elsewhere_is_not_asked_without_a_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    monkeypatch.delenv("LANMU_CONTACT", raising=False)
    done = lanmu(*call, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "LANMU_CONTACT=you@example.org" in one_line(done)
    assert "-s CONTACT=you@example.org" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "contact", ["a\nb@example.org", "you@例子.cn", "tab\t@example.org", "me (at) home", "\x7f@b.org"]
)
def test_a_contact_that_cannot_be_sent_is_a_mistake(site: NamedSite, tmp_path: Path, contact: str) -> None:
    done = crawl("jingzhou", site.address, "-s", f"CONTACT={contact}", cwd=tmp_path)
    assert done.returncode == 2
    assert "CONTACT" in one_line(done)
    assert site.requested == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "option", "name"),
    [
        ("", "", ANONYMOUS),
        ("", "CONTACT=you@example.org", OWN),
        ("you@example.org", "", OWN),
        ("they@example.org", "CONTACT=you@example.org", OWN),
        ("you@example.org", "USER_AGENT=Theirs/1", "Theirs/1"),
    ],
)
def test_the_user_agent_has_the_contact(
    site: NamedSite, tmp_path: Path, environment: str, option: str, name: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANMU_CONTACT", environment)
        done = crawl("jingzhou", site.address, *(("-s", option) if option else ()), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert site.names == {name}


def test_robots_txt_goes_by_our_name_whatever_the_contact(site: NamedSite, tmp_path: Path) -> None:
    rules = "User-agent: otherbot\nDisallow: /\n\nUser-agent: lanmu\nDisallow: /closed/\n"
    site.serve("/robots.txt", rules, kind="text/plain")
    done = crawl("jingzhou", site.address, "-s", "CONTACT=http://otherbot.example.org/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_user_agent_of_the_users_own_needs_no_contact() -> None:
    settings = Settings({"USER_AGENT": "Theirs/1", "CONTACT": ""})
    check_contact(settings, AWAY)
    assert user_agent(settings) == "Theirs/1"
    with pytest.raises(UsageError, match="say who crawls"):
        check_contact(Settings({"USER_AGENT": ANONYMOUS, "CONTACT": ""}), AWAY)
    check_contact(Settings({"USER_AGENT": ANONYMOUS, "CONTACT": "you@example.org"}), AWAY)


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.22:8765/", True), ("http://localhost/", True), ("http://[::1]:80/", True),
        ("https://site.localhost/", True), (AWAY, False), ("http://192.168.0.1/", False),
        ("http://127.0.0.1.example.org/", False), ("http://localhost.example.org/", False),
    ],
)  # fmt: skip
def test_loopback_is_told_by_name(url: str, ours: bool) -> None:
    assert is_loopback(url) is ours
