# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A private PostgreSQL server for throw-away databases."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from . import packages, ports, records, running
from .children import Wanted, output, run
from .place import Place
from .progress import step
from .trouble import Trouble

NAME = "PostgreSQL"
ROLE = "odoo"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    # Containers often have little shared memory for parallel queries.
    "max_parallel_workers_per_gather": "0",
}

DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


def folder(place: Place) -> Path:
    """Return the folder of the database files."""
    return place.state / "postgres"


def password(place: Place, role: str) -> str:
    """Return the password of a database role."""
    return records.secret(place, f"postgres-{role}", secrets.token_hex)


def port(place: Place) -> int:
    """Return the port that the server listens on."""
    return ports.remembered(place, "postgres")


def _program(place: Place, name: str) -> Path:
    """Return a program of the version that the database files were made with."""
    programs = packages.postgres_folder()
    mark = folder(place) / "PG_VERSION"
    if mark.is_file():
        version = mark.read_text().strip()
        fitting = Path("/usr/lib/postgresql") / version / "bin"
        programs = fitting if fitting.is_dir() else programs
    if programs is None:
        raise Trouble("PostgreSQL is missing. Install it, then run the command again.")
    return programs / name


def start(place: Place) -> None:
    """Start the server unless it runs, on a free port; create its files at first.

    :raise Trouble: when it does not start
    """
    if not folder(place).is_dir():
        _create(place)
    pid_file = folder(place) / "postmaster.pid"
    running.adopt(place, NAME, pid_file, str(folder(place)))
    if running.pid_of(place, NAME) is None:
        _drop_misleading(pid_file)
        number = ports.reserve(place, "postgres")
        running.start(place, _server(place, number))
    _ensure_role(place)
    # Databases here can be made again: speed counts more than a power failure.
    set_durable(place, False)


def set_durable(place: Place, durable: bool) -> None:
    """Choose whether what is committed survives a power failure."""
    wanted = "on" if durable else "off"
    if query(place, "postgres", "SHOW fsync", "postgres") == wanted:
        return
    for name in DURABILITY:
        execute(place, f"ALTER SYSTEM SET {name} = '{wanted}'", "postgres")
    execute(place, "SELECT pg_reload_conf()", "postgres")


def _drop_misleading(pid_file: Path) -> None:
    """Remove a file left by a crash when its number is another process by now.

    PostgreSQL itself removes one of a number that nobody has.
    """
    try:
        if running.start_mark(int(pid_file.read_text().split()[0])):
            pid_file.unlink()
    except (FileNotFoundError, ValueError, IndexError):
        return


def _create(place: Place) -> None:
    unfinished = folder(place).with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    place.server_user.own(unfinished)
    secret = place.state / "postgres.password"
    records.write_private(secret, password(place, "postgres"))
    place.server_user.own(secret)
    command = [
        *place.server_user.prefix,
        _program(place, "initdb"),
        *("--pgdata", unfinished, "--username=postgres", f"--pwfile={secret}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
    ]
    failure = "PostgreSQL could not create its files. Read the log, then try again."
    with step("Creating a PostgreSQL server"):
        run(command, Wanted(failure, place.log / "postgres.log", cwd=place.state))
    secret.unlink()
    unfinished.rename(folder(place))


def _server(place: Place, number: int) -> running.Server:
    settings = [f"--{key}={value}" for key, value in SETTINGS.items()]
    program = [_program(place, "postgres"), "-D", folder(place), "-p", str(number)]
    return running.Server(
        NAME,
        [*place.server_user.prefix, *program, *settings],
        place.log / "postgres.log",
        ready=lambda: query(place, "postgres", "SELECT 1", role="postgres") == "1",
    )


def _psql(place: Place, database: str, sql: str, role: str) -> list[str]:
    address = ["-h", "127.0.0.1", "-p", str(port(place)), "-U", role, "-d", database]
    options = ["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1"]
    return [str(_program(place, "psql")), *options, *address, "-c", sql]


def _environment(place: Place, role: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return {**kept, "PGPASSWORD": password(place, role)}


def query(place: Place, database: str, sql: str, role: str = ROLE) -> str:
    """Return what a query answers, as text; nothing when it fails."""
    env = _environment(place, role)
    return output(_psql(place, database, sql, role), env).strip()


def execute(place: Place, sql: str, role: str = ROLE) -> None:
    """Run one statement on the server.

    :raise Trouble: when PostgreSQL refuses it
    """
    command = _psql(place, "postgres", sql, role)
    env = _environment(place, role)
    # SQL may hold a password, so neither it nor its answer goes to a log file.
    answer = subprocess.run(
        command, env=env, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise Trouble(
            f"PostgreSQL refused a statement: {answer.stderr.strip()} "
            "Run `make stop`, then try again."
        )


def _ensure_role(place: Place) -> None:
    known = query(
        place,
        "postgres",
        f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'",
        "postgres",
    )
    verb = "ALTER" if known else "CREATE"
    options = f"LOGIN CREATEDB PASSWORD '{password(place, ROLE)}'"
    execute(place, f"{verb} ROLE {ROLE} {options}", "postgres")
