"""Gunicorn for kowane: `gunicorn -c deploy/gunicorn.conf.py`.

Everything comes from kowane's own settings (docs/settings.md): KOWANE_HOST, KOWANE_PORT,
KOWANE_WORKERS, KOWANE_DRAIN_SECONDS, … Needs the packages gunicorn and uvicorn-worker. If you
bind elsewhere on the command line, set KOWANE_HOST to that address too: the guard against foreign
Host headers and the refusal to be public without a key go by it.
"""

from pathlib import Path

from uvicorn_worker import UvicornWorker

from kowane.server.logs import config as log_config
from kowane.settings import load, refuse_open_door

settings = load()
refuse_open_door(settings)


class Worker(UvicornWorker):
    """uvicorn's worker, told what kowane wants of it."""

    CONFIG_KWARGS = {  # noqa: RUF012 - as its base declares it
        "loop": "auto",
        "http": "auto",
        "access_log": False,  # kowane logs requests itself, after their last byte
        "proxy_headers": False,  # KOWANE_TRUSTED_PROXIES decides whom to believe
        "server_header": False,
        "lifespan": "on",
        "timeout_graceful_shutdown": max(1, round(settings.drain_seconds)),
    }


wsgi_app = "kowane.server.run:from_environment()"
worker_class = Worker
bind = (
    f"[{settings.host}]:{settings.port}"
    if ":" in settings.host
    else (f"{settings.host}:{settings.port}")
)
workers = settings.workers

# Each worker loads its own model after the fork: ONNX Runtime's threads do not survive one.
preload_app = False

# The heartbeat is a file's time stamp. On a disk a busy page cache can hold it up for seconds.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# A worker's event loop gives the heartbeat, so long streams are no reason to end it. While a worker
# drains it gives none, so the time-out must outlast that.
timeout = 60 + 2 * round(settings.drain_seconds)
graceful_timeout = 5 + round(settings.drain_seconds)
keepalive = 75

# Against slow leaks anywhere below us; the jitter keeps workers from being replaced together.
max_requests = 10_000
max_requests_jitter = 1_000

logconfig_dict = log_config(settings)
