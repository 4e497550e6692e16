"""Lexicons kept in a directory, one JSON file each.

Files are replaced whole and under a lock, so that several processes may share the directory; what
another process changed is seen with the next call. Compiled lexicons are remembered until their
file changes. Knows no HTTP and no text.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kowane.errors import AssetDamaged, InputError, OutputError
from kowane.text.lexicon import json_format
from kowane.text.lexicon.entries import (
    Entry,
    Lexicon,
    LexiconError,
    LexiconExists,
    UnknownLexicon,
    check_name,
    is_name,
)
from kowane.text.lexicon.matching import Compiled

MAX_LEXICONS = 1_000
"""Lexicons in a store."""

_SUFFIX = ".json"


class _Loaded(NamedTuple):
    signature: tuple[int, int, int]
    lexicon: Lexicon
    compiled: Compiled


class LexiconStore:
    """Finds, keeps and compiles lexicons. Safe to use from several threads and processes.

    Args:
        directory: made when first needed.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.expanduser()
        self._loaded: dict[str, _Loaded] = {}
        self._guard = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """The lexicons there are, in the order of their names."""
        found = (path.stem for path in self.directory.glob(f"*{_SUFFIX}"))
        return tuple(sorted(name for name in found if is_name(name)))

    def get(self, name: str) -> Lexicon:
        """A lexicon.

        Raises:
            UnknownLexicon: there is none of that name.
            AssetDamaged: its file cannot be read.
        """
        return self._load(name).lexicon

    def put(self, lexicon: Lexicon, *, replace_existing: bool = True) -> Lexicon:
        """Keep a lexicon under its name.

        Raises:
            LexiconExists: the name is taken and `replace_existing` is False.
            LexiconError: there are already MAX_LEXICONS.
            OutputError: the directory cannot be written.
        """
        with self._locked():
            known = self.names()
            if lexicon.name in known and not replace_existing:
                raise LexiconExists(
                    f"There is a lexicon {lexicon.name!r} already.",
                    param="name",
                    remedy="Choose another name, or replace it.",
                )
            if lexicon.name not in known and len(known) >= MAX_LEXICONS:
                raise LexiconError(
                    f"There are {len(known)} lexicons; the limit is {MAX_LEXICONS}.",
                    param="name",
                    remedy="Delete one first.",
                )
            self._write(lexicon)
        return lexicon

    def delete(self, name: str) -> None:
        """Forget a lexicon.

        Raises:
            UnknownLexicon: there is none of that name.
            OutputError: the directory cannot be written.
        """
        with self._locked():
            try:
                self._path(name).unlink()
            except FileNotFoundError:
                raise self._unknown(name) from None

    def add_entry(self, name: str, entry: Entry) -> Lexicon:
        """The lexicon with an entry, in place of one that had the same word and rules.

        Raises:
            UnknownLexicon, LexiconError, OutputError: see `get` and `put`.
        """
        return self._change(
            name,
            lambda lexicon: (*(e for e in lexicon.entries if e.key != entry.key), entry),
        )

    def remove_entry(self, name: str, word: str) -> Lexicon:
        """The lexicon without any entry for this written form, in whatever case.

        Raises:
            UnknownLexicon: no such lexicon, or it has no such word.
            LexiconError, OutputError: see `get` and `put`.
        """

        def without(lexicon: Lexicon) -> tuple[Entry, ...]:
            gone = lexicon.find(word)
            if not gone:
                raise UnknownLexicon(
                    f"{name!r} has no entry for {word[:100]!r}.",
                    param="word",
                    remedy=f"See `kowane lexicon show {name}`.",
                )
            return tuple(entry for entry in lexicon.entries if entry not in gone)

        return self._change(name, without)

    def set_default(self, name: str, *, default: bool) -> Lexicon:
        """Use a lexicon for every request in its language, or only where it is named."""
        with self._locked():
            lexicon = replace(self._load(name).lexicon, default=default)
            self._write(lexicon)
        return lexicon

    def default_names(self, lang: str) -> tuple[str, ...]:
        """Lexicons that every request in this language uses, in the order of their names.

        Args:
            lang: canonical tag.

        Raises:
            AssetDamaged: a file cannot be read, whatever its language: nobody knows what is in it.
        """
        found = []
        for name in self.names():
            with suppress(UnknownLexicon):  # deleted meanwhile
                lexicon = self.get(name)
                if lexicon.default and lexicon.lang == lang:
                    found.append(name)
        return tuple(found)

    def compiled(self, names: Sequence[str]) -> tuple[Compiled, ...]:
        """Lexicons by name, ready to be applied, in the order given.

        Raises:
            UnknownLexicon: there is none of a name.
            AssetDamaged: a file cannot be read.
        """
        return tuple(self._load(name).compiled for name in dict.fromkeys(names))

    def for_request(self, lang: str, names: Sequence[str] | None = None) -> tuple[Compiled, ...]:
        """What a request uses: the lexicons it names, else the defaults of its language.

        Lexicons of another language are left out; both accents of English use each other's.

        Args:
            lang: canonical tag.
            names: None for the defaults, () for none at all.

        Raises:
            UnknownLexicon, AssetDamaged: see `compiled`.
        """
        chosen = self.default_names(lang) if names is None else names
        primary = lang.partition("-")[0]
        return tuple(
            each for each in self.compiled(chosen) if each.lang.partition("-")[0] == primary
        )

    def _change(self, name: str, entries: Callable[[Lexicon], tuple[Entry, ...]]) -> Lexicon:
        with self._locked():
            lexicon = self._load(name).lexicon
            changed = replace(lexicon, entries=entries(lexicon))
            self._write(changed)
        return changed

    def _load(self, name: str) -> _Loaded:
        path = self._path(name)
        try:
            stat = path.stat()
            signature = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            loaded = self._loaded.get(name)
            if loaded is not None and loaded.signature == signature:
                return loaded
            document = path.read_text("utf-8")
        except FileNotFoundError:
            raise self._unknown(name) from None
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged(path, str(error)) from error
        try:
            lexicon = json_format.loads(document, name=name)
        except InputError as error:
            raise self._damaged(path, error.message) from error
        loaded = _Loaded(signature, lexicon, Compiled(lexicon))
        with self._guard:
            self._loaded[name] = loaded
        return loaded

    def _write(self, lexicon: Lexicon) -> None:
        path = self._path(lexicon.name)
        part = path.with_suffix(".part")
        part.write_text(json_format.dumps(lexicon), "utf-8")
        part.replace(path)

    def _path(self, name: str) -> Path:
        return self.directory / (check_name(name) + _SUFFIX)

    def _damaged(self, path: Path, why: str) -> AssetDamaged:
        return AssetDamaged(
            f"The lexicon {path} cannot be read: {why}",
            remedy="Mend the file, or delete it.",
        )

    def _unknown(self, name: str) -> UnknownLexicon:
        names = self.names()
        return UnknownLexicon(
            f"There is no lexicon {name!r}.",
            param="lexicons",
            remedy=f"There are: {', '.join(names[:20])}." if names else "There are none yet.",
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock

        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with FileLock(self.directory / ".lock"):
                yield
        except OSError as error:
            raise OutputError(
                f"{self.directory} cannot be written: {error.strerror or error}.",
                remedy="Free some space or choose another folder.",
            ) from error
