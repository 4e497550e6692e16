"""Bodies of the lexicon routes as Pydantic models. What makes an entry valid beyond its types is
known to `text.lexicon.entries` alone.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from kowane.server.schemas import LexiconName, PronunciationEntry

_TERMS: dict[str, Any] = {
    "name": "terms",
    "lang": "en-us",
    "default": False,
    "entries": [{"word": "nginx", "says": "engine x"}, {"word": "Kowane", "ipa": "koʊˈwɑːneɪ"}],
}
_LANG = "Language tag, such as en-us; both Englishes use each other's lexicons."


class LexiconEntry(PronunciationEntry):
    """One word and how it is said, by exactly one of says, phonemes and ipa."""

    note: Annotated[str, Field(strict=True, max_length=500)] = Field("", description="For people.")


class NewLexicon(BaseModel):
    """A lexicon to keep."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_TERMS]})

    name: LexiconName
    lang: StrictStr = Field(description=_LANG, examples=["en-us"])
    default: StrictBool = Field(
        False, description="Use it for every request in its language that names no lexicons."
    )
    entries: Annotated[list[LexiconEntry], Field(max_length=20_000)] = Field(default_factory=list)


class LexiconContent(BaseModel):
    """A lexicon's content, its name being in the path."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{k: v for k, v in _TERMS.items() if k != "name"}]},
    )

    name: LexiconName | None = Field(None, description="If given, the name in the path.")
    lang: StrictStr = Field(description=_LANG, examples=["en-us"])
    default: StrictBool = False
    entries: Annotated[list[LexiconEntry], Field(max_length=20_000)] = Field(default_factory=list)


class LexiconChange(BaseModel):
    """What can be changed without sending the entries."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"default": True}]})

    default: StrictBool


class KeptEntry(BaseModel):
    """An entry as it is kept; fields at their defaults are left out."""

    word: str
    says: str | None = None
    phonemes: str | None = None
    ipa: str | None = None
    case_sensitive: bool = False
    whole_word: bool = True
    note: str = ""
    symbols: str | None = Field(
        None, description="Its sound in Kokoro's alphabet; missing if it is told in words."
    )


class EntryList(BaseModel):
    """Entries of a lexicon."""

    entries: list[KeptEntry]


class KeptLexicon(BaseModel):
    """A lexicon."""

    name: str
    lang: str
    default: bool
    entries: list[KeptEntry]


class LexiconSummary(BaseModel):
    """A lexicon without its entries."""

    name: str
    lang: str
    default: bool
    entries: int = Field(description="How many.")
    digest: str = Field(description="Changes with all that changes what is said.")


class LexiconList(BaseModel):
    """The lexicons there are."""

    lexicons: list[LexiconSummary]
