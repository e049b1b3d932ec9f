"""The redirects of w3id.org: every IRI of the data leads to a file that the build makes, for people and for programs.

The rules run in the server for which they are written (Debian: apache2-bin); nothing else would read them as it does.
"""

from __future__ import annotations

import functools
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pyoxigraph as ox
import pytest

from kg.iris import ROOT
from tests.conftest import ROOT as CHECKOUT

HTACCESS = CHECKOUT / "docs" / "w3id" / ".htaccess"
APACHE = shutil.which("apache2") or shutil.which("httpd")
_PLACES = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"))
MODULES = next(filter(Path.is_dir, _PLACES), Path("no-modules"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPTS = (BROWSER, "text/turtle", "application/json", "application/ld+json", "text/csv", "*/*")
SITE = re.search(r"SITE=(\S+)", HTACCESS.read_text(encoding="utf-8")).group(1)  # type: ignore[union-attr]

pytestmark = pytest.mark.skipif(
    APACHE is None or not MODULES.is_dir(), reason="Apache is not installed (Debian: apt-get install apache2-bin)"
)

Ask = Callable[..., str]


def configuration(folder: Path, port: int) -> str:
    """Return a server that knows no more than the redirects need."""
    names = ("mpm_event", "authz_core", "setenvif", "rewrite")
    found = [name for name in names if (MODULES / f"mod_{name}.so").is_file()]  # some systems build modules in
    loaded = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in found)
    return f"""{loaded}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
DocumentRoot {folder}/root
<Directory {folder}/root>
    AllowOverride All
    Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return a function that gives the redirect of an IRI for what a reader accepts."""
    folder = tmp_path_factory.mktemp("w3id")
    (folder / "root" / "baimo").mkdir(parents=True)
    shutil.copy(HTACCESS, folder / "root" / "baimo" / ".htaccess")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "apache.conf").write_text(configuration(folder, port), encoding="utf-8")
    for path in (folder, folder / "root", folder / "root" / "baimo", folder.parent, folder.parent.parent):
        path.chmod(0o755)  # started by root, the server gives up its rights before it reads
    server = subprocess.Popen([str(APACHE), "-X", "-f", str(folder / "apache.conf")], stderr=subprocess.PIPE)
    try:
        _await(port, server, folder)
        yield functools.partial(_ask, port)
    finally:
        server.terminate()
        server.wait()
        assert server.stderr is not None
        server.stderr.close()


def _await(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    log = folder / "error.log"
    pytest.fail(f"Apache did not start: {log.read_text() if log.is_file() else server.stderr}")


def _ask(port: int, iri: str, accept: str = BROWSER, language: str = "en") -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    path = quote(urlsplit(iri).path, safe="/%~:")
    connection.request("GET", path, headers={"Accept": accept, "Accept-Language": language})
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status in {302, 303}, (iri, accept, response.status)
    return response.getheader("Location") or ""


def file_of(location: str, dist: Path) -> Path:
    """Return the file of the built site to which an address leads."""
    assert location.startswith(f"{SITE}/"), location
    path = unquote(urlsplit(location).path.removeprefix(urlsplit(SITE).path))
    return dist / "site" / (path.strip("/") or "index.html")


def iris(dist: Path) -> list[str]:
    """Return every IRI of the project that the RDF of a build names, without fragments: those never reach a server."""
    found: set[str] = set()
    for path in sorted((dist / "data").glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(ROOT):
                    found.add(term.value.partition("#")[0])
    return sorted(found)


@pytest.mark.parametrize("language", ["en-GB,en;q=0.9", "zh-CN,zh;q=0.9,en;q=0.8"])
@pytest.mark.parametrize("accept", ACCEPTS)
def test_every_iri_leads_to_a_file_of_the_build(ask: Ask, tiny_dist: Path, accept: str, language: str) -> None:
    named = iris(tiny_dist)
    kinds = {iri.removeprefix(ROOT).split("/")[1] for iri in named if iri.startswith(f"{ROOT}id/")}
    assert {"model", "price-point", "offering", "evidence", "source", "window"} <= kinds
    lost = []
    for iri in named:
        location = ask(iri, accept, language)
        if not file_of(location, tiny_dist).is_file():
            lost.append((iri, location))
    assert lost == []


@pytest.mark.parametrize(
    ("iri", "accept", "language", "path"),
    [
        ("ontology", BROWSER, "en", "en/ontology.html"),
        ("ontology", BROWSER, "zh-CN", "zh/ontology.html"),
        ("ontology", "text/turtle", "en", "data/ontology.ttl"),
        ("ontology", "*/*", "en", "data/ontology.ttl"),
        ("id/model/qwen-long", BROWSER, "zh-CN", "zh/model/qwen-long.html"),
        ("id/model/qwen-long", BROWSER, "fr, zh;q=0.1", "en/model/qwen-long.html"),
        ("id/model/qwen-long", "text/turtle", "zh-CN", "id/model/qwen-long.ttl"),
        ("id/model/qwen-long", "application/ld+json", "en", "id/model/qwen-long.json"),
        ("id/model/qwen-long", "text/csv", "en", "id/model/qwen-long.csv"),
        ("vocab/vertical-finance", BROWSER, "zh", "zh/vertical/finance.html"),
        ("vocab/vertical-finance", "text/turtle", "zh", "id/vertical/finance.ttl"),
        ("vocab/component-input", BROWSER, "en", "en/ontology.html"),
        ("id/price-point/0123456789ab", "text/turtle", "en", "data/baimo.ttl"),
        ("dataset/csv/models.csv", BROWSER, "zh", "data/csv/models.csv"),
        ("query/flagships-held", BROWSER, "zh", "zh/query.html#query=flagships-held"),
        ("", BROWSER, "zh", ""),
    ],
)
def test_a_reader_is_led_to_the_form_and_the_language_asked_for(
    ask: Ask, iri: str, accept: str, language: str, path: str
) -> None:
    assert ask(f"{ROOT}{iri}", accept, language) == f"{SITE}/{path}"


def test_a_claim_is_described_in_the_query_console(ask: Ask) -> None:
    iri = f"{ROOT}id/offering/alibaba-bailian--cn--CNY--qwen~long"
    location = urlsplit(ask(iri))
    assert location.path.endswith("/en/query.html")
    assert parse_qs(location.fragment) == {"sparql": [f"DESCRIBE <{iri}>"]}


def test_what_is_no_iri_of_the_project_leads_nowhere(ask: Ask) -> None:
    for wrong in ("nothing", "id/model", "id/model/a/b", "idx/model/a"):
        with pytest.raises(AssertionError, match="404"):
            ask(f"{ROOT}{wrong}")


def test_a_document_leads_to_its_text(ask: Ask) -> None:
    for path in sorted((CHECKOUT / "docs").glob("*.md")):
        assert ask(f"{ROOT}docs/{path.stem}").endswith(f"/docs/{path.name}")
