"""The voices: which there are, and how a name or a blend becomes a voice pack.

"af_heart(2)+af_bella" ─ blend → shares ─ packs → float32 (510, 256) ─ style_row → (256,)
"""

from kowane.voices.blend import MAX_BLEND, parse_blend
from kowane.voices.catalogue import Voice, VoiceInfo, Voices, style_row

__all__ = ["MAX_BLEND", "Voice", "VoiceInfo", "Voices", "parse_blend", "style_row"]
