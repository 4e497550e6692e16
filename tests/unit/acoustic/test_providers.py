"""Options are checked before there is a session; hosts that are not here are recorded profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kowane.acoustic.hardware import HardwareProfile, darwin_profile
from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.provider_options import PROVIDERS, checked, provider
from kowane.acoustic.providers import GIB, plan_on, plans
from kowane.errors import SettingsError

M1_AIR = """\
hw.memsize: 17179869184
hw.physicalcpu: 8
hw.logicalcpu: 8
hw.perflevel0.physicalcpu: 4
hw.perflevel1.physicalcpu: 4
hw.optional.AdvSIMD: 1
machdep.cpu.brand_string: Apple M1
kern.hv_vmm_present: 0
"""
INTEL_MAC = """\
hw.memsize: 17179869184
hw.physicalcpu: 6
hw.logicalcpu: 12
machdep.cpu.brand_string: Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz
kern.hv_vmm_present: 0
"""
PC = HardwareProfile("Linux", "x86_64", "a CPU", logical_cores=8, physical_cores=4)
PLAN = SessionPlan(intra_threads=4)
COREML = "CoreMLExecutionProvider"


def mac(text: str = M1_AIR, version: str = "14.5") -> HardwareProfile:
    return darwin_profile(text, "arm64", version)


def units(profile: HardwareProfile) -> list[str]:
    found = plans(PLAN, profile, [COREML, CPU])
    assert all(plan.provider == COREML for plan in found)
    return [plan.provider_options["MLComputeUnits"] for plan in found]


def test_an_apple_chip_is_recognised_with_its_cores_and_its_neural_engine() -> None:
    profile = mac()
    assert (profile.cpu, profile.physical_cores, profile.efficiency_cores) == ("Apple M1", 4, 4)
    assert profile.neural_engine
    assert profile.system_version == "14.5"
    assert profile.memory == 16 * GIB


def test_a_virtual_machine_and_an_intel_mac_have_no_neural_engine() -> None:
    assert not mac(M1_AIR.replace("vmm_present: 0", "vmm_present: 1")).neural_engine
    assert not mac(INTEL_MAC).neural_engine


def test_compute_units_follow_the_chip_and_its_memory() -> None:
    assert units(mac()) == ["ALL", "CPUAndGPU", "CPUAndNeuralEngine"]
    assert units(replace(mac(), memory=4 * GIB)) == ["CPUAndNeuralEngine"]
    assert units(mac(INTEL_MAC)) == ["CPUAndGPU"]
    assert units(replace(mac(INTEL_MAC), memory=4 * GIB)) == ["CPUOnly"]


@pytest.mark.parametrize(
    ("version", "expected"), [("11.7", "NeuralNetwork"), ("12.0", "MLProgram"), ("", "MLProgram")]
)
def test_the_model_format_follows_the_system(version: str, expected: str) -> None:
    assert plan_on(PLAN, "coreml", mac(version=version)).provider_options["ModelFormat"] == expected


def test_coreml_is_never_asked_for_static_shapes_since_every_text_has_its_own() -> None:
    for plan in plans(PLAN, mac(), [COREML]):
        assert plan.provider_options["RequireStaticInputShapes"] == "0"


def test_only_providers_that_this_onnxruntime_has_are_candidates() -> None:
    assert plans(PLAN, PC, [CPU]) == []
    found = plans(PLAN, PC, ["TensorrtExecutionProvider", "CUDAExecutionProvider", CPU])
    assert [plan.provider for plan in found] == [
        "CUDAExecutionProvider",
        "TensorrtExecutionProvider",
    ]


@pytest.mark.parametrize("name", ["coreml", "cuda", "tensorrt", "openvino", "directml"])
def test_every_provider_has_a_plan_whose_options_it_accepts(name: str) -> None:
    plan = plan_on(PLAN, name, PC)
    found = provider(name)
    assert plan.provider == found.runtime_name
    assert checked(found, plan.provider_options) == plan.provider_options
    assert (plan.intra_threads, plan.mem_pattern) == (4, False)


def test_lower_precision_is_asked_of_no_provider() -> None:
    assert plan_on(PLAN, "openvino", PC).provider_options["precision"] == "FP32"
    assert plan_on(PLAN, "cuda", PC).provider_options["use_tf32"] == "0"
    assert plan_on(PLAN, "tensorrt", PC).provider_options["trt_fp16_enable"] == "0"


def test_openvino_gets_the_threads_of_the_plan() -> None:
    assert plan_on(PLAN, "openvino", PC).provider_options["num_of_threads"] == "4"


def test_given_options_are_laid_over_the_defaults() -> None:
    options = plan_on(PLAN, "cuda", PC, {"device_id": "1"}).provider_options
    assert options["device_id"] == "1"
    assert options["cudnn_conv_algo_search"] == "HEURISTIC"


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("cuda", {"use_tf32": "True"}, {"use_tf32": "1"}),
        ("openvino", {"disable_dynamic_shapes": "1"}, {"disable_dynamic_shapes": "True"}),
        ("directml", {"disable_metacommands": "TRUE"}, {"disable_metacommands": "true"}),
        ("coreml", {"mlcomputeunits": "x"}, None),
        ("coreml", {"MLComputeUnits": "all"}, {"MLComputeUnits": "ALL"}),
        ("cuda", {"cudnn_conv_algo_search": "heuristic"}, {"cudnn_conv_algo_search": "HEURISTIC"}),
        ("tensorrt", {"trt_auxiliary_streams": "-1"}, {"trt_auxiliary_streams": "-1"}),
        ("openvino", {"device_type": "AUTO:GPU,CPU"}, {"device_type": "AUTO:GPU,CPU"}),
    ],
)
def test_options_are_spelt_as_the_provider_wants_them(
    name: str, options: dict[str, str], expected: dict[str, str] | None
) -> None:
    if expected is None:
        with pytest.raises(SettingsError):
            checked(provider(name), options)
    else:
        assert checked(provider(name), options) == expected


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("coreml", {"MLComputeUnit": "ALL"}, "MLComputeUnits"),
        ("coreml", {"MLComputeUnits": "MLComputeUnitsAll"}, "CPUAndNeuralEngine"),
        ("cuda", {"device_id": "-1"}, "whole number from 0"),
        ("cuda", {"device_id": "first"}, "whole number from 0"),
        ("cuda", {"use_tf32": "maybe"}, "0 or 1"),
        ("openvino", {"num_of_threads": "0"}, "from 1"),
        ("openvino", {"precision": "bf16"}, "FP32"),
        ("openvino", {"cache_dir": ""}, "not empty"),
        ("tensorrt", {"nonsense": "1"}, "TensorRT-ExecutionProvider"),
        ("cpu", {"device_id": "0"}, "it has none"),
    ],
)
def test_what_a_provider_would_choke_on_is_refused_with_what_it_takes(
    name: str, options: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        checked(provider(name), options)


def test_providers_answer_to_both_names_and_unknown_ones_are_refused() -> None:
    for each in PROVIDERS:
        assert provider(each.name) is provider(each.runtime_name) is each
        assert each.source.startswith("https://")
    with pytest.raises(SettingsError, match="directml"):
        provider("rocm")
