"""Builds under faults: ``make faults``. Prints what was tried and what was lost, which is nothing.

A small part of each runs in the test suite (`tests/test_faults.py`).
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.base.settings import DataDir, layouts_folder
from analysis.forms.layout import form_of, load_layouts
from analysis.forms.periods import find_period
from analysis.ingest.remembered import COUNTS
from analysis.marts.open import connect
from analysis.pipeline import build
from analysis.reading.whole_file import read_file
from analysis.sample import write_sample
from analysis.sheets.grid import EXTENSIONS
from analysis.warehouse.publish import publish
from tests.files import production_file, production_row
from tests.truth.__main__ import print_outcome, try_packs

BUILD_SECONDS = 16.0


@dataclass(frozen=True)
class Tried:
    """One kind of fault: how often it was tried, what came of it, what was lost."""

    what: str
    times: int
    outcome: str
    lost: int


def hand_in(data: DataDir, deaths: int) -> None:
    """One accident whose deaths tell which build is open."""
    row = production_row("SC1", 死亡=deaths)
    production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", [row])


def deaths(data: DataDir) -> int:
    with connect(data) as warehouse:
        return warehouse.execute("select sum(deaths) from marts.fct_accidents").fetchone()[0]


def killed_builds(times: int, seed: int) -> Tried:
    """Kill a build, with or without its dbt, at a random moment; then build again whole."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="safety-kill-", ignore_cleanup_errors=True) as folder:
        data = DataDir(Path(folder))
        hand_in(data, 1)
        assert build(data).is_published
        lost, seen = 0, Counter[str]()
        for number in range(2, times + 2):
            hand_in(data, number)
            before = deaths(data)
            command = [sys.executable, "-m", "analysis.cli", "build", "--data", folder]
            process = subprocess.Popen(
                command,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(dice.uniform(0.3, BUILD_SECONDS))
            ended = process.poll() is not None
            if not ended:
                os.kill(process.pid, signal.SIGKILL)
                if dice.random() < 0.7:
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            now = deaths(data)
            seen["new" if now == number else "old"] += 1
            lost += now not in (before, number)
            if number % 10 == 1 or number == times + 1:
                result = build(data)
                lost += not (result.is_published and deaths(data) == number)
        left = {path.name for path in data.builds.iterdir()} - _known(data)
        lost += len(left)
    return Tried("builds killed", times, f"old {seen['old']}, new {seen['new']}", lost)


def _known(data: DataDir) -> set[str]:
    with connect(data) as warehouse:
        return {
            row[0] for row in warehouse.execute("select build_id from marts.fct_builds").fetchall()
        }


def publications_under_readers(times: int, reads: int, readers: int = 4) -> Tried:
    """Move `current` between two builds while readers open it; each sees one build, whole."""
    with tempfile.TemporaryDirectory(prefix="safety-read-") as folder:
        data = DataDir(Path(folder))
        ids = []
        for number in (1, 2):
            hand_in(data, number)
            ids.append(build(data).build.build_id)
        wrong, done, stop = [], Counter[int](), threading.Event()

        def read(reader: int) -> None:
            while not stop.is_set() or done[reader] < reads // readers:
                with connect(data) as warehouse:
                    total, counted = warehouse.execute(
                        "select (select sum(deaths) from marts.fct_accidents), "
                        "(select numerator from marts.fct_indicator_rates where indicator_id = "
                        "'production_deaths_per_100m_gdp' and period_kind = 'quarter' "
                        "and region_id = '150621' and period_end = '2024-03-31')"
                    ).fetchone()
                done[reader] += 1
                if total not in (1, 2) or total != counted:
                    wrong.append((total, counted))
                if done[reader] >= reads // readers:
                    return

        threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
        for thread in threads:
            thread.start()
        for number in range(times):
            publish(data, ids[number % 2])
            time.sleep(0.02)
        stop.set()
        for thread in threads:
            thread.join()
    return Tried("publications under readers", times, f"{sum(done.values())} reads", len(wrong))


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A file system of its own in memory, or None where one may not be mounted."""
    with tempfile.TemporaryDirectory(prefix="safety-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1500m", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def full_disks(times: int, seed: int) -> Tried | None:
    """Fill a small file system at random points; needs the right to mount one."""
    dice = random.Random(seed)
    with small_disk() as folder:
        if folder is None:
            return None
        data = DataDir(folder)
        hand_in(data, 1)
        assert build(data).is_published
        lost, failed = 0, 0
        for number in range(2, times + 2):
            hand_in(data, number)
            before, ballast = deaths(data), folder / "ballast"
            free = shutil.disk_usage(folder).free
            ballast.write_bytes(b"0" * max(0, free - dice.randrange(2**14, 2**25)))
            try:
                published = build(data).is_published
            except OSError:
                published = False
            failed += not published
            lost += deaths(data) != (number if published else before)
            ballast.unlink()
        lost += not build(data).is_published
    return Tried("full disks", times, f"{failed} builds failed and said so", lost)


def read_only_disk() -> Tried | None:
    """Take the right to write from a file system: the build says so, readers go on reading."""
    with small_disk() as folder:
        if folder is None:
            return None
        data = DataDir(folder)
        hand_in(data, 1)
        assert build(data).is_published
        hand_in(data, 2)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        command = [sys.executable, "-m", "analysis.cli", "build", "--data", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lost = int(done.returncode != 1 or "Read-only" not in done.stdout)
        lost += deaths(data) != 1
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        lost += not (build(data).is_published and deaths(data) == 2)
    return Tried("read-only disk", 1, "said so, exit 1; readers went on", lost)


def mutated_hand_ins(times: int, seed: int) -> Tried:
    """Flip, cut and swap bytes of sample files: each is read or refused, and every row has a fate."""
    dice = random.Random(seed)
    layouts = load_layouts(layouts_folder())
    outcomes, lost = Counter[str](), 0
    with tempfile.TemporaryDirectory(prefix="safety-fuzz-") as folder:
        inbox = Path(folder) / "inbox"
        write_sample(inbox, [2024], seed=seed, messy=True)
        files = sorted(path for path in inbox.rglob("*") if path.suffix in EXTENSIONS)
        for number in range(times):
            path = files[number % len(files)]
            broken = Path(folder) / path.name
            broken.write_bytes(_mutated(path.read_bytes(), dice))
            layout = form_of(path.stem, layouts)
            period = layout.period.settle(find_period(path.stem))
            try:
                reading = read_file(broken, path.name, layout, period)
            except Exception as error:  # noqa: BLE001 - the fuzz counts whatever escapes
                lost += 1
                outcomes[f"escaped {type(error).__name__}"] += 1
                continue
            if reading.rejected:
                outcomes["rejected"] += 1
                continue
            outcomes["held" if reading.doubts else "read"] += 1
            aside = {(b.sheet, b.row) for b in reading.bad_cells if b.fate == "set_aside"}
            data_rows = len(reading.rows) + len(aside)
            counted = reading.counts["accepted"] + reading.counts["quarantined"]
            lost += data_rows != counted or any(reading.counts[name] < 0 for name in COUNTS)
    said = ", ".join(f"{name} {count}" for name, count in outcomes.most_common())
    return Tried("mutated hand-ins", times, said, lost)


def _mutated(data: bytes, dice: random.Random) -> bytes:
    mutable = bytearray(data)
    kind = dice.randrange(3)
    if kind == 0:
        for _ in range(dice.randint(1, 20)):
            mutable[dice.randrange(len(mutable))] = dice.randrange(256)
    elif kind == 1:
        del mutable[dice.randrange(len(mutable)) :]
    else:
        first, second = sorted(dice.sample(range(len(mutable)), 2))
        size = min(64, second - first, len(mutable) - second)
        mutable[first : first + size], mutable[second : second + size] = (
            mutable[second : second + size],
            mutable[first : first + size],
        )
    return bytes(mutable)


def right_or_told(packs: int, seed: int) -> Tried:
    """Planted years, damaged as offices damage them: each figure is right, or told (tests/truth)."""
    outcome = try_packs(packs, seed)
    print_outcome(outcome)
    said = ", ".join(f"{kind} {outcome.figures[kind]}" for kind in ("right", "told", "silent"))
    return Tried("packs of planted truth", packs, said, len(outcome.faults))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--publications", type=int, default=50)
    parser.add_argument("--reads", type=int, default=1000)
    parser.add_argument("--full-disks", type=int, default=20)
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--packs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    done = [
        mutated_hand_ins(options.mutations, options.seed),
        right_or_told(options.packs, options.seed),
        publications_under_readers(options.publications, options.reads),
        full_disks(options.full_disks, options.seed),
        read_only_disk(),
        killed_builds(options.kills, options.seed),
    ]
    table = Table("what was tried", "times", "what came of it", "lost")
    for one in done:
        if one is None:
            table.add_row("full or read-only disks", "0", "may not mount a file system", "—")
        else:
            table.add_row(one.what, str(one.times), one.outcome, str(one.lost))
    Console().print(table)
    return int(any(one and one.lost for one in done))


if __name__ == "__main__":
    sys.exit(main())
