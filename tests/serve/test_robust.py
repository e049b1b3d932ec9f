"""Nothing that a client does stops the next request."""

from __future__ import annotations

import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from kg.serve.limits import Limits
from tests.serve.asking import ENDLESS, answers, busy_workers, timed, until, worker_pids
from tests.serve.serving import Served


def test_an_endless_query_is_ended_and_its_worker_is_free_again(served: Served) -> None:
    begun = time.perf_counter()
    response = served.ask(ENDLESS)
    assert response.status_code == 504
    assert 2 <= time.perf_counter() - begun < 6
    assert "2 s" in response.text
    answers(served)
    until(lambda: busy_workers(served) == 0)


def test_short_queries_are_answered_while_endless_ones_run(served: Served) -> None:
    with ThreadPoolExecutor(12) as pool:
        queries = [f"{ENDLESS} LIMIT {number}" for number in range(1, 13)]
        endless = [pool.submit(served.ask, query) for query in queries]
        times = sorted(timed(served) for _ in range(30))
        assert times[15] < 1
        assert times[-1] < 5
        assert {future.result().status_code for future in endless} <= {503, 504}


def test_a_query_that_only_waits_for_a_processor_is_not_taken_for_a_long_one(served: Served) -> None:
    """A long one gives its worker away, and another starts; here all workers are the same afterwards."""
    until(lambda: len(worker_pids(served)) == Limits.short_workers)
    workers = set(worker_pids(served))
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(served.ask, "ASK { ?s ?p 'waiting' }")
        time.sleep(0.8)
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
        assert asked.result().status_code == 200
    assert set(worker_pids(served)) == workers


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
    answers(served)


def test_a_client_that_hangs_up_ends_its_query(served: Served) -> None:
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", served.port)) as client:
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.05)
    answers(served)
    until(lambda: busy_workers(served) == 0)


def test_a_half_sent_body_is_given_up(served: Served) -> None:
    lines = ("POST /sparql HTTP/1.1", "Host: localhost", "Content-Type: application/sparql-query", "Content-Length: 99")
    head = "".join(f"{line}\r\n" for line in lines) + "\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(f"{head}ASK {{".encode())
        assert client.recv(100).split()[1] == b"408"
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"{head}ASK {{".encode())
    answers(served)


def test_two_hundred_idle_connections(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(200)]
    try:
        for client in idle[:100]:
            client.sendall(b"GET /sparql HTTP/1.1\r\nHost: lo")
        answers(served)
    finally:
        for client in idle:
            client.close()
    answers(served)
