"""`kg serve`: what a client is given, what it is refused, and that nothing it does stops the next request."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg.query import Rows, run, run_endpoint
from kg.serve.formats import ROWS, negotiate
from kg.serve.sparql_text import read_query
from kg.store import load_store
from tests.conftest import ROOT
from tests.serving import Served, serving

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ALL = "SELECT * { ?s ?p ?o }"
FEW = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s ?p ?label ?none { ?s ?p ?label FILTER(?p IN (rdfs:label, skos:prefLabel)) } ORDER BY ?s ?p ?label LIMIT 40
"""
MADE = """SELECT * { VALUES (?x ?y) {
  ("逗号, \\"引号\\"\\n换行\\t制表" "中文"@zh-Hans)
  (1.50 <http://example.org/a?b=c&d='e'>) (UNDEF "<&>") (true "") } }"""
GRAPH = "CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/baimo/ontology#Model> ; ?p ?o }"


@pytest.fixture(scope="module")
def served(tiny_dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server over the tiny dataset, with tight limits."""
    cache = tmp_path_factory.mktemp("cache")
    with serving(tiny_dist, cache, seconds=2, rows=3000, body_seconds=1, memory_bytes=1024**3) as server:
        yield server


def _answers(served: Served) -> None:
    """Check that a short query is answered, and at once."""
    assert _timed(served) < 2


def _timed(served: Served) -> float:
    begun = time.perf_counter()
    assert served.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
    return time.perf_counter() - begun


def _media(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


# --- what a client is given ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("text/*, application/*;q=0.1", "text/csv"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_type_that_was_asked_for(served: Served, accept: str, media: str) -> None:
    response = served.ask(FEW, accept)
    assert response.status_code == 200
    assert _media(response) == media


@pytest.mark.parametrize("query", [FEW, MADE], ids=["graph", "made"])
def test_the_four_formats_of_rows_say_the_same(served: Served, tiny_dist: Path, query: str) -> None:
    """Oxigraph's own results are the reference; its parsers read the JSON, XML and TSV back."""
    solutions = load_store(tiny_dist / "data").query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    expected = [{name: row[name] for name in names} for row in solutions]
    assert expected
    for media, form in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        parsed = ox.parse_query_results(served.ask(query, media).content, format=form)
        assert isinstance(parsed, ox.QuerySolutions)
        assert [{name: row[name] for name in names} for row in parsed] == expected, media
    table = list(csv.reader(io.StringIO(served.ask(query, "text/csv").text, newline="")))
    assert table[0] == names
    assert table[1:] == [["" if row[name] is None else row[name].value for name in names] for row in expected]


def test_ask_is_answered_in_json_and_xml(served: Served) -> None:
    assert served.ask("ASK {}", "application/json").json() == {"head": {}, "boolean": True}
    root = ET.fromstring(served.ask("ASK { <a:b> <a:b> 1 }", "application/sparql-results+xml").content)  # noqa: S314
    assert root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "false"


def test_the_four_formats_of_triples_are_one_graph(served: Served) -> None:
    graphs = {}
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ):
        response = served.ask(GRAPH, media)
        assert (response.status_code, _media(response)) == (200, media), response.text
        graphs[form] = rdflib.Graph().parse(data=response.content, format=form)
    assert len(graphs["nt"]) > 10
    for form, graph in graphs.items():
        assert isomorphic(graph, graphs["nt"]), form


def test_post_in_both_forms_answers_as_get_does(served: Served) -> None:
    expected = served.ask(FEW).json()
    assert served.client.post("/sparql", data={"query": FEW}).json() == expected
    direct = served.client.post("/sparql", content=FEW, headers={"Content-Type": "application/sparql-query"})
    assert direct.json() == expected


def test_head_tells_what_get_would_say(served: Served) -> None:
    got = served.ask(FEW)
    head = served.client.head("/sparql", params={"query": FEW}, headers={"Accept": "*/*"})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == got.headers[name], name


def test_options_and_other_origins(served: Served) -> None:
    response = served.client.options("/sparql", headers={"Origin": "http://example.org"})
    assert response.status_code == 204
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert served.ask(FEW).headers["access-control-allow-origin"] == "*"
    assert served.ask("SELECT").headers["access-control-allow-origin"] == "*"


def test_without_a_query_it_describes_itself(served: Served) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for media, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        response = served.client.get("/sparql", headers={"Accept": media})
        assert _media(response) == media
        graph = rdflib.Graph().parse(data=response.content, format=form)
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert str(graph.value(service, sd.endpoint)) == served.endpoint
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
        (triples,) = graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))
        assert int(str(triples)) > 1000


def test_gzip_is_the_same_answer(served: Served) -> None:
    plain = served.ask(FEW, **{"Accept-Encoding": "identity"})
    packed = served.ask(FEW, **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]


