"""ONNX Runtime's execution providers and the options that each accepts.

A wrong option makes ONNX Runtime throw, or, worse, warn and go on without the provider (seen with
onnxruntime-openvino 1.24: `precision: FP16` on a CPU leaves a session that runs on the plain CPU).
So options are checked against these tables before there is a session. Left out are options that
take addresses in memory. Knows no onnxruntime and no host.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kowane.acoustic.plan import CPU
from kowane.errors import SettingsError


class Option(NamedTuple):
    """One option of a provider.

    Attributes:
        kind: "flag" (0 or 1), "number" (whole, ≥ `least`), "text", or "choice" (one of `choices`).
        choices: allowed values of a choice, as the provider spells them.
        least: least value of a number.
    """

    kind: str
    choices: tuple[str, ...] = ()
    least: int = 0


FLAG = Option("flag")
NUMBER = Option("number")
TEXT = Option("text")


def one_of(*choices: str) -> Option:
    """An option with these values."""
    return Option("choice", choices)


@dataclass(frozen=True, slots=True)
class Provider:
    """One execution provider.

    Attributes:
        name: what people call it; the value of the setting `provider`.
        runtime_name: ONNX Runtime's name for it.
        package: what to install for it.
        options: what it accepts, by name.
        source: where that is documented.
        spelling: how it wants flags: ("0", "1") or ("False", "True") and the like.
    """

    name: str
    runtime_name: str
    package: str
    options: Mapping[str, Option]
    source: str
    spelling: tuple[str, str] = ("0", "1")


_DOCS = "https://onnxruntime.ai/docs/execution-providers/"

PROVIDERS: tuple[Provider, ...] = (
    Provider("cpu", CPU, "onnxruntime", {}, "https://onnxruntime.ai/docs/api/python/"),
    Provider(
        "coreml",
        "CoreMLExecutionProvider",
        "onnxruntime (macOS)",
        {
            "ModelFormat": one_of("NeuralNetwork", "MLProgram"),
            "MLComputeUnits": one_of("ALL", "CPUOnly", "CPUAndGPU", "CPUAndNeuralEngine"),
            "RequireStaticInputShapes": FLAG,
            "EnableOnSubgraphs": FLAG,
            "SpecializationStrategy": one_of("Default", "FastPrediction"),
            "ProfileComputePlan": FLAG,
            "AllowLowPrecisionAccumulationOnGPU": FLAG,
            "ModelCacheDirectory": TEXT,
        },
        _DOCS + "CoreML-ExecutionProvider.html",
    ),
    Provider(
        "cuda",
        "CUDAExecutionProvider",
        "onnxruntime-gpu",
        {
            "device_id": NUMBER,
            "gpu_mem_limit": NUMBER,
            "arena_extend_strategy": one_of("kNextPowerOfTwo", "kSameAsRequested"),
            "cudnn_conv_algo_search": one_of("EXHAUSTIVE", "HEURISTIC", "DEFAULT"),
            "cudnn_conv_use_max_workspace": FLAG,
            "cudnn_conv1d_pad_to_nc1d": FLAG,
            "do_copy_in_default_stream": FLAG,
            "enable_cuda_graph": FLAG,
            "enable_skip_layer_norm_strict_mode": FLAG,
            "fuse_conv_bias": FLAG,
            "prefer_nhwc": FLAG,
            "sdpa_kernel": NUMBER,
            "tunable_op_enable": FLAG,
            "tunable_op_tuning_enable": FLAG,
            "tunable_op_max_tuning_duration_ms": NUMBER,
            "use_ep_level_unified_stream": FLAG,
            "use_tf32": FLAG,
        },
        _DOCS + "CUDA-ExecutionProvider.html",
    ),
    Provider(
        "tensorrt",
        "TensorrtExecutionProvider",
        "onnxruntime-gpu, with TensorRT installed",
        {
            "device_id": NUMBER,
            "trt_max_workspace_size": NUMBER,
            "trt_max_partition_iterations": Option("number", least=1),
            "trt_min_subgraph_size": Option("number", least=1),
            "trt_fp16_enable": FLAG,
            "trt_bf16_enable": FLAG,
            "trt_int8_enable": FLAG,
            "trt_int8_calibration_table_name": TEXT,
            "trt_int8_use_native_calibration_table": FLAG,
            "trt_dla_enable": FLAG,
            "trt_dla_core": NUMBER,
            "trt_engine_cache_enable": FLAG,
            "trt_engine_cache_path": TEXT,
            "trt_engine_cache_prefix": TEXT,
            "trt_engine_hw_compatible": FLAG,
            "trt_timing_cache_enable": FLAG,
            "trt_timing_cache_path": TEXT,
            "trt_force_timing_cache": FLAG,
            "trt_force_sequential_engine_build": FLAG,
            "trt_context_memory_sharing_enable": FLAG,
            "trt_layer_norm_fp32_fallback": FLAG,
            "trt_build_heuristics_enable": FLAG,
            "trt_sparsity_enable": FLAG,
            "trt_builder_optimization_level": NUMBER,
            "trt_auxiliary_streams": Option("number", least=-1),
            "trt_tactic_sources": TEXT,
            "trt_detailed_build_log": FLAG,
            "trt_dump_subgraphs": FLAG,
            "trt_cuda_graph_enable": FLAG,
            "trt_op_types_to_exclude": TEXT,
            "trt_profile_min_shapes": TEXT,
            "trt_profile_opt_shapes": TEXT,
            "trt_profile_max_shapes": TEXT,
        },
        _DOCS + "TensorRT-ExecutionProvider.html",
    ),
    Provider(
        "openvino",
        "OpenVINOExecutionProvider",
        "onnxruntime-openvino",
        {
            "device_type": TEXT,  # CPU, GPU, GPU.1, NPU, AUTO:GPU,CPU, HETERO:…
            "precision": one_of("FP32", "FP16", "ACCURACY"),
            "num_of_threads": Option("number", least=1),
            "num_streams": Option("number", least=1),
            "cache_dir": TEXT,
            "load_config": TEXT,
            "model_priority": one_of("LOW", "MEDIUM", "HIGH", "DEFAULT"),
            "enable_opencl_throttling": FLAG,
            "enable_qdq_optimizer": FLAG,
            "disable_dynamic_shapes": FLAG,
            "reshape_input": TEXT,
            "layout": TEXT,
        },
        _DOCS + "OpenVINO-ExecutionProvider.html",
        spelling=("False", "True"),
    ),
    Provider(
        "directml",
        "DmlExecutionProvider",
        "onnxruntime-directml",
        {
            "device_id": NUMBER,
            "performance_preference": one_of("default", "high_performance", "minimum_power"),
            "device_filter": one_of("gpu", "npu", "any"),
            "disable_metacommands": FLAG,
            "enable_graph_capture": FLAG,
        },
        _DOCS + "DirectML-ExecutionProvider.html",
        spelling=("false", "true"),
    ),
)
"""All that kowane knows how to use."""

PROVIDER_NAMES = tuple(provider.name for provider in PROVIDERS)


def provider(name: str) -> Provider:
    """The provider of that name, ours or ONNX Runtime's.

    Raises:
        SettingsError: there is none.
    """
    for each in PROVIDERS:
        if name.lower() in (each.name, each.runtime_name.lower()):
            return each
    raise SettingsError(
        f"There is no execution provider {name!r}.",
        remedy=f"Choose one of {', '.join(PROVIDER_NAMES)}.",
    )


def checked(provider: Provider, options: Mapping[str, str]) -> dict[str, str]:
    """The options as the provider spells them.

    Flags may be 0, 1, true or false in any case; choices in any case.

    Raises:
        SettingsError: one that the provider does not know, or a value it would not take.
    """
    return {name: _checked(provider, name, value) for name, value in options.items()}


def _checked(provider: Provider, name: str, value: str) -> str:
    option = provider.options.get(name)
    if option is None:
        near = difflib.get_close_matches(name, provider.options, n=1)
        known = ", ".join(provider.options) or "none"
        raise SettingsError(
            f"{provider.runtime_name} has no option {name!r}; it has {known}.",
            remedy=f"Did you mean {near[0]!r}?" if near else f"See {provider.source}.",
        )
    match option.kind:
        case "flag" if value.lower() in ("0", "false", "1", "true"):
            return provider.spelling[value.lower() in ("1", "true")]
        case "number" if _whole(value) and int(value) >= option.least:
            return str(int(value))
        case "choice":
            for choice in option.choices:
                if choice.lower() == value.lower():
                    return choice
        case "text" if value:
            return value
    allowed = {
        "flag": "0 or 1",
        "number": f"a whole number from {option.least}",
        "choice": ", ".join(option.choices),
        "text": "a text that is not empty",
    }[option.kind]
    raise SettingsError(
        f"{provider.runtime_name}'s option {name} is {value!r}.", remedy=f"It takes {allowed}."
    )


def _whole(value: str) -> bool:
    return value.removeprefix("-").isdecimal()
