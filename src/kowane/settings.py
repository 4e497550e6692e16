"""The environment and a TOML file, turned into one frozen `Settings`.

The only module that reads `os.environ`. Order of precedence: what the caller passes (flags of the
command line), environment variables `KOWANE_…`, the TOML file, the defaults. The file is
`$KOWANE_CONFIG`, else `kowane.toml` in the working directory, else the user's configuration
directory. Knows nothing of what the settings are used for.
"""

from __future__ import annotations

import difflib
import hashlib
import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kowane.errors import SettingsError

PREFIX = "KOWANE_"
CONFIG_VARIABLE = "KOWANE_CONFIG"
_HASHED = re.compile(r"sha256:[0-9a-f]{64}")

OPENAI_VOICES: dict[str, str] = {
    "alloy": "af_alloy",
    "ash": "am_adam",
    "ballad": "bm_fable",
    "cedar": "am_michael",
    "coral": "af_bella",
    "echo": "am_echo",
    "fable": "bm_george",
    "marin": "af_heart",
    "nova": "af_nova",
    "onyx": "am_onyx",
    "sage": "af_sarah",
    "shimmer": "af_sky",
    "verse": "am_fenrir",
}
"""The 13 voices of OpenAI's speech API and the Kokoro voices that stand in for them."""


def hash_key(key: str) -> str:
    """What is kept of an API key: "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def _comma_list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _hash_keys(value: object) -> object:
    listed = _comma_list(value)
    if not isinstance(listed, (tuple, list)) or not all(isinstance(key, str) for key in listed):
        raise ValueError("a comma-separated list of keys is expected")
    if isinstance(value, str) and not listed:
        raise ValueError("the list holds no key")
    return tuple(key if _HASHED.fullmatch(key) else hash_key(key) for key in listed)


def _pairs(value: object) -> object:
    """`name=value,…` or a table."""
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in value.split(",") if part.strip()]
    if not all(sign for _, sign, _ in pairs):
        raise ValueError("pairs name=value, separated by commas, are expected")
    return {name.strip(): given.strip() for name, _, given in pairs}


def _aliases(value: object) -> object:
    """Pairs name=voice, laid over OpenAI's names; a name given "" is taken out."""
    value = _pairs(value)
    if not isinstance(value, dict):
        return value
    merged = {**OPENAI_VOICES, **value}
    return {name: voice for name, voice in merged.items() if voice != ""}


ProviderName = Literal["auto", "cpu", "coreml", "cuda", "tensorrt", "openvino", "directml"]
CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_list)]


def _setting(default: Any, description: str, *, group: str, unit: str = "", **limits: Any) -> Any:
    """A field with all that the reference (docs/settings.md) says about it."""
    extra: dict[str, Any] = {"group": group, "unit": unit}
    return Field(default, description=description, json_schema_extra=extra, **limits)


