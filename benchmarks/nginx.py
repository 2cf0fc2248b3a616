"""Debian's nginx as a child process: written sites on many loopback addresses, as a real server answers.

It takes nothing from Debian's own configuration, runs with one worker and needs no more rights than the caller has.
Pages are sent as ``text/html`` without a charset, which is how many sites of the kind answer.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Loopback addresses that take one another's place for sites: 127.0.0.1 and the next ones.
HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 41))
# Seconds within which it starts, and ends.
_PATIENCE = 20.0
_CONFIG = """\
{user}daemon off;
worker_processes 1;
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/plain txt; application/javascript js; text/css css; image/jpeg jpg; image/png png; }}
    default_type text/html;
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    log_format asked '$msec $server_addr $request_uri';
    access_log {log};
{servers}}}
"""
_SERVER = """\
    server {{
        {listens}
        root "{root}";
        index index.html;
        gzip_static {gzip};
    }}
"""


@dataclass(frozen=True, slots=True)
class Tree:
    """Written files to be served; ``packed`` ones are sent as the ``.gz`` beside each, whatever is asked for."""

    root: Path
    packed: bool = False


@contextmanager
def running_nginx(
    trees: Mapping[str, Tree], hosts: Sequence[str] = HOSTS[:1], log: Path | None = None
) -> Iterator[dict[str, int]]:
    """Serve each tree on a port of its own of all ``hosts``; yields the ports by the trees' names.

    ``log`` gets a line for each request: seconds since 1970, the address that was asked, the path with its query.
    Exits with one line where nginx is missing or doesn't start.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        raise SystemExit("this benchmark needs nginx: apt-get install nginx-light")
    with tempfile.TemporaryDirectory(prefix="lanmu-nginx-") as name:
        folder = Path(name)
        ports = {tree: _free_port(hosts) for tree in trees}
        config = folder / "nginx.conf"
        config.write_text(_config(folder, trees, hosts, ports, log), encoding="utf-8")
        errors = folder / "errors"
        with errors.open("wb") as file:
            command = [program, "-p", str(folder), "-c", str(config), "-e", "stderr"]
            process = subprocess.Popen(command, stdout=file, stderr=file)
        try:
            _wait(process, hosts[-1], list(ports.values())[-1], errors)
            yield ports
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _config(
    folder: Path, trees: Mapping[str, Tree], hosts: Sequence[str], ports: Mapping[str, int], log: Path | None
) -> str:
    servers = "".join(
        _SERVER.format(
            listens=" ".join(f"listen {host}:{ports[name]};" for host in hosts),
            root=tree.root.resolve(),
            gzip="always" if tree.packed else "off",
        )
        for name, tree in trees.items()
    )
    written = f'"{log.resolve()}" asked' if log else "off"
    # Root's nginx would read the pages as nobody, who may not be allowed to.
    user = "user root;\n" if os.geteuid() == 0 else ""
    return _CONFIG.format(user=user, folder=folder, servers=servers, log=written)


def _free_port(hosts: Sequence[str]) -> int:
    """A port that is free on all hosts just now."""
    for _ in range(100):
        with socket.create_server((hosts[0], 0)) as first:
            port = int(first.getsockname()[1])
        try:
            for host in hosts:
                socket.create_server((host, port)).close()
        except OSError:
            continue
        return port
    raise SystemExit("no port is free on all loopback addresses")


def _wait(process: subprocess.Popen[bytes], host: str, port: int, errors: Path) -> None:
    """Return once it answers; exit with its own words if it has ended."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    raise SystemExit(f"nginx did not start: {' '.join(said) or 'it does not answer'}")
