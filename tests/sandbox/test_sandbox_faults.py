"""``lanmu sandbox --fault``: each fault as a client sees it that knows nothing of it."""

import http.client
import itertools
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_client import Answer, ask, connected, lines, of_kind, path_of
from support import running_sandbox

from crawler.page.blocked import is_challenge
from crawler.sandbox.faults import NAMES  # noqa: TID251
from crawler.sandbox.notices import MISSING  # noqa: TID251

# Each fault at an address of its own, on one server.
PLACES = {name: f"/dwjs/index.jhtml?{name}" for name in NAMES}
STATUSES = {"500": "/a", "503+30": "/b", "429+2": "/c", "204": "/d", "304": "/e"}


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    options = [part for name, path in (PLACES | STATUSES).items() for part in ("--fault", f"{path}={name}")]
    with running_sandbox("--articles", "100", *options) as homepage:
        yield homepage


def sent(homepage: str, name: str) -> Answer:
    return ask(homepage, PLACES[name])


def usual(homepage: str) -> Answer:
    answer = ask(homepage, "/dwjs/index.jhtml")
    assert answer.status == 200
    return answer


def test_a_status_may_say_when_to_come_back(faulty: str) -> None:
    answers = {name: ask(faulty, path) for name, path in STATUSES.items()}
    assert {name: answer.status for name, answer in answers.items()} == {
        "500": 500,
        "503+30": 503,
        "429+2": 429,
        "204": 204,
        "304": 304,
    }
    waits = {name: answer.headers.get("retry-after") for name, answer in answers.items()}
    assert waits == {"500": None, "503+30": "30", "429+2": "2", "204": None, "304": None}


@pytest.mark.parametrize(
    ("name", "location"),
    [("away", "http://other.invalid/"), ("scheme", "ftp://other.invalid/"), ("private", "http://10.0.0.1/")],
)
def test_redirections_that_lead_off_the_site(faulty: str, name: str, location: str) -> None:
    answer = sent(faulty, name)
    assert (answer.status, answer.headers["location"]) == (302, location)


def test_a_redirection_to_another_port_of_this_machine(faulty: str) -> None:
    location = sent(faulty, "localport").headers["location"]
    port = int(faulty.rstrip("/").rpartition(":")[2])
    assert location == f"http://127.0.0.1:{port + 1 if port < 65535 else 65534}/"


def test_a_loop_never_arrives(faulty: str) -> None:
    path, seen = PLACES["loop"], []
    for _ in range(30):
        answer = ask(faulty, path)
        assert answer.status == 302
        path = answer.headers["location"]
        seen.append(path)
    assert len(set(seen)) == 30


def test_a_timeout_never_answers(faulty: str) -> None:
    with connected(faulty, PLACES["timeout"]) as connection:
        connection.settimeout(1)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_a_short_answer_ends_early(faulty: str) -> None:
    with pytest.raises(http.client.IncompleteRead) as raised:
        sent(faulty, "short")
    assert raised.value.partial == usual(faulty).body[: len(raised.value.partial)]
    assert raised.value.expected


def test_a_reset_breaks_the_connection(faulty: str) -> None:
    with connected(faulty, PLACES["reset"]) as connection, pytest.raises(ConnectionResetError):
        everything(connection)


def everything(connection: socket.socket) -> bytes:
    """All bytes up to the end of the connection."""
    parts = iter(lambda: connection.recv(65536), b"")
    return b"".join(itertools.islice(parts, 10_000))


def test_a_drip_sends_byte_after_byte(faulty: str) -> None:
    whole = usual(faulty).body
    with connected(faulty, PLACES["drip"]) as connection:
        received = b""
        for _ in range(10_000):
            received += connection.recv(65536)
            head, end, body = received.partition(b"\r\n\r\n")
            if end and len(body) >= 2:
                break
        assert f"Content-Length: {len(whole)}".encode() in head
        # Most of it is still to come, and what came is what stands there.
        assert 2 <= len(body) < 60
        assert whole.startswith(body)


def test_an_endless_answer_goes_on(faulty: str) -> None:
    with connected(faulty, PLACES["endless"]) as connection:
        received = 0
        for _ in range(100_000):
            received += len(connection.recv(65536))
            if received > 20 * len(usual(faulty).body):
                break
    assert received > 20 * len(usual(faulty).body)


def test_a_bomb_unpacks_to_300_megabytes(faulty: str) -> None:
    answer = sent(faulty, "bomb")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 2**20
    unpacker, packed, length = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), answer.body, 0
    for _ in range(10_000):
        part = unpacker.decompress(packed, 2**20)
        length, packed = length + len(part), unpacker.unconsumed_tail
        if unpacker.eof:
            break
    assert unpacker.eof
    assert length >= 300 * 2**20


def test_a_file_stands_where_a_page_should(faulty: str) -> None:
    answer = sent(faulty, "type")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")


def test_a_soft_404_is_a_page_of_the_site_in_several_wordings(faulty: str) -> None:
    answers = [sent(faulty, "soft404") for _ in MISSING]
    assert {answer.status for answer in answers} == {200}
    texts = [answer.body.decode() for answer in answers]
    assert [sum(f">{wording}<" in text for text in texts) for wording in MISSING] == [1] * len(MISSING)
    # The navigation stands around it.
    assert all("/dwjs/index.jhtml" in text for text in texts)


def test_challenges_come_in_turn_and_are_known_as_such(faulty: str) -> None:
    answers = [sent(faulty, "challenge") for _ in range(3)]
    assert [answer.status for answer in answers] == [202, 412, 521]
    assert all(is_challenge(answer.body.decode()) for answer in answers)
    assert all("set-cookie" in answer.headers for answer in answers)


