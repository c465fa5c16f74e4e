"""A build every night: units for systemd, or a line for cron."""

import os
import shlex
import sys
from datetime import time
from pathlib import Path

from analysis.base.places import own
from analysis.base.settings import PROJECT, DataDir

_UNITS = """\
# /etc/systemd/system/city-safety.service
[Unit]
Description={place}城市安全指标数据仓库 nightly build
Wants=network-online.target

[Service]
Type=oneshot
WorkingDirectory={project}
ExecStart={command}
# dbt starts three times slower without its compiled modules
UnsetEnvironment=PYTHONDONTWRITEBYTECODE
TimeoutStartSec=2h
Nice=10

# /etc/systemd/system/city-safety.timer
[Unit]
Description={place}城市安全指标数据仓库 every night

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00 Asia/Shanghai
Persistent=true

[Install]
WantedBy=timers.target

# systemctl daemon-reload && systemctl enable --now city-safety.timer

# Or, with cron (crontab -e; a machine on Beijing time):
{at.minute} {at.hour} * * * {cron}
"""


def nightly(data: DataDir, at: time, notify: str | None, counties: Path | None = None) -> str:
    """Units and a cron line that build `data` every night at `at` (Beijing time), and write to
    its log, with the folders of `counties`. `notify` is run on a failure or a new red signal, with the message on its input."""
    home = ["--home", os.environ["SAFETY_HOME"]] if os.environ.get("SAFETY_HOME") else []
    words = [str(Path(sys.executable).parent / "safety"), *home, "build", "--data", str(data.root)]
    words += ["--counties", str(counties)] if counties else []
    words += ["--write-log", *(["--notify", notify] if notify else [])]
    command = " ".join(_for_systemd(word) for word in words)
    folder = shlex.quote(str(PROJECT))
    # cron takes a percent sign for the end of the line
    cron = f"cd {folder} && {shlex.join(words)}".replace("%", "\\%")
    project = str(PROJECT).replace("%", "%%")
    place = own().name_zh
    return _UNITS.format(place=place, project=project, command=command, at=at, cron=cron)


def _for_systemd(word: str) -> str:
    """`word` with what systemd reads as a specifier, a variable or a quote made plain."""
    plain = word.replace("%", "%%").replace("$", "$$")
    if plain and not set(plain) & set(" \t\"'\\;"):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
