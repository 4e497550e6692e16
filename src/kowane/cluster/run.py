"""`kowane cluster run`: a Ray Serve cluster on this machine, or on one that runs, until a signal.

Turns arguments into a deployed application that answers HTTP. Serve's own proxy listens; kowane's
server answers behind it.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable

import ray
from ray import serve
from ray.serve.config import HTTPOptions, ProxyLocation

from kowane.cluster.application import APP, Arguments, application
from kowane.errors import KowaneError
from kowane.server import logs
from kowane.settings import Settings, load, refuse_open_door, refuse_ray_usage_stats

logger = logging.getLogger(__name__)

KEEP_ALIVE = 75
"""s that an idle connection is kept, as `kowane serve` does."""


def run(
    arguments: Arguments,
    *,
    address: str | None = None,
    make: Callable[[Arguments], serve.Application] = application,
) -> None:
    """Deploy and answer until SIGTERM or SIGINT; then drain and end.

    Args:
        arguments: how large the cluster is; host and port are in its settings.
        address: of a Ray cluster that runs; None starts one on this machine that ends with us.
        make: gives the application.

    Raises:
        SettingsError: a setting cannot be used, or the door would be open to everybody.
        KowaneError: the replicas do not start; the message says why.
    """
    loaded = load(**arguments.settings)
    refuse_open_door(loaded)
    refuse_ray_usage_stats()
    logs.configure(loaded)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    port = loaded.port or _free_port(loaded.host)
    if address is None:
        ray.init(
            num_cpus=_processors(arguments),
            include_dashboard=False,
            logging_level=logging.WARNING,
            log_to_driver=True,
        )
    else:
        ray.init(address=address, logging_level=logging.WARNING)
    try:
        _deploy(make(arguments), loaded, port)
        logger.info(
            "Listening on http://%s:%d, %d copies of the model",
            loaded.host,
            port,
            arguments.replicas,
        )
        stop.wait()
        logger.info("Ending: what has begun may finish")
        serve.delete(APP)
    finally:
        if address is None:
            serve.shutdown()  # type: ignore[no-untyped-call]
        ray.shutdown()


def _deploy(app: serve.Application, loaded: Settings, port: int) -> None:
    serve.start(
        proxy_location=ProxyLocation.HeadOnly,
        http_options=HTTPOptions(
            host=loaded.host,
            port=port,
            keep_alive_timeout_s=KEEP_ALIVE,
            request_timeout_s=None,  # kowane has its own deadlines, and streams are long
        ),
    )
    try:
        serve.run(app, name=APP, route_prefix="/")
    except RuntimeError as error:  # Serve's word for an application that does not start
        status = serve.status().applications.get(APP)
        reasons = [d.message for d in status.deployments.values() if d.message] if status else []
        raise KowaneError(
            f"The cluster does not start: {reasons[0].strip() if reasons else error}",
            remedy="Are there enough processors (`ray status`), and can one process speak "
            "(`kowane doctor`)?",
        ) from error


def _processors(arguments: Arguments) -> int:
    """What this machine's cluster must claim to have: replicas may share processors."""
    copies = max(arguments.replicas, arguments.max_replicas or 0)
    ingresses = max(arguments.ingresses, arguments.max_ingresses or 0)
    return round(copies * arguments.cpus + ingresses * arguments.ingress_cpus) + 1


def _free_port(host: str) -> int:
    """A port nobody listens on; Serve wants to know its number beforehand."""
    with socket.create_server((host, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
