"""An answer that was given is given again without asking a worker, and is never another question's answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from kg.serve.kept import Kept
from tests.serve.asking import ENDLESS, FEW, busy_workers, until
from tests.serve.serving import Served

SLOW = "SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . FILTER(STR(?a) < STR(?b)) }"


def test_the_longest_unasked_goes_first() -> None:
    kept = Kept(10_000)
    for number in range(20):
        kept.put(b"%d" % number, b"x" * 500)
        assert kept.get(b"0") is not None
    held = [number for number in range(20) if kept.get(b"%d" % number)]
    assert held[0] == 0
    assert 10 <= len(held) <= 14
    assert held[1:] == list(range(20 - len(held) + 1, 20))


def test_a_body_that_would_push_out_most_others_is_not_kept() -> None:
    kept = Kept(10_000)
    kept.put(b"large", b"x" * 5000)
    assert kept.get(b"large") is None
    Kept(0).put(b"any", b"x")


def test_the_same_question_has_the_same_answer_in_each_form(served: Served) -> None:
    for accept in ("text/csv", "application/sparql-results+xml", "text/tab-separated-values"):
        assert served.ask(FEW, accept).content == served.ask(FEW, accept).content
    assert len({served.ask(FEW, accept).content for accept in ("text/csv", "application/json")}) == 2


def test_a_relative_name_is_read_against_the_address_that_was_asked(served: Served) -> None:
    query = "SELECT (<a> AS ?x) {}"
    first, other = (served.ask(query, Host=host) for host in ("one.example", "two.example"))
    assert "one.example" in first.text
    assert "two.example" in other.text
    assert first.headers["etag"] != other.headers["etag"]


def test_chance_is_drawn_anew(served: Served) -> None:
    query = "SELECT (RAND() AS ?x) {}"
    assert served.ask(query).content != served.ask(query).content


def test_many_who_ask_the_same_at_once_are_all_answered(served: Served) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: served.ask(SLOW), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_who_waits_for_an_answer_that_nobody_waits_for_any_more_gets_one(served: Served) -> None:
    """The first to ask hangs up; the second, who was waiting for the same answer, is answered all the same."""
    query = f"{ENDLESS} LIMIT 99"
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_give_up, served, query)
        until(lambda: busy_workers(served) > 0)
        second = pool.submit(served.ask, query)
        first.result()
        assert second.result().status_code == 504
    until(lambda: busy_workers(served) == 0)


def _give_up(served: Served, query: str) -> None:
    try:
        httpx.get(served.endpoint, params={"query": query}, timeout=1)
    except httpx.TimeoutException:
        return
    raise AssertionError("it was answered too soon")
