"""Servers on this machine that record what they are sent, as the services would take it or refuse it."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# Invented, and long enough that they can't stand anywhere by accident.
TOKEN = "tok4e1f0c9d2b7a"  # noqa: S105
DINGTALK_SECRET = "SEC7f3a9c0e5d1b2846"  # noqa: S105
FEISHU_SECRET = "fsk51c8e7d0a3b9"  # noqa: S105


@dataclass(frozen=True)
class Taken:
    """One request as the server got it."""

    method: str
    path: str
    query: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _Handler(BaseHTTPRequestHandler):
    server: "Receiver"

    def _take(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        taken = Taken(self.command, parts.path, query, body)
        status, answer = self.server.answer(taken)
        self.server.taken.append(taken)
        data = json.dumps(answer).encode()
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        # As it may come over a network: in two pieces.
        self.wfile.write(data[:5])
        self.wfile.flush()
        time.sleep(0.02)
        self.wfile.write(data[5:])

    do_GET = do_POST = _take  # noqa: N815 - their base names them

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base names it
        """Nothing: what was taken is recorded."""


class Receiver(ThreadingHTTPServer):
    """A server for every shape: generic web hooks, the three robots, the heartbeat.

    The robots' endpoints check what the services check, and refuse as they do: with status 200 and a code. ``status``
    is what everything is answered with when it is not 200.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[Taken] = []
        self.status = 200

    def at(self, path: str) -> str:
        """An address here."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def hook(self, path: str = "/hook") -> str:
        """An address here as Apprise's generic web hook has it."""
        return f"json://127.0.0.1:{self.server_port}{path}"

    def texts(self, path: str) -> list[str]:
        """What came to ``path``, title and text as a reader sees them."""
        return [_said(taken.json) for taken in self.taken if taken.path == path]

    def answer(self, taken: Taken) -> tuple[int, dict[str, Any]]:
        if self.status != 200:
            return self.status, {}
        if taken.path == "/robot/send":
            return 200, _dingtalk(taken)
        if taken.path.startswith("/open-apis/bot/v2/hook/"):
            return 200, _feishu(taken)
        if taken.path == "/cgi-bin/webhook/send":
            return 200, _wecom(taken)
        return 200, {}


def _said(body: dict[str, Any]) -> str:
    if "message" in body:
        return f"{body['title']}\n{body['message']}"
    content: str = (body.get("text") or body["content"]).get("content") or body["content"]["text"]
    return content


def _dingtalk(taken: Taken) -> dict[str, Any]:
    """As its documentation has it: the sign is the Base64 of HMAC-SHA256(secret, "timestamp\\nsecret")."""
    if taken.query.get("access_token") != TOKEN:
        return {"errcode": 300005, "errmsg": "token is not exist"}
    told = f"{taken.query.get('timestamp')}\n{DINGTALK_SECRET}"
    digest = hmac.new(DINGTALK_SECRET.encode(), told.encode(), hashlib.sha256).digest()
    if taken.query.get("sign") != base64.b64encode(digest).decode():
        return {"errcode": 310000, "errmsg": f"sign not match, token {TOKEN}"}
    if len(taken.body.encode()) > 20_000:
        return {"errcode": 460101, "errmsg": "message too long"}
    ok = taken.json["msgtype"] == "text" and bool(taken.json["text"]["content"])
    return {"errcode": 0, "errmsg": "ok"} if ok else {"errcode": 40035, "errmsg": "missing parameter json"}


def _feishu(taken: Taken) -> dict[str, Any]:
    """As its documentation has it: the sign is the Base64 of HMAC-SHA256("timestamp\\nsecret", "")."""
    if not taken.path.endswith(f"/{TOKEN}"):
        return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
    key = f"{taken.json.get('timestamp')}\n{FEISHU_SECRET}"
    if taken.json.get("sign") != base64.b64encode(hmac.new(key.encode(), b"", hashlib.sha256).digest()).decode():
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    if len(taken.body.encode()) > 20 * 1024:
        return {"code": 9499, "msg": "Bad Request: body too large"}
    ok = taken.json["msg_type"] == "text" and bool(taken.json["content"]["text"])
    return {"code": 0, "data": {}, "msg": "success"} if ok else {"code": 9499, "msg": "Bad Request"}


def _wecom(taken: Taken) -> dict[str, Any]:
    if taken.query.get("key") != TOKEN:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    if len(taken.json["text"]["content"].encode()) > 2048:
        return {"errcode": 40058, "errmsg": "text.content exceed max length 2048"}
    return {"errcode": 0, "errmsg": "ok"}


@contextmanager
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Mailbox:
    """A mail server that keeps what it gets."""

    mails: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - called by this name
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}/?from=lanmu@example.org&to=analyst@example.org&mode=insecure"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(port=closed_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def dripping_server() -> Iterator[int]:
    """The port of a server that answers so slowly that it never ends, though something always comes."""
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(1000):
                if ended.wait(0.2):
                    return
                connection.sendall(f"X-{number}: still here\r\n".encode())

    def take() -> None:
        with suppress(OSError):
            while not ended.is_set():
                threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=take, daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()


def closed_port() -> int:
    """A port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
