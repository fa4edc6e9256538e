"""Measure how time and memory of the ledger grow with the number of raw observations.

    python benchmarks/ledger.py [--json FILE] [rows …]

In a copy of data/raw, synthetic indicators are added, of real provinces and several sources, until
the raw observations hold so many rows (10,000, 100,000 and 1,000,000 unless told). Then each stage
of ``python -m analysis clean`` runs in a process of its own. Printed, never asserted.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

ROWS = (10_000, 100_000, 1_000_000)
# For 2 cores. The exponent is that of time against rows, between the two largest sizes.
LIMIT_SECONDS, LIMIT_GIB, LIMIT_EXPONENT = 60.0, 3.0, 1.05

STAGES = ("start", "read", "build", "write", "validate")
YEARS = range(2015, 2024)
SOURCES = [f"synthetic-{letter}" for letter in "abcdef"]
# As among today's figures: most agree, a few differ or are rounded.
DIFFERS, ROUNDED = 0.02, 0.02

Row = dict[str, object]


def synthetic(provinces: list[str]) -> Iterator[tuple[str, list[Row], Iterator[Row]]]:
    """Indices without end: topic, three indicators (score, rank, share), their observations."""
    from analysis.clean.raw import TOPICS

    for number in count():
        name, topic = f"synthetic_{number:05}", TOPICS[number % len(TOPICS)]
        common = {
            "topic": topic, "higher_is_better": "yes", "name_en": name, "name_vi": f"chỉ số {name}",
            "publisher": "Synthetic", "aggregation": "never",
        }  # fmt: skip
        indicators: list[Row] = [
            common | {"code": f"{name}_score", "index": name, "measure": "score",
                      "unit": "index 0-1", "whole": "no", "minimum": 0, "maximum": 1},
            common | {"code": f"{name}_rank", "index": name, "measure": "rank",
                      "unit": "rank", "whole": "yes", "minimum": 1, "maximum": 63,
                      "higher_is_better": "no"},
            common | {"code": f"{name}_share", "measure": "value",
                      "unit": "%", "whole": "no", "minimum": 0, "maximum": 100},
        ]  # fmt: skip
        yield topic, indicators, _observations(name, number, provinces)


def _observations(name: str, number: int, provinces: list[str]) -> Iterator[Row]:
    """One source prints all scores and ranks, one all shares; others repeat half of both."""
    rng = random.Random(number)
    one, other, third = rng.sample(SOURCES, 3)
    for year in YEARS:
        scores = sorted(rng.sample(range(2000, 9500), len(provinces)), reverse=True)
        places = rng.sample(provinces, len(provinces))
        for rank, (place, score) in enumerate(zip(places, scores, strict=True), start=1):
            where = {"province": place, "boundary": "63", "reference_year": year}
            row = {"locator": f"table {year}, row {rank}"} | where
            ranked = {"indicator": f"{name}_rank", "unit": "rank", "out_of": 63} | row
            scored = {"indicator": f"{name}_score", "unit": "index 0-1"} | row
            yield scored | {"source_id": one, "value_as_printed": f"0,{score:04}"}
            yield ranked | {"source_id": one, "rank_as_printed": rank}
            share = rng.randrange(500, 9800)
            shared = {"indicator": f"{name}_share", "unit": "%"} | row
            yield shared | {"source_id": other, "value_as_printed": _percent(share, 2)}
            if rng.random() < 0.5:
                said = min(rank + (rng.random() < DIFFERS), 63)
                yield ranked | {"source_id": third, "rank_as_printed": f"{said:02}/63"}
                said = share + 150 * (rng.random() < DIFFERS)
                text = _percent(said, 1 if rng.random() < ROUNDED else 2)
                yield shared | {"source_id": third, "value_as_printed": text}


def _percent(hundredths: int, decimals: int) -> str:
    return f"{hundredths / 100:.{decimals}f}%".replace(".", ",")


def fill(raw: Path, rows: int) -> int:
    """Add synthetic rows to a raw folder until it holds ``rows``; returns how many it holds."""
    from analysis.clean.raw import TOPICS, layout

    files: dict[str, Any] = {}
    writers: dict[str, Any] = {}
    names = ["sources", "indicators", *(f"observations/{topic}" for topic in TOPICS)]
    for name in names:
        files[name] = (raw / f"{name}.csv").open("a", encoding="utf-8", newline="")
        writers[name] = csv.DictWriter(files[name], layout()[name][0], "", lineterminator="\n")
    held = sum(_length(raw / f"observations/{topic}.csv") for topic in TOPICS)
    for source in SOURCES:
        writers["sources"].writerow(
            {"source_id": source, "topic": "dti", "founding": "no", "publisher": "Synthetic",
             "title": source, "url": f"https://example.org/{source}", "language": "vi",
             "published_on": "2024-01-15", "kind": "official", "quality": "A"}
        )  # fmt: skip
    with (raw / "provinces.csv").open(encoding="utf-8", newline="") as file:
        provinces = [row["name_vi"] for row in csv.DictReader(file) if row["boundary"] == "63"]
    for topic, indicators, observations in synthetic(provinces):
        if held >= rows:
            break
        writers["indicators"].writerows(indicators)
        added = list(islice(observations, rows - held))
        writers[f"observations/{topic}"].writerows(added)
        held += len(added)
    for file in files.values():
        file.close()
    return held


def _length(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def run_stages(project: Path) -> None:
    """What ``python -m analysis clean`` does; prints what each stage took, as JSON."""
    measured: dict[str, dict[str, float]] = {}
    # Seconds since the process was started, so that loading the libraries counts.
    clock = time.time() - float(os.environ["STARTED"])

    def done(stage: str) -> None:
        nonlocal clock
        usage = resource.getrusage(resource.RUSAGE_SELF)
        now, cpu = time.time() - float(os.environ["STARTED"]), usage.ru_utime + usage.ru_stime
        before = {k: sum(m[k] for m in measured.values()) for k in ("seconds", "cpu_seconds")}
        measured[stage] = {
            "seconds": now - before["seconds"], "cpu_seconds": cpu - before["cpu_seconds"],
            "peak_gib": _peak(),
        }  # fmt: skip

    from analysis import clean, validate
    from analysis.model import tables

    done("start")
    sheets = clean.read(project / "data" / "raw")
    done("read")
    built = clean.build(sheets)
    done("build")
    fresh = project / "clean"
    tables.write(built, fresh)
    del built
    done("write")
    report = validate.check(tables.load_all(fresh))
    (fresh / validate.FILE).write_text(report.to_json(), encoding="utf-8", newline="\n")
    done("validate")
    print(json.dumps(measured))


def _peak() -> float:
    """The most memory since this was last asked, in GiB."""
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")  # starts a new maximum
    return int(peak.split()[1]) / 2**20


def measure(rows: int) -> dict[str, Any]:
    """Measure one size, in a copy of the data."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "data" / "raw", project / "data" / "raw")
        held = fill(project / "data" / "raw", rows)
        done = subprocess.run(
            [sys.executable, __file__, "--stages", str(project)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env=os.environ | {"STARTED": str(time.time())},
        )
    stages = json.loads(done.stdout.splitlines()[-1])
    return {
        "rows": held, "stages": stages,
        "seconds": sum(stage["seconds"] for stage in stages.values()),
        "cpu_seconds": sum(stage["cpu_seconds"] for stage in stages.values()),
        "peak_gib": max(stage["peak_gib"] for stage in stages.values()),
    }  # fmt: skip


def exponent(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How time grows with rows between two measurements: 1 where it is linear."""
    return math.log(other["seconds"] / one["seconds"]) / math.log(other["rows"] / one["rows"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how the ledger grows.")
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    parser.add_argument("--json", type=Path, help="write the measurements to this file as well")
    parser.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stages:
        run_stages(options.stages)
        return
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print(f"{'rows':>10} {'stage':>9} {'seconds':>8} {'CPU':>8} {'GiB':>6}")
    measured = []
    for rows in sorted(options.rows):
        found = measure(rows)
        for stage, took in chain(found["stages"].items(), [("all", found)]):
            numbers = f"{took['seconds']:8.1f} {took['cpu_seconds']:8.1f} {took['peak_gib']:6.2f}"
            print(f"{found['rows']:10,} {stage:>9} {numbers}", flush=True)
        measured.append(found)
    summary: dict[str, Any] = {"measured": measured}
    if len(measured) > 1:
        summary["exponent"] = exponent(*measured[-2:])
        print(f"\nexponent {summary['exponent']:.2f}   limit {LIMIT_EXPONENT}")
    largest = measured[-1]
    for what, limit in (("seconds", LIMIT_SECONDS), ("peak_gib", LIMIT_GIB)):
        verdict = "within" if largest[what] <= limit else "OVER"
        print(f"{what:9} {largest[what]:6.1f}   limit {limit:6.1f}   {verdict}")
    if options.json:
        options.json.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
