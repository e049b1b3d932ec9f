"""A Virtuoso of its own for tests: bound to loopback, with its own password and a database in a folder of its own."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.endpoint.store import Login

PROGRAM = shutil.which("virtuoso-t")
WHY_NOT = "virtuoso-t is not installed (Debian: virtuoso-opensource)"
_SECONDS = 120
_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folders}
NumberOfBuffers = 60000
MaxDirtyBuffers = 45000
ThreadsPerQuery = 2
TransactionAfterImageLimit = {transaction_bytes}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 40
MaxClientConnections = 80
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running Virtuoso."""

    process: subprocess.Popen[bytes]
    endpoint: str
    login: Login
    sql_port: int

    def run_sql(self, script: Path) -> str:
        """Run a script by isql and return what it prints."""
        place, user, password = f"127.0.0.1:{self.sql_port}", self.login.user, self.login.password
        command = ["isql-vt", place, user, password, str(script)]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout


@contextmanager
def virtuoso(folder: Path, *allowed: Path, transaction_bytes: int = 50_000_000) -> Iterator[Virtuoso]:
    """Start a Virtuoso with a database in a new folder, and end it; `allowed` folders may be bulk-loaded.

    A transaction holds no more than `transaction_bytes`, by default as many as Virtuoso's own default.
    """
    assert PROGRAM is not None, WHY_NOT
    folder.mkdir(parents=True)
    password, (http, sql) = secrets.token_urlsafe(12), _free_ports(2)
    folders = ", ".join(map(str, (folder, *allowed)))
    (folder / "virtuoso.ini").write_text(
        _INI.format(http=http, sql=sql, folders=folders, transaction_bytes=transaction_bytes)
    )
    command = [PROGRAM, "+configfile", "virtuoso.ini", "+foreground"]
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # The first start changes the password and ends: it never listens with the one that everybody knows.
    changed = [*command, "+pwdold", "dba", "+pwddba", password]
    subprocess.run(changed, check=False, timeout=_SECONDS, **quiet)  # type: ignore[call-overload]
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    endpoint = f"http://127.0.0.1:{http}/sparql"
    try:
        _await_answer(endpoint, process)
        yield Virtuoso(process, endpoint, Login("dba", password), sql)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def _await_answer(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{endpoint}?query=ASK%7B%7D", timeout=5).close()  # noqa: S310  (loopback)
        except OSError:
            assert process.poll() is None, "Virtuoso ended"
            assert time.monotonic() < end, "Virtuoso did not answer in time"
            time.sleep(0.3)
        else:
            return
