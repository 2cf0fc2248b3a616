"""Group robots of 钉钉 (DingTalk), 飞书 (Feishu, Lark) and 企业微信 (WeCom): what each is sent, and whether it took it.

Apprise knows them too, but (2.2) takes each answer with status 200 for a delivery, where these refuse with 200 and a
code; it encodes DingTalk's signature twice, doesn't sign for Feishu, and can't send to a gateway of one's own.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from yarl import URL

from crawler.health.finding import Words
from crawler.messages.posting import request
from crawler.messages.sending import UndeliveredError

Kind = Literal["dingtalk", "feishu", "wecom"]
KINDS: tuple[Kind, ...] = ("dingtalk", "feishu", "wecom")
# The hosts that give such addresses, and the address by the token alone.
HOSTS: Mapping[str, Kind] = {
    "oapi.dingtalk.com": "dingtalk",
    "open.feishu.cn": "feishu",
    "open.larksuite.com": "feishu",
    "qyapi.weixin.qq.com": "wecom",
}
SCHEMES: Mapping[str, tuple[Kind, str]] = {
    "dingtalk": ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token={}"),
    "feishu": ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/{}"),
    "lark": ("feishu", "https://open.larksuite.com/open-apis/bot/v2/hook/{}"),
    "wecom": ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}"),
    "wecombot": ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}"),
}
# Bytes that the services take, with a tenth of room for DingTalk and Feishu, whose 20 KB are those of the whole body.
_MOST_BYTES: Mapping[Kind, int] = {"dingtalk": 18_000, "feishu": 18_000, "wecom": 2_048}
_MOST_SAID = 120
# Of what an address is made of, what is shorter is a word, and so is what the services' own have.
_SHORTEST_SECRET = 6
_WORDS = frozenset({"cgi-bin", "webhook", "open-apis"})


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """DingTalk's 加签: of time and secret, keyed with the secret; in Base64, not yet encoded for an address."""
    return _sign(secret, f"{milliseconds}\n{secret}")


def feishu_sign(secret: str, seconds: int) -> str:
    """Feishu's 签名校验: of nothing, keyed with time and secret; in Base64."""
    return _sign(f"{seconds}\n{secret}", "")


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


@dataclass(frozen=True, slots=True)
class Robot:
    """A :class:`~crawler.messages.sending.Sender`; ``secret`` is that of its signature, empty where it has none."""

    kind: Kind
    url: URL = field(repr=False)
    secret: str = field(repr=False, default="")

    @property
    def most_bytes(self) -> int:
        return _MOST_BYTES[self.kind]

    def send(self, title: str, text: str, seconds: float) -> None:
        said = f"{title}\n{text}"
        url, body = self.url, _body(self.kind, said)
        # The clock of the machine, whatever day tests pretend: the service compares it with its own.
        if self.secret and self.kind == "dingtalk":
            at = round(time.time() * 1000)
            # yarl encodes what it is given, once.
            url = url.update_query(timestamp=str(at), sign=dingtalk_sign(self.secret, at))
        elif self.secret and self.kind == "feishu":
            second = round(time.time())
            body = {"timestamp": str(second), "sign": feishu_sign(self.secret, second), **body}
        self._check(request("POST", url, seconds, body))

    def _check(self, answer: bytes) -> None:
        """Raise :class:`UndeliveredError` unless the answer says that the message was taken."""
        try:
            told = json.loads(answer)
            # Feishu's older answers say StatusCode.
            code = next(told[name] for name in ("errcode", "code", "StatusCode") if name in told)
        except (ValueError, TypeError, StopIteration):
            raise UndeliveredError(Words("答复不是机器人的格式", "the answer is not that of such a robot")) from None
        if code != 0:
            said = f"{code} {told.get('errmsg') or told.get('msg') or ''}".strip()
            parts = (part for part in self.url.parts if len(part) >= _SHORTEST_SECRET and part not in _WORDS)
            for secret in filter(None, (self.secret, *self.url.query.values(), *parts)):
                said = said.replace(secret, "…")
            said = " ".join(said.split())[:_MOST_SAID]
            raise UndeliveredError(Words(f"对方拒收：{said}", f"it refuses: {said}"))


def _body(kind: Kind, said: str) -> dict[str, Any]:
    if kind == "feishu":
        return {"msg_type": "text", "content": {"text": said}}
    return {"msgtype": "text", "text": {"content": said}}
