"""One build in a process of its own, from the data folder to the store: seconds, triples, peak memory.

Run as `python -m tests.benchmarks.building DATA`; it prints one line of JSON. With `--rdflib FORM FILE` it does what
rdflib has to do for the same triples: parse the file and write it again, as N-Triples or as Turtle.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.report import number, table

Measured = dict[str, Any]


def main(words: Sequence[str]) -> None:
    """Measure what the arguments say and print it."""
    begun, before = time.perf_counter(), time.process_time()
    found = _with_rdflib(words[1], Path(words[2])) if words[0] == "--rdflib" else _with_baimo(Path(words[0]))
    found |= {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _with_baimo(data: Path) -> Measured:
    from kg.derive import derive  # noqa: PLC0415  (rdflib's process does not load them)
    from kg.graph import graph_lines  # noqa: PLC0415
    from kg.graph.files import GraphFiles  # noqa: PLC0415
    from kg.loading import load  # noqa: PLC0415
    from kg.resolve import resolve  # noqa: PLC0415
    from kg.store import make_store  # noqa: PLC0415

    gc.disable()  # as kg.build does
    dataset, _ = load(data)
    resolved, _ = resolve(dataset)
    derived = derive(resolved, dataset.meta.as_of)
    files = GraphFiles(graph_lines(resolved, derived), data)
    make_store(files)
    return {"claims": sum(map(len, dataset.claims.values())), "triples": files.triples}


def _with_rdflib(form: str, path: Path) -> Measured:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    graph.parse(path.as_posix(), format="nt")
    graph.serialize(format=form, encoding="utf-8")
    return {"triples": len(graph)}


def measure(*words: str | Path) -> Measured:
    """Run a measurement in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.building", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_rdflib(ntriples: Path) -> dict[str, Measured]:
    """Return form → what rdflib needs to parse the N-Triples and to write them in that form."""
    return {form: measure("--rdflib", form, ntriples) for form in ("nt", "turtle")}


def against_rdflib(ours: Measured, theirs: dict[str, Measured]) -> str:
    """Return a sentence for each form: how many times as long rdflib takes a triple, in processor time."""
    return "\n".join(
        f"rdflib parses {one['triples']:,} triples and writes them as {'N-Triples' if form == 'nt' else 'Turtle'} in "
        f"{number(one['processor'], 1)} processor s ({number(one['peak_mb'], 0)} MB): the build is "
        f"{number(one['processor'] / one['triples'] / (ours['processor'] / ours['triples']), 1)} times as fast.  "
        for form, one in theirs.items()
    )


def exponent(small: Measured, large: Measured, unit: str) -> float:
    """Return the power of the number of triples with which a cost grows."""
    return math.log(large[unit] / small[unit]) / math.log(large["triples"] / small["triples"])


def growth_table(found: dict[int, Measured]) -> str:
    """Return the table of builds: times the real data, cost, and exponents against the smallest."""
    first = found[min(found)]
    rows = []
    for times, one in sorted(found.items()):
        grown = times > min(found)
        rows.append(
            [
                f"{times}×",
                f"{one['claims']:,}",
                f"{one['triples']:,}",
                number(one["seconds"], 1),
                number(one["processor"], 1),
                number(one["peak_mb"], 0),
                number(exponent(first, one, "seconds") if grown else None),
                number(exponent(first, one, "processor") if grown else None),
            ]
        )
    header = ["data", "claims", "triples", "s", "processor s", "peak MB", "exponent of s", "exponent of processor s"]
    return table(header, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