def test_an_answer_that_a_client_has_is_not_sent_again(served: Served) -> None:
    etag = served.ask(FEW).headers["etag"]
    again = served.ask(FEW, **{"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert served.ask(FEW, "text/csv", **{"If-None-Match": etag}).status_code == 200
    assert "etag" not in served.ask("SELECT (NOW() AS ?now) {}").headers


def test_statements_of_one_source_can_be_asked_for(served: Served) -> None:
    """The default graph holds all; the graph of a source holds what that source says."""
    graphs = served.ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"][
        "bindings"
    ]
    counts = {row["g"]["value"]: int(row["n"]["value"]) for row in graphs}
    source = next(name for name in counts if "/id/source/" in name)
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    chosen = served.client.get("/sparql", params={"query": query, "default-graph-uri": source}).json()
    assert int(chosen["results"]["bindings"][0]["n"]["value"]) == counts[source]
    assert int(served.ask(query).json()["results"]["bindings"][0]["n"]["value"]) > counts[source]


# --- clients that exist -------------------------------------------------------------------------------------------


def test_sparqlwrapper(served: Served) -> None:
    expected = served.ask(FEW).json()["results"]["bindings"]
    for method in ("GET", POST):
        wrapper = SPARQLWrapper(served.endpoint)
        wrapper.setMethod(method)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(FEW)
        answer: Any = wrapper.queryAndConvert()
        assert answer["results"]["bindings"] == expected
    wrapper = SPARQLWrapper(served.endpoint)
    wrapper.setQuery(GRAPH)
    graph: Any = wrapper.queryAndConvert()
    assert len(graph) > 10


@pytest.mark.parametrize("returns", ["xml", "json", "csv", "tsv"])
def test_sparqlstore_of_rdflib(served: Served, returns: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.endpoint, returnFormat=returns))
    rows = list(graph.query(FEW))
    assert len(rows) == len(served.ask(FEW).json()["results"]["bindings"])
    model = rdflib.URIRef("https://w3id.org/baimo/ontology#Model")
    assert len(list(graph.subjects(rdflib.RDF.type, model))) > 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(served: Served) -> None:
    command = ["curl", "-sS", "-H", "Accept: text/csv", "--data-urlencode", f"query={FEW}", served.endpoint]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == served.ask(FEW, "text/csv").content


def test_kg_query_gives_the_rows_of_the_built_graph(served: Served, tiny_dist: Path) -> None:
    here, there = run(load_store(tiny_dist / "data"), FEW), run_endpoint(served.endpoint, FEW)
    assert isinstance(here, Rows)
    assert isinstance(there, Rows)
    assert here.values == there.values
    graph = run_endpoint(served.endpoint, GRAPH)
    assert isinstance(graph, list)
    assert len(graph) > 10


# --- what is refused ----------------------------------------------------------------------------------------------


def test_a_malformed_query_is_refused_with_the_place(served: Served) -> None:
    response = served.ask("SELECT *\nWHERE { ?s ?p }")
    assert response.status_code == 400
    assert "line 2, column 1" in response.text
    assert served.client.get("/sparql", params={"query": ""}).status_code == 400


@pytest.mark.parametrize(("query", "accept"), [(FEW, "image/png"), (GRAPH, "text/csv"), ("ASK {}", "text/turtle")])
def test_an_unknown_format_is_406_with_the_known_ones(served: Served, query: str, accept: str) -> None:
    response = served.ask(query, accept)
    assert response.status_code == 406
    assert ("text/turtle" if query == GRAPH else "application/sparql-results+json") in response.text


def test_updates_are_refused_in_every_form(served: Served) -> None:
    update = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"
    post = served.client.post
    responses = [
        post("/sparql", data={"update": update}),
        post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
        post("/sparql", content=update, headers={"Content-Type": "application/sparql-query"}),
        served.ask(update),
        served.ask("PREFIX a: <a:b> # no query\n DELETE WHERE { ?s ?p ?o }"),
        served.ask("LOAD <file:///etc/hostname>"),
    ]
    assert [response.status_code for response in responses] == [403] * len(responses)
    assert all("read-only" in response.text for response in responses)
    assert served.ask("ASK { <http://example.org/a> ?p ?o }").json()["boolean"] is False
    assert served.client.put("/sparql", content="").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent<URL>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1.0e5SERVICE#{\n<URL>#}\n{ ?a ?b ?c } }",
        "SELECT * { FILTER(?a<'&&?b>') SERVICE<URL>{ ?s ?p ?o } #'\n }",
        "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
        "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE x:a\\#b { ?s ?p ?o } }",
    ],
)
def test_no_other_endpoint_is_asked(served: Served, query: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.3)
        response = served.ask(query.replace("URL", f"http://127.0.0.1:{other.getsockname()[1]}/"))
        assert response.status_code == 403
        with pytest.raises(TimeoutError):
            other.accept()


