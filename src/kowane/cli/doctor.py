"""`kowane doctor`: what this machine is, what is installed, and whether it really speaks."""

from __future__ import annotations

import json
import platform
import time
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kowane.errors import KowaneError

if TYPE_CHECKING:
    from kowane.settings import Settings

SENTENCE = "All is well."
PACKAGES = (
    "kowane",
    "onnxruntime",
    "onnx",
    "numpy",
    "misaki",
    "spacy",
    "espeakng-loader",
    "pyopenjtalk-plus",
    "pypinyin",
    "av",
    "fastapi",
    "uvicorn",
)
_MODULES = {
    "en": ("misaki", "spacy", "en_core_web_sm"),
    "espeak": ("espeakng_loader",),
    "ja": ("pyopenjtalk",),
    "zh": ("pypinyin", "rjieba", "wetext"),
    "detect": ("py3langid",),
    "formats": ("av", "soxr"),
    "server": ("fastapi", "uvicorn"),
    "play": ("sounddevice",),
}


def run(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    speak: Annotated[
        bool, typer.Option("--self-test/--no-self-test", help="Run the model on a sentence.")
    ] = True,
) -> None:
    """Check this machine: hardware, packages, assets, providers, and a spoken sentence."""
    from kowane import settings

    report = examine(settings.load(), speak=speak)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    if report["problems"]:
        raise typer.Exit(1)


def examine(settings: Settings, *, speak: bool) -> dict[str, Any]:
    """Everything the doctor sees; `problems` is empty on a healthy machine."""
    from kowane import build
    from kowane.acoustic import hardware, session

    profile = hardware.probe()
    problems: list[str] = []
    store = build.asset_store(settings)
    assets = []
    for status in store.list():
        assets.append({"name": status.name, "state": status.state, "path": str(status.path)})
        if status.state == "damaged" or (status.default and status.state == "missing"):
            problems.append(
                f"{status.name} is {status.state}; run: kowane assets pull --force {status.name}"
            )
    report: dict[str, Any] = {
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "hardware": {**asdict(profile), "isa": sorted(profile.isa)},
        "threads": settings.threads or hardware.threads(profile),
        "packages": {name: _version(name) for name in PACKAGES},
        "extras": {name: _installed(modules) for name, modules in _MODULES.items()},
        "providers": list(session.available_providers()),
        "model": settings.model,
        "profile": settings.profile,
        "tuned": _tuned(settings),
        "assets": assets,
        "self_test": None,
        "problems": problems,
    }
    if speak and not problems:
        try:
            report["self_test"] = _self_test(settings)
        except KowaneError as error:
            problems.append(str(error))
    return report


def _tuned(settings: Settings) -> dict[str, Any] | None:
    """What `kowane tune` has found here and is in use; None if nothing is."""
    from kowane import build

    try:
        _, digest = build.model_file(settings)
        tuned = build.choose(settings, digest).tuned
    except KowaneError:
        return None  # the missing file is a problem of its own
    return asdict(tuned) if tuned else None


def _self_test(settings: Settings) -> dict[str, Any]:
    from kowane.api import Kowane

    began = time.perf_counter()
    with Kowane(settings).start() as kowane:
        loaded = time.perf_counter()
        speech = kowane.say(SENTENCE)
        done = time.perf_counter()
        again = kowane.synthesizer.engine.info
    return {
        "text": SENTENCE,
        "provider": again.provider,
        "recipe": again.recipe,
        "load_seconds": round(loaded - began, 3),
        "seconds": round(done - loaded, 3),
        "audio_seconds": round(speech.duration, 3),
        "peak": round(float(abs(speech.samples).max()), 4),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _installed(modules: tuple[str, ...]) -> bool:
    return all(find_spec(module) is not None for module in modules)


def _print(report: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    machine = report["hardware"]
    rows = [
        ("system", f"{report['system']}, Python {report['python']}"),
        ("processor", f"{machine['cpu'] or machine['machine']}"),
        ("cores", f"{machine['physical_cores']} ({report['threads']} threads used)"),
        ("instructions", " ".join(machine["isa"]) or "-"),
        ("providers", ", ".join(report["providers"])),
        ("packages", ", ".join(f"{n} {v}" for n, v in report["packages"].items() if v)),
        ("extras", ", ".join(n for n, there in report["extras"].items() if there)),
        ("not installed", ", ".join(n for n, there in report["extras"].items() if not there)),
        ("tuned", _told(report["tuned"], report["profile"])),
        *((f"{asset['name']}", asset["state"]) for asset in report["assets"]),
    ]
    if test := report["self_test"]:
        rows.append(
            (
                "self-test",
                f"spoke {test['audio_seconds']} s in {test['seconds']} s on {test['provider']}, "
                f"loaded in {test['load_seconds']} s",
            )
        )
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows:
        if value:
            table.add_row(name, value)
    console = Console()
    console.print(table)
    for problem in report["problems"]:
        console.print(f"[red]problem[/red] {problem}")


def _told(tuned: dict[str, Any] | None, profile: str) -> str:
    if tuned is None:
        return "no, the untouched model" if profile == "reference" else "not yet; run: kowane tune"
    return (
        f"{tuned['variant']} on {tuned['provider'].removesuffix('ExecutionProvider')}, "
        f"{tuned['sessions']} × {tuned['threads']} threads, {tuned['speedup']} times the untouched "
        f"model's speed ({tuned['low']}-{tuned['high']}), measured {tuned['made'][:10]}"
    )
