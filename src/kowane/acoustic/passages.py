"""What is spoken to measure and to judge the model on a host, in Kokoro's alphabet.

Eleven passages of 3 to 173 symbols in nine languages with eleven voices, read by kowane's own
front-ends once and kept as symbols, so that a measurement needs no front-end and never changes with
one. None of them calibrates a variant. This module knows no voice pack and no model.
"""

from __future__ import annotations

from typing import NamedTuple


class Passage(NamedTuple):
    """Symbols and who speaks them."""

    voice: str
    symbols: str


PASSAGES: tuple[Passage, ...] = (
    Passage("af_heart", "tˈi?"),
    Passage("am_michael", "sˈɛvən ɡɹˈA ʃˈɪps lˈɛft ðə hˈɑɹbəɹ bəfˈɔɹ nˈun."),
    Passage("bf_emma", "wˌʊd juː ɹˈɑːðə wˈɔːk, ɔː ʃˌal wiː wˈAt hˈɪə əntˈɪl ðə ɹˈAn haz ɡˈɒn?"),
    Passage("ff_siwis", "œ̃ ʃasˈœʁ saʃˈɑ̃ ʃasˈe sɑ̃ sɔ̃ ʃjˈɛ̃, səlˌa ɛɡzˈisttil vʁɛmˈɑ̃?"),
    Passage("ef_dora", "el pˈero ðe ramˈon kˈore poɾ la kˌaretˈeɾa moxˈaða."),
    Passage("im_nicola", "ʎɪ ɲˈɔmɪ mˈanʤano ɡjˈaʧːo aʣːˈurɾo."),
    Passage("pf_dora", "ˌæmɐ̃ɲˈɐ̃ nˌɐ̃ʊ̃ ˌaveɾˈa pˈɐ̃ʊ̃ frˈeskʊ, ʤˈisj a iɾəmˈɐ̃."),
    Passage("hm_omega", "kˈʌl sˈʊbəh hˌəm pəhˈaːɽ pˈʌɾ cəlˈe\u0303ːɡeː."),
    Passage("jf_alpha", "aɕita βa jɯkʲi ɡa ɸɯɾɯ kamo ɕiɾemaseɴ."),
    Passage("zm_yunxi", "ʨi→ntʰjɛ→n tɤ fə→ŋ xə↓nta↘, ʨʰi↗ŋ pa↓ ꭧʰwa→ŋxu kwa→nʂa↘ŋ."),
    Passage(
        "af_bella",
        "ðə sˈɜɹʤənz ʤˈʌʤmənt wʌz θˈɜɹO; ʃi mˈɛʒəɹd twˈIs, θˈɔt ɪt θɹˈu, ænd ðˈɛn, "
        "wɪðˈWt ˈɛni hˈɜɹi, ɹˈOt ðə hˈOl stˈɔɹi dˌWn sˌO ðæt nˈObˌɑdi wʊd ˈɛvəɹ hæv tʊ ˈæsk əɡˈɛn.",
    ),
)
"""Judged by the gate, all of them."""

TIMED: tuple[Passage, ...] = (PASSAGES[0], PASSAGES[1], PASSAGES[-1])
"""Timed: a word, a sentence, a long sentence."""
