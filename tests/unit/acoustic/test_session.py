"""Running a model: what goes in and comes out, how it ends early, how failures are told."""

from __future__ import annotations

import subprocess
import sys
import threading
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from tests.tiny_model import save_tiny_model, tiny_model

from kowane.acoustic import session
from kowane.acoustic.graph.durations import expose_durations
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.session import AcousticModel, Stop, available_providers, runtime_version
from kowane.errors import (
    AssetDamaged,
    AssetMissing,
    Cancelled,
    InferenceFailed,
    ModelError,
    OutOfRange,
    ProviderFailed,
    UnsupportedModel,
)
from kowane.speech import FRAME_SAMPLES, STYLE_SIZE, TokenChunk
from kowane.vocabulary import input_ids

PLAN = SessionPlan()
STYLE = np.linspace(-0.1, 0.1, STYLE_SIZE, dtype=np.float32)


def load(
    path: Path, model: onnx.ModelProto | None = None, plan: SessionPlan = PLAN
) -> AcousticModel:
    prepared = expose_durations(tiny_model() if model is None else model)
    return AcousticModel.load(save_tiny_model(path / "m.onnx", prepared), plan)


def chunk(symbols: str = "hɛlˈO", speed: float = 1.0) -> TokenChunk:
    return TokenChunk(input_ids(symbols), STYLE, speed)


def test_a_run_gives_what_plain_onnxruntime_gives(tmp_path: Path) -> None:
    path = save_tiny_model(tmp_path / "plain.onnx")
    plain = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {"style": STYLE[np.newaxis], "speed": np.ones(1, np.float32)}
    (expected,) = plain.run(None, {"tokens": chunk().input_ids[np.newaxis], **feed})
    assert np.array_equal(load(tmp_path).run(chunk()).waveform, expected)


@pytest.mark.parametrize("speed", [0.25, 1.0, 4.0])
def test_durations_cover_every_position_and_make_up_the_samples(
    tmp_path: Path, speed: float
) -> None:
    output = load(tmp_path).run(chunk(speed=speed))
    assert output.durations.shape == chunk().input_ids.shape
    assert output.durations.sum() * FRAME_SAMPLES == len(output.waveform)


@pytest.mark.parametrize(
    "model",
    [
        tiny_model(tokens="input_ids", audio="waveform"),
        tiny_model(durations=True),
        tiny_model(speed_type="int32"),
        tiny_model(speed_type="int64"),
    ],
    ids=["other names", "durations given", "int32 speed", "int64 speed"],
)
def test_every_kind_of_export_speaks_alike(tmp_path: Path, model: onnx.ModelProto) -> None:
    (tmp_path / "usual").mkdir()
    usual = load(tmp_path / "usual").run(chunk(speed=2.0))
    other = load(tmp_path, model).run(chunk(speed=2.0))
    assert np.array_equal(other.waveform, usual.waveform)
    assert np.array_equal(other.durations, usual.durations)


def test_an_integer_speed_input_refuses_a_fraction(tmp_path: Path) -> None:
    with pytest.raises(OutOfRange, match=r"1\.5"):
        load(tmp_path, tiny_model(speed_type="int32")).run(chunk(speed=1.5))


def test_the_same_chunk_twice_is_bit_identical(tmp_path: Path) -> None:
    model = load(tmp_path)
    assert np.array_equal(model.run(chunk()).waveform, model.run(chunk()).waveform)


def test_a_run_ends_in_the_middle_when_it_is_stopped(tmp_path: Path) -> None:
    model = load(tmp_path, tiny_model(endless=True))
    stop = Stop()
    threading.Timer(0.05, stop.set).start()
    with pytest.raises(Cancelled):
        model.run(chunk("ᵻ"), stop)
    assert stop.is_set


def test_a_run_that_was_stopped_before_it_began_does_not_begin(tmp_path: Path) -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(Cancelled):
        load(tmp_path, tiny_model(endless=True)).run(chunk("ᵻ"), stop)


def test_a_session_works_on_after_a_run_was_stopped(tmp_path: Path) -> None:
    model = load(tmp_path, tiny_model(endless=True))
    before = model.run(chunk())
    stop = Stop()
    stop.set()
    with pytest.raises(Cancelled):
        model.run(chunk("ᵻ"), stop)
    assert np.array_equal(model.run(chunk()).waveform, before.waveform)


