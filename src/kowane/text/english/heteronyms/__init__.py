"""Words of one spelling and several sounds, decided by part of speech, neighbours and cue words.

Two steps over a tagged sentence: tags are corrected where the neighbours leave no doubt (misaki
picks noun or verb by the tag), and words that tags cannot decide get fixed phonemes. American
phonemes are given; British ones follow by `names.to_british`.
"""

from __future__ import annotations

from kowane.text.english.heteronyms.choose import decide

__all__ = ["decide"]
