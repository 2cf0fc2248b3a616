"""Anti-bot stubs as crawlers meet them, of our own making: status, page and headers."""

from collections.abc import Mapping

_HTML = "text/html; charset=utf-8"
# A meta tag and a variable with a long word; the script that would make a cookie of it is another file.
_WORDED = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta content="sandboxSandboxSandbox0123456789.demo_demo_demo" r="m">
<script type="text/javascript" r="m">
$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=10001;$_ts.cd="sandboxDemoSandboxDemo"
</script>
<script type="text/javascript" charset="utf-8" src="/sandbox/challenge.0a1b2c3.js" r="m"></script>
</head>
<body onload="_$demo()"><input type="hidden" id="onload-demo" value="1"></body>
</html>
"""
# A script that sets a cookie and asks for the page again.
_COOKIE = (
    "<script>document.cookie=('__jsl')+('_clearance_s=')+('-1|0|sandbox%2Fdemo')+(';max-age=3600;path=/');"
    "document.cookie='__jsl_clearance_s=demo';location.href=location.pathname+location.search</script>"
)

CHALLENGES: tuple[tuple[int, str, Mapping[str, str]], ...] = (
    (202, _WORDED, {"Content-Type": _HTML, "Set-Cookie": "sandboxO=demo; Path=/; HttpOnly"}),
    (412, _WORDED, {"Content-Type": _HTML, "Set-Cookie": "sandboxP=demo; Path=/; HttpOnly"}),
    (521, _COOKIE, {"Content-Type": _HTML, "Set-Cookie": "__jsluid_s=demo; max-age=31536000; path=/; HttpOnly"}),
)
