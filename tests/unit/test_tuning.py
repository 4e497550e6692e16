"""`kowane tune` on a tiny model: from candidates to a profile that serve and say use."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import onnx
import pytest
from tests.tiny_model import save_tiny_model, tiny_model
from typer.testing import CliRunner

from kowane import build, tuning
from kowane.acoustic import variants
from kowane.acoustic.graph.durations import expose_durations
from kowane.acoustic.passages import PASSAGES, TIMED
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.session import profile_run
from kowane.acoustic.tune import Candidate
from kowane.acoustic.variants import OFFICIAL, Variant
from kowane.cli import doctor
from kowane.errors import SettingsError
from kowane.settings import Settings, load
from kowane.speech import MAX_SYMBOLS
from kowane.vocabulary import SYMBOLS

FEW = PASSAGES[:2]


def _quieter(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model at half the level: what a variant with a mistake would be."""
    edited = expose_durations(model)
    for constant in edited.graph.initializer:
        if constant.name == "hertz":
            constant.CopyFrom(
                onnx.numpy_helper.from_array(
                    np.array(3.1 * onnx.numpy_helper.to_array(constant)), "hertz"
                )
            )
    return edited


OTHER = Variant("other", "other-1", expose_durations)
WRONG = Variant("wrong", "wrong-1", _quieter)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    model = save_tiny_model(tmp_path / "tiny.onnx", tiny_model())
    random = np.random.default_rng(0)
    packs = {
        each.voice: random.normal(size=(510, 256), scale=0.1).astype(np.float32)
        for each in PASSAGES
    }
    np.savez(tmp_path / "voices.npz", **packs)
    monkeypatch.setattr(variants, "VARIANTS", (OFFICIAL, OTHER, WRONG))
    for name, value in {
        "MODEL": model,
        "VOICES": tmp_path / "voices.npz",
        "CACHE_DIR": tmp_path / "cache",
    }.items():
        monkeypatch.setenv(f"KOWANE_{name}", str(value))
    return load()


def tuned(settings: Settings, **options: object) -> tuning.Tuning:
    return tuning.tune(  # type: ignore[arg-type]
        settings,
        **{
            "rounds": 2,
            "variants": (OFFICIAL, OTHER, WRONG),
            "passages": FEW,
            "timed": FEW,
            **options,
        },
    )


def test_the_passages_are_in_kokoros_alphabet_and_fit_one_run() -> None:
    assert set(TIMED) <= set(PASSAGES)
    for passage in PASSAGES:
        assert set(passage.symbols) <= set(SYMBOLS)
        assert 1 <= len(passage.symbols) <= MAX_SYMBOLS


def test_candidates_are_tried_judged_and_told(settings: Settings) -> None:
    told: list[str] = []
    result = tuned(settings, tell=told.append, keep=False)
    by_name = {trial.candidate.variant.name: trial for trial in reversed(result.trials)}
    assert by_name["wrong"].speed is None
    assert by_name["wrong"].refused.startswith("quality gate failed")
    for name in ("official", "other"):
        verdict = by_name[name].verdict
        assert verdict is not None
        assert verdict.passed
        assert verdict.pairs == len(FEW)
        assert by_name[name].speed is not None
    assert any("Rendering 2 passages" in line for line in told)
    assert any("wrong" in line for line in told)
    assert result.path is None
    assert not build.profiles_dir(settings).exists()


def test_the_winner_is_used_from_then_on(settings: Settings, tmp_path: Path) -> None:
    result = tuned(settings, variants=(OFFICIAL,))
    assert result.best is not None
    assert result.path is not None
    _, digest = build.model_file(settings)
    choice = build.choose(settings, digest)
    assert choice.tuned == result.profile
    assert choice.variant is OFFICIAL
    assert choice.plan == result.best.candidate.plan


def test_the_reference_profile_forces_the_untouched_model(settings: Settings) -> None:
    tuned(settings, variants=(OFFICIAL,))
    _, digest = build.model_file(settings)
    choice = build.choose(load(profile="reference"), digest)
    assert (choice.tuned, choice.variant) == (None, OFFICIAL)


