"""The files of docs/deploy: their commands are run as cron, systemd and a container would run them."""

import configparser
import json
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from calm import SECONDS, calm
from project_sites import Project, fill
from pytest_httpserver import HTTPServer
from small_site import SmallSite

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
FOLDER = "/srv/lanmu"
(SITE,) = calm(1)


@pytest.fixture
def project(tmp_path: Path, servers: tuple[HTTPServer, HTTPServer]) -> Project:
    """What is in /srv/lanmu: a project with one site that is due, and lanmu in its .venv."""
    site = SmallSite(servers[0])
    fill(site, 1)
    project = Project(tmp_path / "lanmu")
    project.add(SITE, site.address, 'every = "day"')
    program = project.folder / ".venv" / "bin" / "lanmu"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m crawler.cmdline "$@"\n')
    program.chmod(0o755)
    return project


def text_of(name: str, project: Project) -> str:
    """A file of docs/deploy, for the project's folder."""
    return (DEPLOY / name).read_text(encoding="utf-8").replace(FOLDER, str(project.folder))


def unit(name: str, project: Project) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text_of(name, project))
    return parser["Service"]


def bare(env: Mapping[str, str], *command: str) -> list[str]:
    """A command with this environment and nothing else."""
    return ["env", "-i", *(f"{name}={value}" for name, value in env.items()), *command]


def test_the_docs_show_the_crontab_and_name_every_file() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"```\n{(DEPLOY / 'lanmu.cron').read_text(encoding='utf-8')}```" in page
    assert set(re.findall(r"\]\(deploy/([\w.-]+)\)", page)) == {path.name for path in DEPLOY.iterdir()}


def test_cron_crawls_what_is_due_in_its_own_environment(project: Project) -> None:
    lines = [line for line in text_of("lanmu.cron", project).splitlines() if not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines if re.match(r"\w+=", line))
    jobs = [re.split(r"\s+", line, maxsplit=5)[5] for line in lines if not re.match(r"\w+=", line)]
    assert [len(variables), len(jobs)] == [1, 3]
    # What Debian's cron gives a job.
    own = {"HOME": str(project.folder), "LOGNAME": "lanmu", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    for job in [*jobs, *jobs]:
        done = subprocess.run(
            bare(own | variables, "/bin/sh", "-c", job), capture_output=True, text=True, timeout=SECONDS, check=False
        )
        # Nothing is mailed.
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), job
    log = (project.folder / "due.log").read_text(encoding="utf-8")
    assert "crawlall: 1 site: 1 complete; 1 article written\n" in log
    assert log.splitlines()[-1].startswith("crawlall: no site is due; next is ")
    assert (project.folder / "fold.log").read_text(encoding="utf-8") == f"{SITE}: nothing to fold\n" * 2
    (run,) = project.runs(SITE)
    assert run.report["verdict"] == "complete"


def test_what_the_timer_starts_crawls_what_is_due(project: Project) -> None:
    service = unit("lanmu-due.service", project)
    name, _, value = service["Environment"].partition("=")
    done = subprocess.run(
        bare({"PATH": "/usr/bin:/bin", name: value}, *shlex.split(service["ExecStart"])),
        cwd=service["WorkingDirectory"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "crawlall: 1 site: 1 complete; 1 article written"
    told = subprocess.run(
        bare({"PATH": "/usr/bin:/bin", name: value}, *shlex.split(service["ExecStopPost"].removeprefix("-"))),
        cwd=service["WorkingDirectory"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "今日新增 1 篇" in told.stdout


def test_the_service_that_stays_crawls_and_stops_in_order(project: Project) -> None:
    service = unit("lanmu-schedule.service", project)
    name, _, value = service["Environment"].partition("=")
    with subprocess.Popen(
        bare({"PATH": "/usr/bin:/bin", name: value}, *shlex.split(service["ExecStart"])),
        cwd=service["WorkingDirectory"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + SECONDS
        while not list(project.folder.glob(f"data/{SITE}/runs/*/manifest.json")):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        # KillMode=mixed: the signal goes to the main process alone.
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, stderr
    assert stderr.splitlines()[-1].endswith(" schedule: ended")
    assert [service["KillMode"], service["RestartPreventExitStatus"]] == ["mixed", "2"]


def test_systemd_reads_the_units(project: Project, tmp_path: Path) -> None:
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        text = text_of(path.name, project).replace("User=lanmu", "User=root")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = [*tmp_path.glob("*.service"), *tmp_path.glob("*.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert len(units) == 3
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_container_is_made_of_what_there_is_and_schedules() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", "")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    told = {step: rest for step, rest in steps if step != "COPY"}
    copied = [name for step, rest in steps if step == "COPY" for name in rest.split()[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    assert [*json.loads(told["ENTRYPOINT"]), *json.loads(told["CMD"])] == ["lanmu", "schedule"]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (named,) = re.findall(r"\[([\w,]+)\]\"", told["RUN"])
    # SCHEDULE_THEN is health --tell.
    assert set(named.split(",")) == {"schedule", "health", "messages"} <= set(extras)
    assert told["WORKDIR"] == FOLDER
