"""Where the project's own files are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from kg.findings import KgError
from kg.packed import find_packed

_PACKAGE = Path(__file__).resolve().parent


def project_root() -> Path:
    """Return the folder that holds `ontology/`, `data/` and `site/`."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "ontology").is_dir() else _PACKAGE / "_project"


def ontology_dir() -> Path:
    """Return the folder of the ontology, code lists, shapes, rules and queries."""
    return project_root() / "ontology"


def default_data_dir() -> Path:
    """Return the data folder that `kg build` reads unless told otherwise: `./data`, else the project's own."""
    here = Path("data")
    return here if (here / "dataset.toml").is_file() else project_root() / "data"


def built_dir() -> Path:
    """Return the output folder that `kg price` and `kg.load()` read: `./dist`, else the project's own."""
    candidates = (Path("dist"), project_root() / "dist", project_root())
    for candidate in candidates:
        if (candidate / "data" / "baimo.sqlite").is_file():
            return candidate
    return candidates[0]


def built_data(out: Path | None) -> Path:
    """Return the `data` folder of a build, of `built_dir()` unless given; raise `KgError` if nothing was built."""
    data = (out or built_dir()) / "data"
    if find_packed(data) is None:
        raise KgError("there is no built graph here; run `kg build` first, or name the folder with --out")
    return data
