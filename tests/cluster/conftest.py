"""One local Ray cluster for all tests of this folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from kowane.settings import refuse_ray_usage_stats

ray: Any = pytest.importorskip("ray", reason="pip install 'kowane[cluster]'")


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[None]:
    from ray import serve

    refuse_ray_usage_stats()
    ray.init(
        num_cpus=16,  # claimed, not had: what is tested here hums
        include_dashboard=False,
        logging_level=logging.WARNING,
        log_to_driver=False,
    )
    try:
        yield
    finally:
        with suppress(Exception):
            serve.shutdown()
        ray.shutdown()
