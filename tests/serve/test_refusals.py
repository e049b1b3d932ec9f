"""What a client is refused, with which status and sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
from urllib.parse import quote

import pytest

from kg.serve.sparql_text import read_query
from tests.conftest import ROOT
from tests.serve.asking import ALL, FEW, GRAPH, answers
from tests.serve.serving import Served


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
    answers(served)


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
