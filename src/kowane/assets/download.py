"""A URL → the file, going on where an earlier attempt stopped. The only user of httpx here.

Knows HTTP ranges and broken connections; does not know digests: bytes kept from an earlier attempt
may come from another mirror or be wrong, and the store finds out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kowane.assets.source import Advance
from kowane.errors import DownloadFailed

if TYPE_CHECKING:
    import ssl

    import httpx

_CONNECT_SECONDS = 5.0
_STALL_SECONDS = 20.0
_FRUITLESS_TRIES = 3
_SHOWN_BODY = 80


@dataclass(frozen=True, slots=True)
class Url:
    """A file behind one URL.

    Attributes:
        url: http or https; redirects are followed.
        connect_seconds: longest wait for a connection.
        stall_seconds: longest wait for the next bytes.
        tls: which certificates to trust; None for the usual authorities.
    """

    url: str
    connect_seconds: float = _CONNECT_SECONDS
    stall_seconds: float = _STALL_SECONDS
    tls: ssl.SSLContext | None = None

    @property
    def label(self) -> str:
        return self.url

    @property
    def remote(self) -> bool:
        return True

    def fetch(self, part: Path, size: int, advance: Advance) -> None:
        """See `Source.fetch`; asks only for the bytes that are missing.

        A connection that breaks is taken up again at once for as long as each attempt brings
        something; a server that answers an error is not asked again.
        """
        import httpx

        timeout = httpx.Timeout(self.stall_seconds, connect=self.connect_seconds)
        # identity: a compressed body would make ranges and sizes mean something else
        headers = {"Accept-Encoding": "identity", "User-Agent": "kowane"}
        verify = True if self.tls is None else self.tls
        try:
            with httpx.Client(
                verify=verify, timeout=timeout, follow_redirects=True, headers=headers
            ) as client:
                self._fill(client, part, size, advance)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DownloadFailed(f"{type(error).__name__}: {error}".rstrip(": ")) from error

    def _fill(self, client: httpx.Client, part: Path, size: int, advance: Advance) -> None:
        import httpx

        fruitless = 0
        while True:
            before = _size(part)
            if before > size:
                part.unlink()
                before = 0
            if before == size:
                advance(size)
                return
            try:
                self._request(client, part, before, size, advance)
            except (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError):
                fruitless = 0 if _size(part) > before else fruitless + 1
                if fruitless == _FRUITLESS_TRIES:
                    raise
                continue
            if _size(part) <= before:
                raise DownloadFailed(f"the server sends no more after {before:,} of {size:,} bytes")

    def _request(
        self, client: httpx.Client, part: Path, have: int, size: int, advance: Advance
    ) -> None:
        headers = {"Range": f"bytes={have}-"} if have else {}
        with client.stream("GET", self.url, headers=headers) as response:
            if response.status_code == 416:
                raise DownloadFailed(f"the server has nothing after byte {have:,} of {size:,}")
            if response.status_code not in (200, 206):
                raise DownloadFailed(
                    f"the server answers {response.status_code} {response.reason_phrase}".rstrip()
                )
            start = _first_byte(response)
            if start not in (0, have):
                raise DownloadFailed(f"the server sends from byte {start:,}, {have:,} was asked")
            length = response.headers.get("Content-Length")
            if length is not None and start + int(length) != size:
                raise DownloadFailed(
                    f"the server's file has {start + int(length):,} bytes, not {size:,}"
                )
            with part.open("ab") as out:
                # A server that ignores the range sends the whole file again.
                out.truncate(start)
                done = start
                # no block size: httpx would lose what it gathers for one when the line breaks
                for block in response.iter_raw():
                    done += len(block)
                    if done > size:
                        raise DownloadFailed(f"the server sends more than {size:,} bytes")
                    out.write(block)
                    advance(done)


def _first_byte(response: httpx.Response) -> int:
    """Where the body begins in the file: 0, or what a 206 says ("bytes 5-9/10" → 5)."""
    if response.status_code == 200:
        return 0
    given = response.headers.get("Content-Range", "")
    first = given.removeprefix("bytes ").partition("-")[0]
    if not (first.isascii() and first.isdigit()):
        raise DownloadFailed(f"the server's Content-Range is {given[:_SHOWN_BODY]!r}")
    return int(first)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