class Settings(BaseSettings):
    """All settings. Use `load` to read them: it turns mistakes into one readable `SettingsError`.

    Times are s, sizes are bytes; 0 means "no limit" or "choose for me" where the text says so.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    # Listening
    host: str = _setting("127.0.0.1", "Address to listen on.", group="Listening")
    port: int = _setting(
        8880, "Port to listen on; 0 takes any free one.", group="Listening", ge=0, le=65535
    )
    workers: int = _setting(
        1,
        "Server processes. Each loads the model and has its own permits, queue and memory cache.",
        group="Listening",
        unit="processes",
        ge=1,
        le=64,
    )
    drain_seconds: float = _setting(
        30.0,
        "After SIGTERM, how long running requests may finish before they are cut off.",
        group="Listening",
        unit="s",
        ge=0,
        le=3600,
    )

    # Wyoming
    wyoming_port: int | None = _setting(
        None,
        "Port for Home Assistant's Wyoming protocol, usually 10200; 0 takes any free one. "
        "Unset: it is not served.",
        group="Wyoming",
        ge=0,
        le=65535,
    )
    wyoming_host: str | None = _setting(
        None, "Address for it to listen on. Unset: that of HTTP.", group="Wyoming"
    )
    wyoming_zeroconf: bool = _setting(
        False,
        "Announce it in the local network, so that Home Assistant finds it by itself.",
        group="Wyoming",
    )

    # Model and voices
    model: str = _setting(
        "kokoro-v1.0.int8.onnx",
        "The acoustic model: a name from `kowane assets list`, or the path of an ONNX file.",
        group="Model and voices",
    )
    voices: Path | None = _setting(
        None,
        "Voice packs: an .npz file (voices-v1.0.bin) or a directory of .bin files. "
        "Unset: the verified assets.",
        group="Model and voices",
    )
    cache_dir: Path | None = _setting(
        None,
        "Where verified assets are kept. Unset: the user's cache directory.",
        group="Model and voices",
    )
    lexicon_dir: Path | None = _setting(
        None,
        "Where pronunciation lexicons are kept. Unset: the user's data directory.",
        group="Model and voices",
    )
    jobs_dir: Path | None = _setting(
        None,
        "Where books and what has been spoken of them are kept. Unset: the user's data directory.",
        group="Model and voices",
    )
    offline: bool = _setting(
        False, "Never touch the network, not even for a missing asset.", group="Model and voices"
    )
    profile: Literal["standard", "reference"] = _setting(
        "standard",
        "`standard` prepares the model for this machine and limits loudness; `reference` runs the "
        "official model untouched and changes no loudness.",
        group="Model and voices",
    )
    voice: str = _setting(
        "af_heart",
        "Voice where the caller names none: a name or a blend such as `af_heart(2)+af_bella(1)`.",
        group="Model and voices",
    )
    lang: str | None = _setting(
        None,
        "Language where the caller names none. Unset: the voice's own.",
        group="Model and voices",
    )
    markup: Literal["none", "inline", "ssml"] = _setting(
        "none",
        "What in the text is obeyed rather than read where the caller does not say: `inline` for "
        "tags such as `[pause:1s]`, `ssml`.",
        group="Model and voices",
    )
    voice_aliases: Annotated[dict[str, str], NoDecode, BeforeValidator(_aliases)] = _setting(
        dict(OPENAI_VOICES),
        "Other names for voices, `name=voice,…` or a TOML table, laid over OpenAI's 13 names; "
        "an empty voice removes a name.",
        group="Model and voices",
    )

    # Computing
    threads: int = _setting(
        0,
        "Threads of one run of the model; 0 chooses by the hardware.",
        group="Computing",
        unit="threads",
        ge=0,
        le=256,
    )
    sessions: int = _setting(
        0,
        "Runs of the model at the same time; 0 chooses by the hardware.",
        group="Computing",
        unit="runs",
        ge=0,
        le=64,
    )
    provider: ProviderName = _setting(
        "auto",
        "ONNX Runtime's execution provider. `auto` takes what `kowane tune` found on this "
        "host, else the CPU. If another one fails, the CPU takes over.",
        group="Computing",
    )
    provider_options: Annotated[dict[str, str], NoDecode, BeforeValidator(_pairs)] = _setting(
        {},
        "Options of that provider, `name=value,…` or a TOML table, laid over kowane's own; "
        "docs/performance/README.md lists them.",
        group="Computing",
    )
    idle_unload: float = _setting(
        0.0,
        "Unload the model after this long without a request; it loads again on demand. 0: never.",
        group="Computing",
        unit="s",
        ge=0,
        le=604_800,
    )

    # Limits
    max_characters: int = _setting(
        100_000,
        "Longest text of one request; longer is a 400.",
        group="Limits",
        unit="characters",
        ge=1,
        le=10_000_000,
    )
    max_body_bytes: int = _setting(
        2_000_000,
        "Largest request body; larger is a 413.",
        group="Limits",
        unit="bytes",
        ge=1024,
        le=1_000_000_000,
    )
    max_upload_bytes: int = _setting(
        50_000_000,
        "Largest book that may be uploaded to /v1/jobs; larger is a 413.",
        group="Limits",
        unit="bytes",
        ge=1_024,
        le=1_000_000_000,
    )
    concurrency: int = _setting(
        8,
        "Requests that are synthesised at the same time; their chunks take turns at the model.",
        group="Limits",
        unit="requests",
        ge=1,
        le=1024,
    )
    queue_limit: int = _setting(
        64,
        "Requests that may wait for a place; one more is a 429 with Retry-After.",
        group="Limits",
        unit="requests",
        ge=0,
        le=100_000,
    )
    deadline: float = _setting(
        60.0,
        "Longest time from a request's arrival to its first audio; past it, a 503.",
        group="Limits",
        unit="s",
        gt=0,
        le=86_400,
    )
    request_timeout: float = _setting(
        0.0,
        "Longest time for a whole request, streams included; 0: no limit.",
        group="Limits",
        unit="s",
        ge=0,
        le=604_800,
    )
    send_timeout: float = _setting(
        120.0,
        "Longest time to wait for a client that has stopped reading, before it is cut off.",
        group="Limits",
        unit="s",
        gt=0,
        le=86_400,
    )

    # Live
    latency: Literal["low", "balanced", "best"] = _setting(
        "balanced",
        "How early a stream's first sound comes where the caller does not say: `low` after a short "
        "clause, `balanced` after a longer one, `best` after whole sentences.",
        group="Live",
    )
    live_silence: float = _setting(
        0.6,
        "When nothing has come for this long and the listener has little left to hear, what has "
        "been written is spoken, even if its sentence is not finished. Numbers and abbreviations "
        "at its end wait three times as long.",
        group="Live",
        unit="s",
        ge=0.05,
        le=60,
    )
    live_wait: float = _setting(
        10.0,
        "Longest predicted wait of a new stream before those that run leave room for it; longer is "
        "a 429 with Retry-After.",
        group="Live",
        unit="s",
        ge=0,
        le=3600,
    )
    live_connections: int = _setting(
        64, "Most WebSockets at a time.", group="Live", unit="connections", ge=1, le=100_000
    )
    live_idle: float = _setting(
        600.0,
        "A WebSocket over which nothing has been said for this long is closed; 0: never.",
        group="Live",
        unit="s",
        ge=0,
        le=604_800,
    )

    # Access
    api_keys: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hash_keys)] = _setting(
        (),
        "API keys, separated by commas; with none, no key is asked for. Only their sha256 is kept, "
        "and `sha256:<hex>` is accepted in place of a key.",
        group="Access",
    )
    key_rate: float = _setting(
        0.0,
        "Requests a minute for each API key; 0: no limit.",
        group="Access",
        unit="requests/min",
        ge=0,
        le=1_000_000,
    )
    key_concurrency: int = _setting(
        0,
        "Requests at the same time for each API key, waiting ones included; 0: no limit.",
        group="Access",
        unit="requests",
        ge=0,
        le=100_000,
    )
    allow_public: bool = _setting(
        False,
        "Listen beyond loopback without any API key. Refused unless this is set.",
        group="Access",
    )
    allowed_hosts: CommaList = _setting(
        (),
        "Further names accepted in the Host header, `*` for any. A server on a loopback address "
        "answers only to localhost, loopback addresses and these (421 otherwise); elsewhere "
        "every name is accepted unless this is set.",
        group="Access",
    )
    trusted_proxies: CommaList = _setting(
        (),
        "Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto count.",
        group="Access",
    )
    cors_origins: CommaList = _setting(
        (),
        "Origins of web pages that may call the server, such as https://app.example. "
        "`*` allows any, without credentials.",
        group="Access",
    )

    # Answers
    default_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = _setting(
        "mp3", "Audio format where the caller names none.", group="Answers"
    )
    gzip_minimum: int = _setting(
        1024,
        "JSON answers of at least this size are compressed when the client accepts gzip. "
        "Audio never is.",
        group="Answers",
        unit="bytes",
        ge=0,
        le=1_000_000_000,
    )

    # Audio cache
    audio_cache_entries: int = _setting(
        1000,
        "Most chunks of audio kept in memory; 0 turns the cache off.",
        group="Audio cache",
        unit="chunks",
        ge=0,
        le=10_000_000,
    )
    audio_cache_bytes: int = _setting(
        256 * 1024 * 1024,
        "Most memory for cached audio.",
        group="Audio cache",
        unit="bytes",
        ge=0,
        le=1 << 40,
    )
    audio_cache_ttl: float = _setting(
        3600.0,
        "How long cached audio stays good; 0: for ever.",
        group="Audio cache",
        unit="s",
        ge=0,
        le=31_536_000,
    )
    audio_cache_dir: Path | None = _setting(
        None,
        "Directory for a second, lasting tier of the audio cache. Unset: memory only.",
        group="Audio cache",
    )
    audio_cache_dir_bytes: int = _setting(
        1024 * 1024 * 1024,
        "Most disk space for that directory.",
        group="Audio cache",
        unit="bytes",
        ge=1024 * 1024,
        le=1 << 44,
    )

    # Observing
    log_format: Literal["console", "json"] = _setting(
        "console", "Lines for people or one JSON object a line.", group="Observing"
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", "Least severity that is logged.", group="Observing"
    )
    log_text: bool = _setting(
        False, "Write the texts themselves to the log; otherwise never.", group="Observing"
    )
    otel_endpoint: str | None = _setting(
        None,
        "OTLP/HTTP collector for OpenTelemetry traces, such as http://127.0.0.1:4318/v1/traces. "
        "Unset: no tracing.",
        group="Observing",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, toml_file=config_file()),
        )


def load(**overrides: object) -> Settings:
    """Read the settings; `overrides` win over everything, those that are None count as unset.

    Raises:
        SettingsError: a value that cannot be used, with its name and what is allowed; a name that
            is no setting; a file that cannot be read.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    _refuse_misspelt_variables()
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_explain(error, given)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The settings file {config_file()} is not valid TOML: {error}.",
            remedy="Mend it, or name another with KOWANE_CONFIG.",
        ) from None
    except OSError as error:
        raise SettingsError(
            f"The settings file {config_file()} cannot be read: {error.strerror}.",
            remedy="Mend its permissions, or name another with KOWANE_CONFIG.",
        ) from None