def test_a_wrong_charset_names_another_encoding(faulty: str) -> None:
    answer = sent(faulty, "charset")
    assert answer.headers["content-type"] == "text/html; charset=gbk"
    assert answer.body == usual(faulty).body
    assert "云泽长安网" in answer.body.decode()


def test_garbled_bytes_fit_no_encoding(faulty: str) -> None:
    body = sent(faulty, "garbled").body
    assert body.startswith(b"<!DOCTYPE")
    for encoding in ("utf-8", "gb18030", "big5"):
        with pytest.raises(UnicodeDecodeError):
            body.decode(encoding)


def test_an_empty_answer_is_a_success_with_nothing(faulty: str) -> None:
    answer = sent(faulty, "empty")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("site", ["demo", "phpcms", "jpage", "gkmlpt", "ajax", "browser"])
def test_faults_of_places_meet_what_they_name_on_every_kind_of_site(site: str, tmp_path: Path) -> None:
    truth, log = tmp_path / "truth.jsonl", tmp_path / "log"
    places = {"home": "501", "columns": "502", "articles": "503", "robots": "504"}
    options = [part for where, what in places.items() for part in ("--fault", f"{where}={what}")]
    options += ["--site", site, "--articles", "100", "--truth", str(truth), "--log", str(log)]
    with running_sandbox(*options) as homepage:
        told = lines(truth)
        column = next(line["column_url"] for line in of_kind(told, "link"))
        article = of_kind(told, "article")[0]["url"]
        dead = next(line["url"] for line in of_kind(told, "link") if line["target"] == "dead")
        asked = ["/", path_of(column), path_of(article), "/robots.txt", path_of(dead)]
        assert [ask(homepage, path).status for path in asked] == [501, 502, 503, 504, 404]
        data = {
            "jpage": "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=2&columnid=7",
            "gkmlpt": "/gkmlpt/api/all/7?page=1",
            "browser": f"/api/render?u={path_of(column)}",
        }
        if site in data:
            assert ask(homepage, data[site]).status == 502
        if site == "browser":
            assert ask(homepage, f"/api/render?u={path_of(article)}").status == 503
            assert ask(homepage, "/api/render?u=/").status == 501
    kinds = [(line["kind"], line["fault"]) for line in lines(log)]
    assert kinds[:5] == [("home", "501"), ("column", "502"), ("article", "503"), ("robots", "504"), ("none", None)]
    assert {kind for kind, _ in kinds[5:]} <= {"data"}


def test_all_is_everything_but_robots() -> None:
    with running_sandbox("--articles", "100", "--fault", "all=500") as homepage:
        assert [ask(homepage, path).status for path in ("/", "/none", "/robots.txt")] == [500, 500, 200]


def test_a_share_of_the_requests_fails_the_same_ones_for_a_seed() -> None:
    def statuses(seed: str) -> list[int]:
        options = ("--articles", "100", "--seed", seed, "--fault", "/dwjs/index.jhtml=500@30")
        with running_sandbox(*options) as homepage:
            return [ask(homepage, "/dwjs/index.jhtml").status for _ in range(60)]

    first = statuses("5")
    assert set(first) == {200, 500}
    assert 5 <= first.count(500) <= 35
    assert statuses("5") == first
    assert statuses("6") != first


def test_the_first_of_two_faults_counts() -> None:
    with running_sandbox("--articles", "100", "--fault", "/=503", "--fault", "home=500") as homepage:
        assert ask(homepage, "/").status == 503


def test_faults_in_gbk_are_of_the_site(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    options = ("--site", "phpcms", "--articles", "100", "--truth", str(truth))
    with running_sandbox(*options, "--fault", "articles=soft404", "--fault", "columns=charset") as homepage:
        told = lines(truth)
        article = ask(homepage, path_of(of_kind(told, "article")[0]["url"]))
        column = ask(homepage, path_of(of_kind(told, "column")[0]["url"]))
    assert any(wording in article.body.decode("gbk") for wording in MISSING)
    assert column.headers["content-type"] == "text/html; charset=utf-8"
    assert of_kind(told, "column")[0]["column"] in column.body.decode("gbk")


def test_a_server_ends_while_requests_hang(tmp_path: Path) -> None:
    log = tmp_path / "log"
    open_connections: list[socket.socket] = []
    with running_sandbox("--articles", "100", "--log", str(log), "--fault", "all=timeout") as homepage:
        open_connections += [connected(homepage, f"/{number}") for number in range(3)]
        # The first was taken before the last is given up.
        ask(homepage, "/robots.txt")
        with pytest.raises(TimeoutError):
            ask(homepage, "/last", timeout=1)
    for connection in open_connections:
        connection.close()
    assert {line["path"] for line in lines(log)} == {"/0", "/1", "/2", "/last", "/robots.txt"}
    assert {line["status"] for line in lines(log) if line["fault"]} == {None}


def test_a_broken_answer_is_in_the_log_with_what_was_sent(tmp_path: Path) -> None:
    log = tmp_path / "log"
    options = ("--articles", "100", "--log", str(log), "--fault", "home=drip", "--fault", "columns=short")
    with running_sandbox(*options) as homepage:
        with connected(homepage, "/") as connection:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        with pytest.raises(http.client.IncompleteRead):
            ask(homepage, "/dwjs/index.jhtml")
    logged = {line["path"]: (line["status"], line["fault"]) for line in lines(log)}
    assert logged == {"/": (200, "drip"), "/dwjs/index.jhtml": (200, "short")}