def test_threads_that_are_set_win_over_those_that_were_measured(settings: Settings) -> None:
    tuned(settings, variants=(OFFICIAL,))
    _, digest = build.model_file(settings)
    plan = build.choose(load(threads=7, sessions=3), digest).plan
    assert (plan.intra_threads, plan.sessions) == (2, 3)  # shared out


def test_a_profile_of_another_runtime_is_ignored_with_a_line_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    path = tuned(settings, variants=(OFFICIAL,)).path
    assert path is not None
    stored = json.loads(path.read_text())
    path.write_text(json.dumps({**stored, "runtime": "1.0.0"}))
    _, digest = build.model_file(settings)
    with caplog.at_level(logging.WARNING):
        assert build.choose(settings, digest).tuned is None
    assert "1.0.0" in caplog.text


def test_the_doctor_shows_what_was_found(settings: Settings) -> None:
    assert doctor.examine(settings, speak=False)["tuned"] is None
    tuned(settings, variants=(OFFICIAL,))
    shown = doctor.examine(settings, speak=False)["tuned"]
    assert shown["variant"] == "official"
    assert shown["runtime"]


def test_cores_are_divided_on_the_cpu_alone() -> None:
    plan = SessionPlan(intra_threads=4)
    found = [
        (each.plan.sessions, each.plan.intra_threads)
        for each in tuning.divisions(Candidate(OFFICIAL, plan), 4)
    ]
    assert found == [(1, 1), (1, 2), (2, 2), (4, 1)]
    elsewhere = SessionPlan(provider="CUDAExecutionProvider", intra_threads=4)
    assert tuning.divisions(Candidate(OFFICIAL, elsewhere), 4) == []


def test_an_accelerator_is_guarded_by_the_cpu(settings: Settings) -> None:
    _, digest = build.model_file(settings)
    choice = build.choose(load(provider="coreml"), digest)
    assert choice.plan.provider == "CoreMLExecutionProvider"
    assert choice.on_cpu.provider == "CPUExecutionProvider"
    with pytest.raises(SettingsError, match="MLComputeUnits"):
        build.choose(load(provider="coreml", provider_options="MLComputeUnit=ALL"), digest)


def test_a_provider_that_is_not_there_leaves_the_cpu_to_speak(settings: Settings) -> None:
    from kowane.api import Kowane

    with Kowane(load(provider="cuda", voice="af_heart")).start() as kowane:
        info = kowane.synthesizer.engine.info
        assert info.provider == "CPUExecutionProvider"
        assert "CUDAExecutionProvider" in info.fallback
        assert kowane.synthesizer.engine.health.ready


def test_onnxruntimes_profile_of_a_run_can_be_read(settings: Settings, tmp_path: Path) -> None:
    from kowane.acoustic.offload import read_offload

    path = save_tiny_model(tmp_path / "d.onnx", tiny_model(durations=True))
    chunk = tuning._chunks(build.voices(settings), FEW[:1])[0]
    offload = read_offload(profile_run(path, SessionPlan(), chunk))
    assert set(offload.nodes) == {"CPUExecutionProvider"}
    assert offload.share("CPUExecutionProvider") == 1


def test_the_command_prints_a_table_or_json_and_stores_nothing_in_a_dry_run(
    settings: Settings,
) -> None:
    import typer

    from kowane.cli import commands

    app = typer.Typer()
    commands.register(app)
    command = ["tune", "--rounds", "1", "--variant", "official", "--dry-run"]
    shown = CliRunner().invoke(app, command)
    assert shown.exit_code == 0
    assert "official" in shown.stdout
    result = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert result["stored"] is None
    assert result["profile"]["variant"] == "official"
    first = result["trials"][0]
    assert first["speed"]["low"] <= first["speed"]["speedup"] <= first["speed"]["high"]
    assert {"name", "mean", "worst", "mean_limit", "worst_limit", "passed"} <= set(first["gate"][0])
    assert not build.profiles_dir(settings).exists()