def test_the_word_service_is_no_call() -> None:
    for query in (
        "PREFIX bm: <https://w3id.org/baimo/ontology#> SELECT * { ?o bm:service ?service . ?service ?p ?x }",
        "SELECT * { ?s ?p 'SERVICE' , <http://example.org/service> } # SERVICE",
    ):
        assert not read_query(query).service


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process give up its network")
def test_a_worker_has_no_network(served: Served) -> None:
    """The second wall: even a call that no check has seen would reach nobody."""
    program = (
        "import sys, socket; from kg.serve.worker import give_up_rights; give_up_rights(2**31)\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)\n"
        "except OSError: print('none')"
    )
    command = [sys.executable, "-c", program, str(served.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    if not done.stdout:
        pytest.skip("this system does not let a process give up its network")
    assert done.stdout.strip() == "none"


def test_no_file_is_read(served: Served) -> None:
    for query in (
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        "SELECT * { GRAPH <file:///etc/hostname> { ?s ?p ?o } }",
    ):
        assert served.ask(query).json()["results"]["bindings"] == []


def test_what_is_too_large_is_413(served: Served) -> None:
    long = f"SELECT * {{ ?s ?p '{'长' * 60_000}' }}"
    assert served.client.post("/sparql", data={"query": long}).status_code == 413
    direct = {"Content-Type": "application/sparql-query"}
    assert served.client.post("/sparql", content=long.encode(), headers=direct).status_code == 413
    assert served.client.post("/sparql", content=b" " * 5_000_000, headers=direct).status_code == 413
    chunks = (b" " * 100_000 for _ in range(30))
    assert served.client.post("/sparql", content=chunks, headers=direct).status_code == 413
    address = "ASK {} #" + "x" * 200_000
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"GET /sparql?query={quote(address)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(100).split()[1] == b"414"
    _answers(served)


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "", 415),
        (b"\xff\xfe", "application/sparql-query", 400),
        (b"query=%ff", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK+{}&default-graph-uri=relative", "application/x-www-form-urlencoded", 400),
        (b"a=b&" * 2000, "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_bad_body_is_refused_with_a_sentence(served: Served, content: bytes, media: str, status: int) -> None:
    response = served.client.post("/sparql", content=content, headers={"Content-Type": media})
    assert response.status_code == status
    assert response.text.strip()


def test_a_result_with_too_many_rows_is_refused_not_cut(served: Served) -> None:
    for query in (f"{ALL} LIMIT 3001", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3001"):
        response = served.ask(query)
        assert response.status_code == 503
        assert "more than 3000" in response.text
    whole = served.ask(f"{ALL} LIMIT 3000")
    assert len(whole.json()["results"]["bindings"]) == 3000


# --- what must not stop the next request --------------------------------------------------------------------------


def test_an_endless_query_is_ended_and_its_worker_is_free_again(served: Served) -> None:
    begun = time.perf_counter()
    response = served.ask(ENDLESS)
    assert response.status_code == 504
    assert 2 <= time.perf_counter() - begun < 6
    assert "2 s" in response.text
    _answers(served)
    _await(lambda: _busy_workers(served) == 0)


def test_short_queries_are_answered_while_endless_ones_run(served: Served) -> None:
    with ThreadPoolExecutor(12) as pool:
        queries = [f"{ENDLESS} LIMIT {number}" for number in range(1, 13)]
        endless = [pool.submit(served.ask, query) for query in queries]
        times = sorted(_timed(served) for _ in range(30))
        assert times[15] < 1
        assert times[-1] < 5
        assert {future.result().status_code for future in endless} <= {503, 504}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f",
        f"SELECT * {'{' * 20_000}{'}' * 20_000}",
        f"SELECT ({'(' * 20_000}1{')' * 20_000} AS ?x) {{}}",
    ],
    ids=["memory", "nested groups", "nested brackets"],
)
def test_a_query_that_breaks_its_worker_breaks_nothing_else(served: Served, query: str) -> None:
    response = served.client.post("/sparql", data={"query": query})
    assert response.status_code in {200, 400, 503, 504}
    _answers(served)


def test_a_client_that_hangs_up_ends_its_query(served: Served) -> None:
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", served.port)) as client:
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.05)
    _answers(served)
    _await(lambda: _busy_workers(served) == 0)


def test_a_half_sent_body_is_given_up(served: Served) -> None:
    lines = ("POST /sparql HTTP/1.1", "Host: localhost", "Content-Type: application/sparql-query", "Content-Length: 99")
    head = "".join(f"{line}\r\n" for line in lines) + "\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(f"{head}ASK {{".encode())
        assert client.recv(100).split()[1] == b"408"
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"{head}ASK {{".encode())
    _answers(served)


def test_two_hundred_idle_connections(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(200)]
    try:
        for client in idle[:100]:
            client.sendall(b"GET /sparql HTTP/1.1\r\nHost: lo")
        _answers(served)
    finally:
        for client in idle:
            client.close()
    _answers(served)


def _workers(served: Served) -> list[int]:
    """Return the process ids of the server's workers (Linux)."""
    task = Path(f"/proc/{served.process.pid}/task")
    if not task.is_dir():
        pytest.skip("needs /proc")
    return [int(pid) for thread in task.iterdir() for pid in (thread / "children").read_text().split()]


def _busy_workers(served: Served) -> int:
    """Return how many workers are computing just now."""
    before = {pid: _ticks(pid) for pid in _workers(served)}
    time.sleep(0.3)
    return sum(_ticks(pid) > ticks + 5 for pid, ticks in before.items())


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _await(condition: Any, seconds: float = 10) -> None:
    """Wait until something holds; fail if it does not within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


# --- the server ---------------------------------------------------------------------------------------------------


def test_it_listens_on_loopback_only(served: Served) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            outside = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but loopback")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((outside, served.port), timeout=2)


def test_files_have_their_own_content_types(served: Served, tiny_dist: Path) -> None:
    for name, media in (
        ("baimo.nt.gz", "application/gzip"),
        ("baimo.ttl", "text/turtle"),
        ("manifest.json", "application/json"),
        ("csv/models.csv", "text/csv"),
        ("parquet/models.parquet", "application/vnd.apache.parquet"),
    ):
        response = served.client.get(f"/data/{name}")
        assert (response.status_code, _media(response)) == (200, media), name
        assert response.content == (tiny_dist / "data" / name).read_bytes()
        assert "gzip" not in response.headers.get("content-encoding", "") or name.endswith((".ttl", ".json", ".csv"))
        etag = response.headers["etag"]
        assert served.client.get(f"/data/{name}", headers={"If-None-Match": etag}).status_code == 304
    assert served.client.get("/data/nothing.txt").status_code == 404


def test_no_file_outside_the_output_is_given(served: Served) -> None:
    for path in (
        "/data/../../../../etc/hostname",
        "/%2e%2e/%2e%2e/etc/hostname",
        "/data/%2e%2e/%2e%2e/data/x",
        "//etc/hostname",
    ):
        with socket.create_connection(("127.0.0.1", served.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            assert client.recv(100).split()[1] == b"404", path


def test_told_to_stop_it_ends_its_workers(tiny_dist: Path, tmp_path: Path) -> None:
    with serving(tiny_dist, tmp_path, seconds=60) as server:
        workers = _workers(server)
        thread = threading.Thread(target=_ask_in_vain, args=(server,))
        thread.start()
        time.sleep(0.5)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 10
        thread.join()
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def _ask_in_vain(server: Served) -> None:
    with contextlib.suppress(httpx.HTTPError):
        assert server.ask(ENDLESS).status_code == 503


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_killed_it_leaves_no_worker(tiny_dist: Path, tmp_path: Path) -> None:
    with serving(tiny_dist, tmp_path, seconds=60) as server:
        thread = threading.Thread(target=_ask_in_vain, args=(server,))
        thread.start()
        time.sleep(0.5)
        workers = _workers(server)
        os.kill(server.process.pid, signal.SIGKILL)
        thread.join()
        _await(lambda: not any(_running(pid) for pid in workers))


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_store_is_made_once(tiny_dist: Path, tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        with serving(tiny_dist, tmp_path) as server:
            _answers(server)
        (store,) = (tmp_path / "baimo").glob("store-*")
        made.append((store.name, (store / "CURRENT").stat().st_mtime))
    assert made[0] == made[1]


def _kg(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "serve", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)


def test_a_port_in_use_is_told_in_one_sentence(
    served: Served, tiny_dist: Path, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = _kg("--port", str(served.port), "--out", str(tiny_dist))
    assert done.returncode == 2
    assert f"port {served.port}" in done.stderr
    assert "--port" in done.stderr
    nothing = _kg("--out", str(tmp_path / "none"))
    assert nothing.returncode == 2
    assert "kg build" in nothing.stderr


# --- small parts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX select: <http://a/ask> BASE <http://b/> ASK {}", "ASK"),
        ("prefix a: <a:>\nConstruct { ?s a:select ?o } {}", "CONSTRUCT"),
        ("describe ?select { ?select ?p ?o }", "DESCRIBE"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_form_of_a_query(query: str, form: str | None) -> None:
    assert read_query(query).form == form


def test_one_query_written_twice_is_one_query() -> None:
    assert read_query("SELECT *{?s ?p 'x'}#a").tokens == read_query("SELECT  * {\n?s ?p 'x' } # b").tokens


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "application/xhtml+xml;q=1,"])
def test_nothing_fits(accept: str) -> None:
    assert negotiate(accept, ROWS) is None