@pytest.mark.parametrize("arena", [True, False])
def test_giving_memory_back_changes_no_sample(tmp_path: Path, arena: bool) -> None:
    (tmp_path / "usual").mkdir()
    usual = load(tmp_path / "usual", plan=replace(PLAN, shrink_above=None))
    shrinking = load(tmp_path, plan=replace(PLAN, arena=arena, shrink_above=0))
    for symbols in ("hɛlˈO", "h" * 300, "hɛ"):
        expected = usual.run(chunk(symbols)).waveform
        assert np.array_equal(shrinking.run(chunk(symbols)).waveform, expected)


def test_what_onnxruntime_refuses_in_a_run_is_a_failed_inference(tmp_path: Path) -> None:
    wrong = TokenChunk(chunk().input_ids, np.zeros(7, np.float32))
    with pytest.raises(InferenceFailed, match="5 symbols"):
        load(tmp_path).run(wrong)


def test_audio_that_does_not_fit_its_durations_is_a_failed_inference(tmp_path: Path) -> None:
    model = expose_durations(tiny_model())
    (samples,) = (node for node in model.graph.node if list(node.output) == ["audio"])
    samples.op_type = "Concat"
    samples.input.append(samples.input[0])
    samples.attribute.append(onnx.helper.make_attribute("axis", 0))
    with pytest.raises(InferenceFailed, match="samples"):
        load(tmp_path, model).run(chunk())


def test_samples_that_are_not_numbers_are_a_failed_inference(tmp_path: Path) -> None:
    model = load(tmp_path)
    with pytest.raises(InferenceFailed, match="not numbers"):
        model.run(replace(chunk(), style=np.full(STYLE_SIZE, np.nan, np.float32)))


def test_a_missing_file_a_damaged_file_and_another_model_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"gone\.onnx"):
        AcousticModel.load(tmp_path / "gone.onnx", PLAN)
    (tmp_path / "bad.onnx").write_bytes(b"not an ONNX file")
    with pytest.raises(AssetDamaged, match=r"bad\.onnx"):
        AcousticModel.load(tmp_path / "bad.onnx", PLAN)
    other = tiny_model(durations=True)
    other.graph.input[1].name = "emotion"
    for node in other.graph.node:
        node.input[:] = ["emotion" if name == "style" else name for name in node.input]
    with pytest.raises(UnsupportedModel, match="emotion"):
        AcousticModel.load(save_tiny_model(tmp_path / "other.onnx", other), PLAN)


def test_a_graph_that_onnxruntime_cannot_run_is_unsupported(tmp_path: Path) -> None:
    model = tiny_model(durations=True)
    model.graph.node[0].op_type = "NoSuchOperator"
    with pytest.raises(UnsupportedModel, match=r"m\.onnx"):
        AcousticModel.load(save_tiny_model(tmp_path / "m.onnx", model), PLAN)


def test_a_graph_without_durations_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedModel, match="durations"):
        AcousticModel.load(save_tiny_model(tmp_path / "m.onnx"), PLAN)


def test_a_provider_that_is_not_there_is_an_error_that_lists_those_that_are(
    tmp_path: Path,
) -> None:
    with pytest.raises(ModelError, match="CPUExecutionProvider"):
        load(tmp_path, plan=replace(PLAN, provider="NoSuchExecutionProvider"))


def test_the_provider_that_runs_is_told(tmp_path: Path) -> None:
    assert load(tmp_path).provider == "CPUExecutionProvider"
    assert "CPUExecutionProvider" in available_providers()
    assert runtime_version() == ort.__version__


def test_loading_a_prepared_model_does_not_import_onnx(tmp_path: Path) -> None:
    path = save_tiny_model(tmp_path / "m.onnx", tiny_model(durations=True))
    code = (
        "import sys; from pathlib import Path\n"
        "from kowane.acoustic.plan import SessionPlan\n"
        "from kowane.acoustic.session import AcousticModel\n"
        f"AcousticModel.load(Path({str(path)!r}), SessionPlan())\n"
        "assert 'onnx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_provider_that_onnxruntime_leaves_out_silently_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As OpenVINO 1.24 does with `precision: FP16` on a CPU: a warning, and the CPU runs."""
    missing = "OpenVINOExecutionProvider"
    monkeypatch.setattr(session, "available_providers", lambda: (missing, "CPUExecutionProvider"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(ProviderFailed, match=missing):
            load(tmp_path, plan=replace(PLAN, provider=missing))


def test_a_providers_long_message_keeps_its_beginning_and_its_end() -> None:
    assert session._brief(RuntimeError("short\n message")) == "short message"
    brief = session._brief(RuntimeError("begin " + "std::basic_string<char> " * 100 + " end"))
    assert brief.startswith("begin")
    assert brief.endswith("end")
    assert len(brief) < 300
