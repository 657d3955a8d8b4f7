"""gunicorn as the service needs it (performance.md design 9; security.md R15, R16). Read by `patientkontrakt serve`."""

import os
import sys
from pathlib import Path

from patientkontrakt.api.metrics import processes as metrics
from patientkontrakt.cli import even_worker, processes
from patientkontrakt.cli.gunicorn_log import GunicornLog
from patientkontrakt.config import Settings, SettingsError
from patientkontrakt.db.engine import THREADS

try:
    settings = Settings.from_environ(os.environ)
except SettingsError as error:
    sys.exit(str(error))

metrics.begin(settings.var)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


# The measures have a listener of their own: what is asked there takes a worker's thread, as any request does.
bind = [_address(settings.host, settings.port)]
if settings.metrics_port:
    bind.append(_address(settings.metrics_host, settings.metrics_port))
workers = processes.needed(settings)

# gthread, which answers what it has begun at SIGTERM (sync resets it, R15), with connections shared out evenly.
worker_class = "patientkontrakt.cli.even_worker.EvenWorker"
threads = THREADS
graceful_timeout = 20
timeout = 30
keepalive = 65  # longer than a proxy's, so that the proxy is never the one to find a closed connection

# Loaded once and shared; each worker makes its own database connections (see post_fork).
preload_app = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats never wait for a disk

# The longest FHIR search by GET. Longer ones go by POST _search.
limit_request_line = 8190

# What a proxy says is believed from the operator's proxies only, and no header ever names a path (R16).
forwarded_allow_ips = ",".join(settings.proxies)
forwarder_headers = ""
proxy_allow_ips = ""

# One socket per user would be shared by two installations, and nobody asked for it.
control_socket_disable = True

# Addresses are the callers': api/request_log.py writes the line we want. gunicorn's own words go our way; with logconfig_dict
# it would write access lines whatever we say.
accesslog = None
logger_class = GunicornLog


def pre_fork(server, worker) -> None:  # type: ignore[no-untyped-def]
    """One of the processes does the jobs: gunicorn keeps it alive and ends it like the others."""
    worker.does_jobs = False
    if not settings.portal_api:
        processes.appoint(server, worker)


def post_fork(server, worker) -> None:  # type: ignore[no-untyped-def]
    """A connection belongs to one process: what the parent opened is not used here."""
    from wsgi import house

    house.database.after_fork()
    processes.begin(house, worker)


def worker_exit(server, worker) -> None:  # type: ignore[no-untyped-def]
    """What this process held is given back, and what it logged last is sealed, before it is gone."""
    from wsgi import house

    if worker.pid == os.getpid():  # gunicorn's first process calls this too, for one that it found dead
        processes.end(house, worker)


def pre_exec(server) -> None:  # type: ignore[no-untyped-def]
    """USR2: the new first process is started as we were, by `-m`. As a file, gunicorn's __main__ would bring its own `http`."""
    server.START_CTX["args"][1:2] = ["-m", "gunicorn"]


def child_exit(server, worker) -> None:  # type: ignore[no-untyped-def]
    """The first process has seen a worker end."""
    even_worker.forget(worker)
    metrics.forget(worker.pid)


def on_exit(server) -> None:  # type: ignore[no-untyped-def]
    """The first process ends."""
    metrics.end()
