"""A host and a provider → how Kokoro is run on it.

`plans` gives the candidates that are worth measuring on a host; nothing here is ever used
unmeasured unless somebody asks for it by name. Precision is never lowered: the phase of Kokoro's
source is a long sum, and half precision, bf16 and TF32 are audible in it. Knows no onnxruntime.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kowane.acoustic.hardware import HardwareProfile
from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.provider_options import PROVIDERS, Provider, checked, provider

GIB = 1 << 30

COREML_LEAST_MEMORY = 8 * GIB
"""RAM below which CoreML's GPU copy of the weights is not worth having beside the CPU's."""


def plan_on(
    plan: SessionPlan, name: str, profile: HardwareProfile, options: Mapping[str, str] | None = None
) -> SessionPlan:
    """The plan moved to a provider, with its defaults for this host under the given options.

    Args:
        name: of the provider, "cpu" included.
        options: laid over the defaults; checked.

    Raises:
        SettingsError: an unknown provider or option, or an impossible value.
    """
    found = provider(name)
    defaults = next(iter(_choices(found, profile, plan)), {})
    return replace(
        plan,
        provider=found.runtime_name,
        provider_options=checked(found, {**defaults, **(options or {})}),
    )


def plans(
    plan: SessionPlan, profile: HardwareProfile, available: Collection[str]
) -> list[SessionPlan]:
    """Plans on other providers than the CPU that are worth measuring here, likeliest first.

    Args:
        plan: for the CPU.
        available: ONNX Runtime's names of the providers that it was built with.
    """
    return [
        replace(plan, provider=each.runtime_name, provider_options=checked(each, options))
        for each in PROVIDERS
        if each.runtime_name != CPU and each.runtime_name in available
        for options in _choices(each, profile, plan)
    ]


def _choices(
    provider: Provider, profile: HardwareProfile, plan: SessionPlan
) -> list[dict[str, str]]:
    """Sets of options for this host, likeliest first; [{}] where the provider needs none."""
    make = _CHOICES.get(provider.name)
    return make(profile, plan) if make else [{}]


def _coreml(profile: HardwareProfile, _: SessionPlan) -> list[dict[str, str]]:
    """MLProgram from macOS 12 on (Core ML 5); units by what the chip has and its memory bears.

    Kokoro's shapes follow its text, and the frames follow its durations: `RequireStaticInputShapes`
    would leave CoreML next to nothing, and the Neural Engine takes no dynamic shape. What that
    leaves to it differs by macOS, so units are candidates, not a decision.
    """
    modern = not profile.system_version or int(profile.system_version.split(".")[0] or 0) >= 12
    common = {
        "ModelFormat": "MLProgram" if modern else "NeuralNetwork",
        "RequireStaticInputShapes": "0",
        "EnableOnSubgraphs": "0",
    }
    units = ["CPUAndNeuralEngine"] if profile.neural_engine else []
    if profile.memory is None or profile.memory >= COREML_LEAST_MEMORY:
        units = ["ALL", "CPUAndGPU", *units] if profile.neural_engine else ["CPUAndGPU"]
    return [{**common, "MLComputeUnits": unit} for unit in units or ["CPUOnly"]]


def _cuda(_: HardwareProfile, __: SessionPlan) -> list[dict[str, str]]:
    """No exhaustive search for algorithms: it would be made anew for every length of text.

    No TF32 either: ten bits of mantissa in the sum of the source's phase are audible.
    """
    return [
        {
            "device_id": "0",
            "cudnn_conv_algo_search": "HEURISTIC",
            "arena_extend_strategy": "kSameAsRequested",
            "use_tf32": "0",
        }
    ]


def _tensorrt(_: HardwareProfile, __: SessionPlan) -> list[dict[str, str]]:
    """In fp32 (half precision breaks the source's phase), engines kept between starts.

    Ranges of the shapes inside are left to TensorRT, which builds an engine again for each text
    that is longer than all before.
    """
    return [
        {
            "device_id": "0",
            "trt_fp16_enable": "0",
            "trt_engine_cache_enable": "1",
            "trt_timing_cache_enable": "1",
        }
    ]


def _openvino(_: HardwareProfile, plan: SessionPlan) -> list[dict[str, str]]:
    """On the CPU, in FP32: left to itself it takes bf16 where the processor has it."""
    return [
        {
            "device_type": "CPU",
            "precision": "FP32",
            "num_of_threads": str(plan.intra_threads),
            "num_streams": "1",
        }
    ]


def _directml(_: HardwareProfile, __: SessionPlan) -> list[dict[str, str]]:
    return [{"performance_preference": "high_performance"}]


_CHOICES: Mapping[str, Callable[[HardwareProfile, SessionPlan], list[dict[str, str]]]] = {
    "coreml": _coreml,
    "cuda": _cuda,
    "tensorrt": _tensorrt,
    "openvino": _openvino,
    "directml": _directml,
}
