"""A prepared model file and a plan → a model that can be run; the only importer of onnxruntime.

Turns a plan into session options, a TokenChunk into one `Run` and ONNX Runtime's exceptions into
ours. It knows nothing of files that must be edited, of queues or of event loops: `run` blocks, and
another thread may end it through a `Stop`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnxruntime.capi import (  # type: ignore[import-untyped]
    onnxruntime_pybind11_state as failures,
)

from kowane.acoustic.native import VOCODER_INPUTS, NativeVocoder, weights_path
from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.signature import AUDIO_NAMES, Signature, Tensor, read_signature
from kowane.errors import (
    AssetDamaged,
    AssetMissing,
    Cancelled,
    InferenceFailed,
    ProviderFailed,
    UnsupportedModel,
)
from kowane.speech import FRAME_SAMPLES, ModelOutput, TokenChunk

_ORT_ERRORS: tuple[type[Exception], ...] = (
    failures.EPFail,
    failures.EngineError,
    failures.Fail,
    failures.InvalidArgument,
    failures.InvalidGraph,
    failures.InvalidProtobuf,
    failures.NoModel,
    failures.NoSuchFile,
    failures.NotImplemented,
    failures.RuntimeException,
    RuntimeError,  # raised by the binding itself, for what has no status code
    ValueError,  # raised by onnxruntime's Python layer for inputs and providers
)

_TYPES = {"float": "float32", "double": "float64"}


def runtime_version() -> str:
    """Version of ONNX Runtime."""
    return str(ort.__version__)


def available_providers() -> tuple[str, ...]:
    """Execution providers this ONNX Runtime was built with, its own preference first."""
    return tuple(ort.get_available_providers())


class Stop:
    """Ends a run from another thread. One for each run.

    Attributes:
        options: ONNX Runtime's options of the run; `AcousticModel.run` uses them.
    """

    def __init__(self) -> None:
        self.options = ort.RunOptions()
        self._actions: list[Callable[[], None]] = []

    def set(self) -> None:
        """End the run before its next operator; at once if it has not begun."""
        self.options.terminate = True
        for action in self._actions:
            action()

    def then(self, action: Callable[[], None]) -> None:
        """Have something else ended as well: called when this is set, at once if it is already."""
        self._actions.append(action)
        if self.is_set:
            action()

    @property
    def is_set(self) -> bool:
        return bool(self.options.terminate)


class AcousticModel:
    """Kokoro in one ONNX Runtime session. `run` may be called from several threads at once.

    Attributes:
        signature: how the graph is fed.
        provider: the execution provider that really runs it.
    """

    def __init__(
        self,
        session: ort.InferenceSession,
        plan: SessionPlan,
        vocoder: NativeVocoder | None = None,
    ) -> None:
        self._session = session
        self._plan = plan
        self._vocoder = vocoder
        self.provider: str = session.get_providers()[0]
        outputs = [_tensor(argument) for argument in session.get_outputs()]
        if vocoder is not None:  # the graph ends before it
            outputs.append(Tensor(AUDIO_NAMES[0], "float32", (None,)))
        self.signature: Signature = read_signature(
            [_tensor(argument) for argument in session.get_inputs()], outputs
        )
        if self.signature.durations is None:
            raise UnsupportedModel(
                "The model file gives no durations.",
                remedy="Prepare it first; kowane does when it is loaded through an engine.",
            )

    @classmethod
    def load(cls, path: Path, plan: SessionPlan, *, profile_prefix: str = "") -> AcousticModel:
        """Read the file and make a session of it; 1 to 2 s. If the weights of a native vocoder lie
        beside it, the graph ends where that begins.

        Args:
            profile_prefix: where ONNX Runtime is to write a profile; "" for none.

        Raises:
            AssetMissing: no such file.
            AssetDamaged: it is no complete ONNX file.
            UnsupportedModel: ONNX Runtime cannot run the graph, or it is not Kokoro.
            ProviderFailed: the plan's provider cannot be used, or ONNX Runtime left it out.
        """
        if plan.provider not in available_providers():
            raise ProviderFailed(
                f"Execution provider {plan.provider} is not in this ONNX Runtime; it has "
                f"{', '.join(available_providers())}.",
                remedy="Install the ONNX Runtime package that has it, or use another provider.",
            )
        providers = [(plan.provider, dict(plan.provider_options))]
        if plan.provider != CPU:
            providers.append((CPU, {}))
        try:
            session = ort.InferenceSession(
                str(path),
                _session_options(plan, profile_prefix),
                providers=providers,
                enable_fallback=0,
            )
        except failures.NoSuchFile as error:
            raise AssetMissing(
                f"The model file {path} is not there.", remedy="Run `kowane assets pull`."
            ) from error
        except failures.InvalidProtobuf as error:
            raise AssetDamaged(
                f"The model file {path} is no complete ONNX file.",
                remedy="If it is yours, fetch it again; if it is in kowane's cache, delete it.",
            ) from error
        except _ORT_ERRORS as error:
            if plan.provider != CPU:
                raise ProviderFailed(
                    f"{plan.provider} cannot load {path.name}: {_brief(error)}",
                    remedy="Try other options of the provider, another variant, or the CPU.",
                ) from error
            raise UnsupportedModel(
                f"ONNX Runtime {runtime_version()} cannot load {path.name}: {error}",
                remedy="Use an official Kokoro v1.0 ONNX file, or another ONNX Runtime.",
            ) from error
        # An option it does not like makes ONNX Runtime warn and go on without the provider.
        if session.get_providers()[0] != plan.provider:
            raise ProviderFailed(
                f"ONNX Runtime left {plan.provider} out and would run on "
                f"{session.get_providers()[0]}; its options were {dict(plan.provider_options)}.",
                remedy="Check its driver and its options.",
            )
        weights = weights_path(path)
        if not weights.exists():
            return cls(session, plan)
        return cls(session, plan, NativeVocoder.load(weights, threads=plan.intra_threads))

    def end_profiling(self) -> str:
        """Close the profile; returns its path."""
        return str(self._session.end_profiling())

    def run(self, chunk: TokenChunk, stop: Stop | None = None) -> ModelOutput:
        """One run of the model; blocks for about as long as the audio lasts on a slow CPU.

        Args:
            chunk: what to speak.
            stop: lets another thread end this run.

        Raises:
            Cancelled: `stop` was set.
            OutOfRange: a fractional speed for a graph that takes whole ones.
            InferenceFailed: ONNX Runtime failed, or gave audio that does not fit its durations.
        """
        stop = stop or Stop()
        symbols = len(chunk.input_ids) - 2
        plan = self._plan
        stop.options.log_severity_level = plan.log_severity
        if plan.arena and plan.shrink_above is not None and symbols > plan.shrink_above:
            stop.options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        feed = self.signature.feed(chunk)
        try:
            audio, durations = self._compute(feed, stop)
        except _ORT_ERRORS as error:
            if stop.is_set:
                raise Cancelled from error
            raise InferenceFailed(
                f"The model failed on a chunk of {symbols} symbols: {error}"
            ) from error
        output = self.signature.read(audio, durations)
        expected = int(output.durations.sum()) * FRAME_SAMPLES
        if len(output.waveform) != expected:
            raise InferenceFailed(
                f"The model gave {len(output.waveform)} samples for a chunk of {symbols} symbols "
                f"whose durations make {expected}."
            )
        if not np.isfinite(output.waveform).all():
            raise InferenceFailed(
                f"The model gave samples that are not numbers for a chunk of {symbols} symbols."
            )
        return output

    def _compute(
        self, feed: dict[str, NDArray[np.generic]], stop: Stop
    ) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
        """Audio and durations, by the graph alone or with the vocoder behind it."""
        if self._vocoder is None:
            audio, durations = self._session.run(self.signature.wanted, feed, stop.options)
            return audio, durations
        wanted = [*VOCODER_INPUTS, *self.signature.wanted[1:]]
        hidden, harmonics, style, durations = self._session.run(wanted, feed, stop.options)
        return self._vocoder.run(hidden, harmonics, style, ending=stop), durations


def run_layers(
    path: Path, plan: SessionPlan, chunk: TokenChunk, tensors: list[str]
) -> dict[str, NDArray[np.generic]]:
    """One run's values of outputs beside the audio, by name; see `layers.expose`.

    Raises:
        AssetError, ModelError: as `AcousticModel.load` and `run`.
    """
    model = AcousticModel.load(path, plan)
    try:
        values = model._session.run(tensors, model.signature.feed(chunk))
    except _ORT_ERRORS as error:
        raise InferenceFailed(f"The layers of {path.name} cannot be had: {error}") from error
    return dict(zip(tensors, values, strict=True))


def _session_options(plan: SessionPlan, profile_prefix: str) -> ort.SessionOptions:
    options = ort.SessionOptions()
    if profile_prefix:
        options.enable_profiling = True
        options.profile_file_prefix = profile_prefix
    options.intra_op_num_threads = plan.intra_threads
    options.inter_op_num_threads = plan.inter_threads
    options.enable_cpu_mem_arena = plan.arena
    options.enable_mem_pattern = plan.mem_pattern
    options.log_severity_level = plan.log_severity
    spinning = "1" if plan.spinning else "0"
    options.add_session_config_entry("session.intra_op.allow_spinning", spinning)
    options.add_session_config_entry("session.inter_op.allow_spinning", spinning)
    return options


def _brief(error: Exception) -> str:
    """A provider's message without the C++ signatures in its middle: its beginning and its end."""
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else f"{text[:80]} … {text[-200:]}"


def _tensor(argument: ort.NodeArg) -> Tensor:
    element = argument.type.removeprefix("tensor(").removesuffix(")")
    shape = tuple(size if isinstance(size, int) else None for size in argument.shape)
    return Tensor(argument.name, _TYPES.get(element, element), shape)


def profile_run(path: Path, plan: SessionPlan, chunk: TokenChunk) -> str:
    """The text of the profile that ONNX Runtime writes of one run; see `offload.read_offload`.

    Raises:
        AssetError, ModelError: as `AcousticModel.load` and `run`.
    """
    with tempfile.TemporaryDirectory(prefix="kowane-profile") as directory:
        model = AcousticModel.load(path, plan, profile_prefix=str(Path(directory) / "run"))
        model.run(chunk)
        return Path(model.end_profiling()).read_text("utf-8")
