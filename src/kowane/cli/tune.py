"""`kowane tune`: measure on this computer, judge by ear in numbers, keep the best."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kowane.errors import SettingsError

if TYPE_CHECKING:
    from kowane.acoustic.tune import Trial
    from kowane.tuning import Tuning


def run(
    goal: Annotated[
        str, typer.Option(help="latency: one stream; throughput: several at once.")
    ] = "latency",
    rounds: Annotated[int, typer.Option(help="Rounds of each measurement.", min=1, max=1000)] = 7,
    variant: Annotated[
        list[str] | None, typer.Option(help="Only this model variant; may be repeated.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Store nothing; serve and say stay as they are.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find the fastest way to run the model here that sounds right, and use it from now on.

    Takes some minutes; leave the computer alone meanwhile.
    """
    from rich.console import Console

    from kowane import settings, tuning
    from kowane.acoustic.variants import VARIANTS
    from kowane.acoustic.variants import variant as named

    console = Console(stderr=True)
    result = tuning.tune(
        settings.load(),
        goal=_goal(goal),
        rounds=rounds,
        variants=[named(name) for name in variant] if variant else VARIANTS,
        keep=not dry_run,
        tell=lambda line: console.print(f"[dim]{line}[/dim]", highlight=False),
    )
    if as_json:
        typer.echo(json.dumps(report(result), ensure_ascii=False, indent=2))
    else:
        _print(result)


def report(tuning: Tuning) -> dict[str, Any]:
    """The result as JSON: the host, every trial with measures and limits, the profile."""
    host = asdict(tuning.host)
    return {
        "host": {**host, "isa": sorted(tuning.host.isa)},
        "goal": tuning.goal,
        "trials": [_trial(trial) for trial in tuning.trials],
        "profile": asdict(tuning.profile) if tuning.profile else None,
        "stored": str(tuning.path) if tuning.path else None,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    plan = trial.candidate.plan
    return {
        "variant": trial.candidate.variant.name,
        "recipe": trial.candidate.variant.recipe,
        "provider": plan.provider,
        "provider_options": dict(plan.provider_options),
        "sessions": plan.sessions,
        "threads": plan.intra_threads,
        "speed": asdict(trial.speed) if trial.speed else None,
        "gate": [{**asdict(check), "passed": check.passed} for check in trial.verdict.checks]
        if trial.verdict
        else None,
        "offload": asdict(trial.offload) if trial.offload else None,
        "refused": trial.refused,
    }


def _goal(value: str) -> Literal["latency", "throughput"]:
    if value == "latency":
        return "latency"
    if value == "throughput":
        return "throughput"
    raise SettingsError(f"There is no goal {value!r}.", remedy="Choose latency or throughput.")


def _print(tuning: Tuning) -> None:
    from rich.console import Console
    from rich.table import Table

    from kowane.acoustic.profiles import described

    table = Table(title=described(tuning.host), title_justify="left", box=None, pad_edge=False)
    for name, justify in (
        ("variant", "left"),
        ("provider", "left"),
        ("sessions × threads", "right"),
        ("speed", "right"),
        ("95 %", "right"),
        ("RTF", "right"),
        ("audio s/s", "right"),
        ("sound", "left"),
        ("", "left"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for trial in tuning.trials:
        table.add_row(*_row(trial), "← best" if trial is tuning.best else trial.refused)
    console = Console()
    console.print(table)
    if tuning.profile is None:
        console.print("Nothing is both faster and right here; the untouched model stays in use.")
    elif tuning.path is None:
        console.print("Nothing was stored.")
    else:
        console.print(f"Stored in {tuning.path}; serve and say use it.", soft_wrap=True)


def _row(trial: Trial) -> list[str]:
    plan, speed = trial.candidate.plan, trial.speed
    sound = "-" if trial.verdict is None else "passed" if trial.verdict.passed else "failed"
    numbers = ["-"] * 4
    if speed is not None:
        numbers = [
            f"× {speed.speedup:.2f}",
            f"{speed.low:.2f}-{speed.high:.2f}",
            " ".join(f"{rtf:.2f}" for rtf in speed.rtf),
            f"{speed.throughput:.2f}",
        ]
    return [
        trial.candidate.variant.name,
        plan.provider.removesuffix("ExecutionProvider"),
        f"{plan.sessions} × {plan.intra_threads}",
        *numbers,
        sound,
    ]