def config_file() -> Path | None:
    """The TOML file in force, None if there is none.

    Raises:
        SettingsError: KOWANE_CONFIG names a file that does not exist.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(
                f"{CONFIG_VARIABLE} names {named!r}, which is not a file.",
                remedy="Correct the path or unset the variable.",
            )
        return path
    for path in (Path("kowane.toml"), platformdirs.user_config_path("kowane") / "kowane.toml"):
        if path.is_file():
            return path
    return None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def refuse_ray_usage_stats() -> None:
    """Keep Ray from reporting to its makers, unless the environment says otherwise. Before ray
    starts."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")


def refuse_open_door(settings: Settings) -> None:
    """Called before listening.

    Raises:
        SettingsError: others could reach the server, no key is asked for, and nobody said so.
    """
    if settings.allow_public:
        return
    if not (is_loopback(settings.host) or settings.api_keys):
        raise SettingsError(
            f"KOWANE_HOST={settings.host} listens beyond this machine and no API key is set.",
            remedy="Set KOWANE_API_KEYS, or KOWANE_ALLOW_PUBLIC=true if something else guards it.",
        )
    wyoming_host = settings.wyoming_host or settings.host
    if settings.wyoming_port is not None and not is_loopback(wyoming_host):
        raise SettingsError(
            f"Wyoming on {wyoming_host} would listen beyond this machine, and the protocol knows "
            "no API keys.",
            remedy="Set KOWANE_ALLOW_PUBLIC=true if everybody in that network may use it, or "
            "KOWANE_WYOMING_HOST=127.0.0.1.",
        )


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _refuse_misspelt_variables() -> None:
    """A variable that is nearly a setting is a mistake: `KOWANE_API_KEY` would leave no key set.

    Others with the prefix are left alone: orchestrators add their own (KOWANE_SERVICE_HOST).
    """
    known = [variable(name) for name in Settings.model_fields] + [CONFIG_VARIABLE]
    for name in os.environ:
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper in known:
            continue
        near = difflib.get_close_matches(upper, known, n=1, cutoff=0.9)
        if near:
            raise SettingsError(
                f"{name} is not a setting.", remedy=f"Did you mean {near[0]}? See docs/settings.md."
            )


def _explain(error: ValidationError, given: dict[str, object]) -> str:
    return "; ".join(_explain_one(dict(detail), given) for detail in error.errors())


def _explain_one(detail: dict[str, Any], given: dict[str, object]) -> str:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, Settings.model_fields, n=1)
        where = "an argument" if name in given else f"the file {config_file()}"
        hint = f" Did you mean {near[0]!r}?" if near else " See docs/settings.md."
        return f"{name!r} in {where} is not a setting.{hint}"
    field = Settings.model_fields.get(name)
    shown = "" if name == "api_keys" else f"={detail['input']!r}"
    problem = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    purpose = f" It means: {field.description}" if field and field.description else ""
    return f"{variable(name)}{shown}: {problem}.{purpose}"
