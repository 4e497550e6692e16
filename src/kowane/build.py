"""Settings in, a working Synthesizer out: the composition root.

The only place that names concrete stores, engines and front-ends. Nothing heavy is loaded here:
the model loads in `Synthesizer.start`, a language when its first sentence is read.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import platformdirs

from kowane.acoustic.hardware import probe
from kowane.acoustic.plan import CPU, SessionPlan, plan_for
from kowane.acoustic.preparation import PreparedModel, prepare
from kowane.acoustic.profiles import TunedProfile, find
from kowane.acoustic.providers import plan_on
from kowane.acoustic.variants import OFFICIAL, Variant, default_variant
from kowane.assets.manifest import VOICES
from kowane.assets.store import AssetStore, default_cache_dir
from kowane.audio.limiter import CEILING
from kowane.engine.cache import CachedEngine
from kowane.engine.fallback import FallbackEngine
from kowane.engine.pool import InProcessEngine
from kowane.engine.protocol import Engine
from kowane.jobs.store import JobStore
from kowane.pipeline import LOOKAHEAD
from kowane.settings import Settings
from kowane.synthesizer import Synthesizer
from kowane.text.lexicon.store import LexiconStore
from kowane.text.reader import Reader
from kowane.voices import Voices

TEXT_THREADS = 2
"""Threads of the front-end: one sentence can be read while another language loads."""

FULL_SCALE = 1.0


def asset_store(settings: Settings) -> AssetStore:
    """Where the model and the voices are found."""
    return AssetStore(settings.cache_dir, offline=settings.offline)


def check_assets(settings: Settings) -> None:
    """Find the model and the voices and check them; 1 ms if they have not changed.

    Raises:
        AssetMissing, AssetDamaged: a file is not there, or not the right one.
    """
    store = asset_store(settings)
    store.locate(_model(settings, store))
    store.locate(settings.voices or VOICES)


def fetch_assets(settings: Settings) -> None:
    """Fetch what `check_assets` would miss, one process of a machine at a time.

    Raises:
        AssetMissing, AssetDamaged, DownloadFailed, OutputError: it cannot be had.
    """
    store = asset_store(settings)
    for named in (_model(settings, store), settings.voices or VOICES):
        if isinstance(named, str):
            store.pull(named)


def lexicon_store(settings: Settings) -> LexiconStore:
    """Where pronunciation lexicons are kept."""
    return LexiconStore(
        settings.lexicon_dir or platformdirs.user_data_path("kowane", appauthor=False) / "lexicons"
    )


def job_store(settings: Settings) -> JobStore:
    """Where books and what has been spoken of them are kept."""
    return JobStore(
        settings.jobs_dir or platformdirs.user_data_path("kowane", appauthor=False) / "jobs"
    )


def voices(settings: Settings) -> Voices:
    """The installed voices; their packs are read when they are used.

    Raises:
        AssetMissing, AssetDamaged: there are none, or not the right ones.
    """
    return Voices(asset_store(settings).locate(settings.voices or VOICES))


def engine(settings: Settings) -> Engine:
    """What runs the model, behind the audio cache; not started.

    Raises:
        AssetMissing, AssetDamaged: as `pool`.
    """
    return cached(pool(settings), settings)


def pool(settings: Settings) -> Engine:
    """The model in this process, guarded by the CPU if it is to run elsewhere; not started.

    Raises:
        AssetMissing, AssetDamaged: the model is not there, or not the right one.
        SettingsError: options that the provider does not take.
    """
    source, digest = model_file(settings)
    choice = choose(settings, digest)
    make = partial(
        InProcessEngine,
        source,
        digest=digest,
        cache_dir=prepared_dir(settings),
        variant=choice.variant,
        idle_after=settings.idle_unload or None,
    )
    if choice.plan.provider == CPU:
        return make(plan=choice.plan)
    return FallbackEngine(make(plan=choice.plan), make(plan=choice.on_cpu))


def cached(behind: Engine, settings: Settings) -> Engine:
    """The engine with the audio cache in front of it, or itself where the cache is switched off."""
    if not settings.audio_cache_entries:
        return behind
    return CachedEngine(
        behind,
        max_entries=settings.audio_cache_entries,
        max_bytes=settings.audio_cache_bytes,
        ttl=settings.audio_cache_ttl or None,
        directory=settings.audio_cache_dir,
        directory_bytes=settings.audio_cache_dir_bytes,
    )


def prepare_model(settings: Settings) -> PreparedModel:
    """Prepare the model as `engine` will want it, so that it starts at once; up to a minute.

    Raises:
        AssetMissing, AssetDamaged: the model is not there, or not the right one.
        UnsupportedModel: it is no Kokoro v1.0 model.
        AssetError: the copy cannot be written.
    """
    from kowane.acoustic.session import runtime_version

    source, digest = model_file(settings)
    return prepare(
        source,
        digest=digest,
        cache_dir=prepared_dir(settings),
        runtime=runtime_version(),
        variant=choose(settings, digest).variant,
    )


def assemble(
    settings: Settings, *, speaking: Engine | None = None, lookahead: int = LOOKAHEAD
) -> Synthesizer:
    """Everything that turns text into speech, not started.

    Args:
        speaking: runs the model in place of `engine(settings)`.
        lookahead: chunks of one utterance that may be computed before they are asked for.

    Raises:
        AssetMissing, AssetDamaged: a file it needs; the remedy is the command that fetches it.
    """
    return Synthesizer(
        reader=Reader(lexicons=lexicon_store(settings).for_request),
        voices=voices(settings),
        engine=speaking or engine(settings),
        executor=ThreadPoolExecutor(TEXT_THREADS, "kowane-text"),
        ceiling=FULL_SCALE if settings.profile == "reference" else CEILING,
        lookahead=lookahead,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """How this host runs the model.

    Attributes:
        variant: how it is prepared.
        plan: how it is run.
        on_cpu: how it is run if `plan`'s provider fails.
        tuned: the profile behind it; None if nothing was measured here.
    """

    variant: Variant
    plan: SessionPlan
    on_cpu: SessionPlan
    tuned: TunedProfile | None = None


def choose(settings: Settings, digest: str) -> Choice:
    """What the settings say, else what `kowane tune` has found here, else what is right everywhere.

    Args:
        digest: sha256 of the official model file, hex.

    Raises:
        SettingsError: an impossible number, or options that the provider does not take.
    """
    host = probe()
    plan = plan_for(host, threads_wanted=settings.threads or None, sessions=settings.sessions or 1)
    if settings.profile == "reference":
        return Choice(OFFICIAL, plan, plan)
    usual = Choice(default_variant(digest, host), plan, plan)
    if settings.provider not in ("auto", "cpu"):
        wanted = plan_on(plan, settings.provider, host, settings.provider_options)
        return replace(usual, plan=wanted)
    found = find(profiles_dir(settings), host, digest, _runtime)
    if found is None:
        return usual
    tuned, variant = found
    if tuned.provider != CPU and settings.provider == "cpu":
        return usual
    measured = tuned.plan
    if settings.threads or settings.sessions:
        measured = replace(
            plan_for(
                host,
                threads_wanted=settings.threads or tuned.threads * tuned.sessions,
                sessions=settings.sessions or tuned.sessions,
            ),
            provider=tuned.provider,
            provider_options=tuned.provider_options,
        )
    return Choice(variant, measured, plan, tuned)


def _runtime() -> str:
    from kowane.acoustic.session import runtime_version

    return runtime_version()


def profiles_dir(settings: Settings) -> Path:
    """Where `kowane tune` keeps what it has found."""
    return (settings.cache_dir or default_cache_dir()) / "profiles"


def prepared_dir(settings: Settings) -> Path:
    """Where prepared copies of the model are kept."""
    return (settings.cache_dir or default_cache_dir()) / "models"


def model_file(settings: Settings) -> tuple[Path, str]:
    """The official model file and its sha256, hex.

    Raises:
        AssetMissing, AssetDamaged: it is not there, or not the right one.
    """
    store = asset_store(settings)
    named = _model(settings, store)
    return store.locate(named), store.status(named).found


def _model(settings: Settings, store: AssetStore) -> str | Path:
    """A name from the manifest, or somebody's own file."""
    return settings.model if store.manifest.get(settings.model) else Path(settings.model)
