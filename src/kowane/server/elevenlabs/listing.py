"""Voices and models as ElevenLabs describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kowane import language
from kowane.errors import OutOfRange
from kowane.server.catalogue import RELEASED
from kowane.voices import Voices

MODELS = ("kokoro", "eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5")
"""Listed, since clients choose from the list; every other name with "eleven_" is accepted too."""

_SETTINGS = {
    "stability": 0.5,
    "similarity_boost": 0.75,
    "style": 0.0,
    "use_speaker_boost": False,
    "speed": 1.0,
}


def models(max_characters: int) -> list[dict[str, Any]]:
    """All of them are Kokoro-82M v1.0.

    Args:
        max_characters: of one request.
    """
    languages = [{"language_id": tag, "name": name} for tag, name in language.CANONICAL.items()]
    return [
        {
            "model_id": name,
            "name": "Kokoro-82M" if name == "kokoro" else f"Kokoro-82M (as {name})",
            "description": "Kokoro-82M v1.0, spoken by kowane.",
            "can_be_finetuned": False,
            "can_do_text_to_speech": True,
            "can_do_voice_conversion": False,
            "can_use_style": False,
            "can_use_speaker_boost": False,
            "serves_pro_voices": False,
            "token_cost_factor": 0.0,
            "requires_alpha_access": False,
            "max_characters_request_free_user": max_characters,
            "max_characters_request_subscribed_user": max_characters,
            "maximum_text_length_per_request": max_characters,
            "languages": languages,
            "model_rates": {"character_cost_multiplier": 0.0},
            "concurrency_group": "standard",
        }
        for name in MODELS
    ]


def voice(voices: Voices, name: str) -> dict[str, Any]:
    """One installed voice.

    Raises:
        UnknownVoice: there is none of that name.
    """
    known = voices.info(name)
    primary, _, region = known.language.partition("-")
    labels = {"language": primary, "gender": known.gender}
    if region:
        labels["accent"] = language.CANONICAL[known.language]
    return {
        "voice_id": name,
        "name": known.name,
        "category": "premade",
        "labels": {label: value for label, value in labels.items() if value},
        "description": f"{known.name}, {language.CANONICAL[known.language]}",
        "samples": [],
        "settings": _SETTINGS,
        "available_for_tiers": [],
        "high_quality_base_model_ids": list(MODELS),
        "verified_languages": [
            {
                "language": primary,
                "locale": f"{primary}-{region.upper()}" if region else primary,
                "model_id": "kokoro",
            }
        ],
        "is_owner": False,
        "is_legacy": False,
        "is_mixed": False,
        "created_at_unix": RELEASED,
    }


def page(
    voices: Voices,
    *,
    search: str | None = None,
    size: int | None = None,
    token: str | None = None,
) -> dict[str, Any]:
    """Voices whose name or description has `search` in it, from the one named `token` on.

    Args:
        size: voices of a page, 1–100; None for all.

    Raises:
        OutOfRange: the page's size is not in 1–100, or the token is none of ours.
    """
    names = voices.names()
    if search:
        wanted = search.casefold()
        names = [name for name in names if wanted in _searched(voices, name)]
    total = len(names)
    if token is not None:
        if token not in names:
            raise OutOfRange(f"{token!r} is no page.", param="next_page_token", remedy="Leave it.")
        names = names[names.index(token) :]
    if size is not None and not 1 <= size <= 100:
        raise OutOfRange(
            f"A page of {size} voices is outside 1–100.", param="page_size", remedy="Leave it out."
        )
    shown: Sequence[str] = names[:size]
    rest = names[len(shown) :]
    return {
        "voices": [voice(voices, name) for name in shown],
        "has_more": bool(rest),
        "total_count": total,
        "next_page_token": rest[0] if rest else None,
    }


def _searched(voices: Voices, name: str) -> str:
    known = voices.info(name)
    return f"{name} {known.name} {language.CANONICAL[known.language]} {known.gender}".casefold()
