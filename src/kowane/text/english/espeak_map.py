"""espeak-ng's IPA for English in Kokoro's alphabet.

The correspondences are those by which Kokoro's training text was made (misaki's espeak fallback
documents them): diphthongs and affricates are one symbol each, American flaps are T, length marks
are British only. Knows nothing of espeak itself; `kowane.text.espeak` runs it.
"""

from __future__ import annotations

_SHARED = (
    ("ʔˌn\u0329", "tᵊn"),
    ("ʔn\u0329", "tᵊn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("e^ɪ", "A"),
    ("ɔ^ɪ", "Y"),
    ("d^ʒ", "ʤ"),
    ("t^ʃ", "ʧ"),
    ("ə^l", "ᵊl"),
    ("əl", "ᵊl"),
    ("n\u0329", "ᵊn"),
    ("l\u0329", "ᵊl"),
    ("m\u0329", "ᵊm"),
    ("\u0329", ""),
    ("\u0303", ""),
    ("ɹɹ", "ɹ"),
    ("ɚ", "əɹ"),
    ("ɝ", "ɜɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɬ", "l"),
    ("ʲ", "j"),
    ("ɐ", "ə"),
    ("g", "ɡ"),
    ("ʔ", "t"),
    ("-", ""),
)
_AMERICAN = (
    ("o^ʊ", "O"),
    ("ə^ʊ", "O"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ɒ", "ɑ"),
    ("ɾ", "T"),
    ("ː", ""),
    ("o", "ɔ"),
    ("a", "æ"),
    ("e", "ɛ"),
)
_BRITISH = (
    ("ə^ʊ", "Q"),
    ("o^ʊ", "Q"),
    ("e^ə", "ɛː"),
    ("eə", "ɛː"),
    ("i^ə", "ɪə"),
    ("iə", "ɪə"),
    ("ɾ", "t"),
    ("o", "ɔ"),
    ("e", "ɛ"),
    ("æ", "a"),
    ("ᵻ", "ɪ"),
)


def to_kokoro(ipa: str, lang: str) -> str:
    """IPA with ^ as tie → Kokoro's symbols for "en-us" or "en-gb"."""
    for old, new in _SHARED + (_BRITISH if lang == "en-gb" else _AMERICAN):
        ipa = ipa.replace(old, new)
    return ipa.replace("^", "")
