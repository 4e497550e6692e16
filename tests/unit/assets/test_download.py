"""Downloads from servers that are helpful, broken, wrong or not there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.file_server import NO_AUTHORITIES, FileServer, serving

from kowane.assets.download import Url
from kowane.errors import DownloadFailed

BODY = b"0123456789"


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(BODY) as files:
        yield files


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file.part"


def ignore(done: int) -> None:
    """Progress nobody watches."""


def fetch(server: FileServer, part: Path) -> bytes:
    Url(server.url, tls=NO_AUTHORITIES).fetch(part, len(BODY), ignore)
    return part.read_bytes()


def test_a_download_that_was_stopped_goes_on_where_it_stopped(
    server: FileServer, part: Path
) -> None:
    part.write_bytes(BODY[:4])
    assert fetch(server, part) == BODY
    assert server.asked == ["bytes=4-"]


def test_a_server_that_ignores_ranges_does_not_double_the_beginning(
    server: FileServer, part: Path
) -> None:
    part.write_bytes(BODY[:4])
    server.ranges = False
    assert fetch(server, part) == BODY


def test_a_broken_connection_is_taken_up_again(server: FileServer, part: Path) -> None:
    server.cuts = [3, 2]
    assert fetch(server, part) == BODY
    assert server.asked == ["", "bytes=3-", "bytes=5-"]


def test_a_server_that_breaks_without_sending_anything_is_given_up(
    server: FileServer, part: Path
) -> None:
    server.cuts = [3, 0, 0, 0, 0]
    with pytest.raises(DownloadFailed, match="RemoteProtocolError"):
        fetch(server, part)
    assert part.read_bytes() == BODY[:3]
    assert len(server.asked) == 4


def test_a_whole_file_left_by_an_earlier_attempt_is_not_asked_for_again(
    server: FileServer, part: Path
) -> None:
    part.write_bytes(BODY)
    assert fetch(server, part) == BODY
    assert server.asked == []


@pytest.mark.parametrize("status", [403, 404, 416, 500, 503])
def test_an_error_of_the_server_is_final_and_says_its_code(
    server: FileServer, part: Path, status: int
) -> None:
    server.status = status
    with pytest.raises(DownloadFailed, match=r"answers (403|404|500|503)|nothing after byte 0"):
        fetch(server, part)
    assert len(server.asked) == 1


def test_a_page_of_another_length_does_not_touch_what_is_there(
    server: FileServer, part: Path
) -> None:
    part.write_bytes(BODY[:4])
    server.body = b"<html>Please log in</html>"
    server.ranges = False
    with pytest.raises(DownloadFailed, match="26 bytes, not 10"):
        fetch(server, part)
    assert part.read_bytes() == BODY[:4]


def test_a_server_that_never_stops_sending_is_cut_off(server: FileServer, part: Path) -> None:
    server.body = BODY * 100_000
    server.tells_length = False
    with pytest.raises(DownloadFailed, match="more than 10 bytes"):
        fetch(server, part)
    assert not part.exists() or part.stat().st_size <= len(BODY)


def test_a_server_whose_file_is_too_short_is_given_up(server: FileServer, part: Path) -> None:
    server.body = BODY[:6]
    server.tells_length = False
    server.ranges = False
    with pytest.raises(DownloadFailed, match="no more after 6 of 10"):
        fetch(server, part)


def test_bytes_from_another_place_than_asked_are_refused(server: FileServer, part: Path) -> None:
    part.write_bytes(BODY[:4])
    server.shift = 2
    with pytest.raises(DownloadFailed, match="from byte 6, 4 was asked"):
        fetch(server, part)
    assert part.read_bytes() == BODY[:4]


def test_a_redirect_is_followed(server: FileServer, part: Path) -> None:
    server.location = "/elsewhere"
    assert fetch(server, part) == BODY


def test_a_server_that_is_not_there_fails_with_the_reason(part: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        url = Url(f"http://127.0.0.1:{unused.getsockname()[1]}/file", tls=NO_AUTHORITIES)
        with pytest.raises(DownloadFailed, match="ConnectError"):
            url.fetch(part, len(BODY), ignore)


def test_a_server_that_does_not_answer_in_time_fails(part: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = Url(f"http://127.0.0.1:{silent.getsockname()[1]}/file", stall_seconds=0.05)
        with pytest.raises(DownloadFailed, match="ReadTimeout"):
            url.fetch(part, len(BODY), ignore)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/file", "not a url", "http://[::1"])
def test_an_address_that_is_none_fails_like_any_other(url: str, part: Path) -> None:
    with pytest.raises(DownloadFailed):
        Url(url, tls=NO_AUTHORITIES).fetch(part, len(BODY), ignore)
