"""The robots' signatures, by the algorithms their makers publish; the expected values are openssl's."""

from receivers import DINGTALK_SECRET, FEISHU_SECRET

from crawler.messages.robots import dingtalk_sign, feishu_sign


def test_dingtalk() -> None:
    # printf '%s\n%s' 1599360473123 SECRET | openssl dgst -sha256 -hmac SECRET -binary | base64
    assert dingtalk_sign(DINGTALK_SECRET, 1599360473123) == "ORJRo5aujDswqgnOUMkN86svQrDgtBgsiZc7/Aapt1E="


def test_feishu() -> None:
    # KEY=$(printf '1599360473\nSECRET' | xxd -p); openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY of nothing
    assert feishu_sign(FEISHU_SECRET, 1599360473) == "r3DQRwsTwfiYar5Mb8DlKX9a+D5NHstzsqBjYjuL374="
