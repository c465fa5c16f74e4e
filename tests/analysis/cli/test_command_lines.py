"""Every command line of both READMEs and of `safety schedule --print`, run as a process of its own on
one small pack, whose folder has a name that shells, globs and markup trip over."""

import json
import re
import shlex
import signal
import socket
import time
import urllib.request

import pytest
from docx import Document

from analysis.base.settings import PROJECT, DataDir
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.lock import build_lock
from analysis.warehouse.publish import current_build
from tests.files import production_file, production_row, production_total
from tests.processes import SAFETY, alive, run, start

pytestmark = pytest.mark.slow

HELD = "生产安全事故台账_2026年01月.xlsx"
_ESCAPED = {"\\\\": "\\", '\\"': '"', "%%": "%", "$$": "$"}


def readme_lines() -> list[str]:
    """Each once, in the order of the pages; a line may be broken there."""
    pages = ("README.en.md", "README.md")
    text = "\n".join((PROJECT / page).read_text(encoding="utf-8") for page in pages)
    lines = [" ".join(line.split()) for line in re.findall(r"`(safety\b[^`]*)`", text)]
    return list(dict.fromkeys(lines))


def systemd_words(line: str) -> list[str]:
    """The words of an ``ExecStart``, as systemd.service(5) quotes them."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line.removeprefix("ExecStart="))
    plain = [quoted or bare for quoted, bare in found]
    return [re.sub(r"\\[\\\"]|%%|\$\$", lambda m: _ESCAPED[m[0]], word) for word in plain]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("lines") / "it's a [1] [red]pack[red]")
    code, said = run([*SAFETY, "sample", "--years", "2025-2026"], data.root)
    assert code == 0, said
    assert str(data.inbox) in said.replace("\n", "")
    row = production_row("SX1", 发生时间="2026-01-05 08:00")
    production_file(data.inbox / HELD, [row], production_total(9, 0, 2, 12.5))
    code, said = run([*SAFETY, "build", "--write-log"], data.root)
    assert code == 0, said
    assert current_build(data)
    assert "已发布" in (data.warehouse / "logs" / "safety.log").read_text(encoding="utf-8")
    return data


def _lab(data: DataDir) -> None:
    """It serves, and stopping it leaves nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start([*SAFETY, "lab", "--no-browser", "--port", str(port)], data.root)
    page = f"http://127.0.0.1:{port}/login"
    for _ in range(300):
        try:
            with urllib.request.urlopen(page, timeout=5):
                break
        except OSError:
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.1)
    else:
        pytest.fail("the lab does not answer")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert not alive(process.pid)


def test_every_line_of_the_readme_does_what_it_says(pack: DataDir) -> None:
    lines = readme_lines()
    assert len(lines) >= 14, lines
    template = pack.root / "红头.docx"
    Document().save(str(template))
    meant = {"FILE": str(pack.inbox / HELD), "…": "合计笔误", "文件.docx": str(template)}
    meant |= {"目录": str(pack.root / "评估组的文字")}
    for line in lines:
        words = [meant.get(word, word) for word in shlex.split(line)]
        verb, before = words[1], current_build(pack)
        if verb == "lab":
            _lab(pack)
            continue
        (pack.inbox / HELD).touch()  # handed in again: something new to build
        code, said = run([*SAFETY, *words[1:]], pack.root)
        assert code == (verb == "check"), (line, said)  # which tells a held file
        match verb, *words[2:]:
            case "build", "--as-of", day:
                assert (pack.warehouse / "as_of" / day / "city_safety.duckdb").is_file()
                assert current_build(pack) == before
            case "build", *_:
                assert current_build(pack) != before
            case "rollback", *_:
                assert current_build(pack) != before
            case (("accept" | "reject"), *_):
                decisions = (pack.archive / "decisions.json").read_text(encoding="utf-8")
                assert json.loads(decisions)[-1]["verdict"] == verb
            case "status", "--json":
                assert json.loads(said)["is_published"] is True
            case "report", *_:
                assert list(pack.reports.glob("*.docx"))
            case "docs", *_:
                assert (pack.reports / "docs.html").is_file()
                assert (pack.reports / "cards/PD.html").is_file()
            case _:
                assert said.strip(), line


def test_what_schedule_prints_publishes_and_tells(pack: DataDir) -> None:
    told = pack.root / "told 100%.txt"
    notify = shlex.join(["tee", str(told)])
    code, printed = run([*SAFETY, "schedule", "--print", "--notify", notify], pack.root)
    assert code == 0
    exec_start = next(line for line in printed.splitlines() if line.startswith("ExecStart="))
    cron = next(line for line in printed.splitlines() if re.match(r"\d+ \d+ \* \* \* ", line))
    log = pack.warehouse / "logs" / "safety.log"

    with build_lock(pack.warehouse):  # while another build is at work
        code, said = run(systemd_words(exec_start), pack.root)
    assert code == 1, said
    assert "另一次构建正在进行" in told.read_text(encoding="utf-8")
    assert "另一次构建正在进行" in log.read_text(encoding="utf-8")

    for words in (systemd_words(exec_start), ["sh", "-c", _cron_command(cron)]):
        (pack.inbox / HELD).touch()  # handed in again
        before, entries = current_build(pack), log.read_text(encoding="utf-8").count("已发布")
        told.unlink(missing_ok=True)
        code, said = run(words, pack.root)
        assert code == 0, said
        assert current_build(pack) != before
        assert log.read_text(encoding="utf-8").count("已发布") == entries + 1
        assert not told.exists()  # nothing went wrong, and no signal is new
    code, said = run(words, pack.root)
    assert (code, "没有新内容" in said, told.exists()) == (0, True, False), said


def _cron_command(line: str) -> str:
    """What cron hands to the shell: a percent sign stands for itself behind a backslash only."""
    command = line.split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command)
    return command.replace("\\%", "%")


def test_a_build_that_is_told_to_end_says_so_and_leaves_nothing_running(pack: DataDir) -> None:
    told, before = pack.root / "told.txt", current_build(pack)
    words = ["build", "--anyway", "--write-log", "--notify", shlex.join(["tee", str(told)])]
    known = {build.build_id for build in BuildLog(pack.warehouse).builds}
    process = start([*SAFETY, *words], pack.root)
    for _ in range(600):  # until dbt is at work
        if any(folder.parent.name not in known for folder in pack.builds.glob("*/dbt")):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM, said
    assert not alive(process.pid)
    assert "SIGTERM" in said
    assert "SIGTERM" in told.read_text(encoding="utf-8")
    assert "SIGTERM" in (pack.warehouse / "logs" / "safety.log").read_text(encoding="utf-8")
    last = json.loads((pack.warehouse / "builds.json").read_text(encoding="utf-8"))[-1]
    assert (last["status"], last["detail"]) == ("interrupted", "Stopped: SIGTERM")
    assert current_build(pack) == before
