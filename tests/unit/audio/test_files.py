"""Audio files appear whole or not at all, and say why when they cannot."""

import io
import os
import stat
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from kowane.audio.files import EXTENSIONS, check_path, format_of, write_file, write_stream
from kowane.audio.pcm import quantise, whole_wav
from kowane.errors import InferenceFailed, OutputError, UnknownFormat
from kowane.speech import Samples

PARTS = [np.linspace(-0.5, 0.5, n, dtype=np.float32) for n in (2400, 1, 4799)]
WHOLE = np.concatenate(PARTS)


def failing() -> Iterator[Samples]:
    yield PARTS[0]
    raise InferenceFailed("the model failed")


def test_a_wav_file_states_its_exact_length(tmp_path: Path) -> None:
    path = write_file(tmp_path / "out.wav", PARTS)
    assert path.read_bytes() == whole_wav(WHOLE)
    with wave.open(str(path)) as file:
        assert file.getnframes() == len(WHOLE)


@pytest.mark.parametrize("extension", sorted(EXTENSIONS))
def test_each_extension_gives_its_format(tmp_path: Path, extension: str) -> None:
    path = write_file(tmp_path / f"out.{extension.upper()}", PARTS)
    if extension in ("pcm", "ulaw", "alaw"):
        assert path.stat().st_size == len(WHOLE) * (2 if extension == "pcm" else 1)
        return
    with av.open(str(path)) as file:
        codec = file.streams.audio[0].codec_context.name
    expected = {"wav": "pcm_s16le", "wave": "pcm_s16le", "ogg": "opus", "mp3": "mp3float"}
    assert codec in (expected.get(extension, extension), f"lib{extension}")


@pytest.mark.parametrize("name", ["out", "out.", "out.txt", "wav"])
def test_an_unknown_extension_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"\.wav") as caught:
        format_of(Path(name))
    assert caught.value.param == "output"


def test_a_failure_while_speaking_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InferenceFailed):
        write_file(tmp_path / "out.wav", failing())
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_speaking_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.mp3"
    path.write_bytes(b"old")
    with pytest.raises(InferenceFailed):
        write_file(path, failing())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_exists_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.pcm"
    path.write_bytes(b"old" * 100_000)
    write_file(path, PARTS)
    assert path.read_bytes() == quantise(WHOLE).tobytes()


def test_nothing_is_seen_at_the_place_until_the_file_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    seen = []

    def watched() -> Iterator[Samples]:
        for part in PARTS:
            seen.append(path.exists())
            yield part

    write_file(path, watched())
    assert seen == [False, False, False]


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.wav", tmp_path / "link.wav"
    link.symlink_to(real)
    write_file(link, PARTS)
    assert link.is_symlink()
    assert real.read_bytes() == whole_wav(WHOLE)


def test_the_file_has_ordinary_permissions(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    path = write_file(tmp_path / "out.wav", PARTS)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


@pytest.mark.parametrize("act", [check_path, lambda path: write_file(path, PARTS)])
def test_a_missing_folder_is_an_output_error(tmp_path: Path, act) -> None:
    with pytest.raises(OutputError, match="No such file"):
        act(tmp_path / "nowhere" / "out.wav")


def test_a_folder_in_the_files_place_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out.wav").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        check_path(tmp_path / "out.wav")
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path / "out.wav", PARTS)
    assert list((tmp_path / "out.wav").iterdir()) == []


def test_an_unwritable_place_fails_before_anything_is_spoken(tmp_path: Path) -> None:
    spoken = []

    def speak() -> Iterator[Samples]:
        spoken.append(True)
        yield PARTS[0]

    with pytest.raises(OutputError):
        write_file(tmp_path / "nowhere" / "out.wav", speak())
    assert not spoken


def test_checking_a_good_path_leaves_no_trace(tmp_path: Path) -> None:
    check_path(tmp_path / "out.mp3")
    assert list(tmp_path.iterdir()) == []


def test_a_named_pipe_is_written_to_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pcm"
    os.mkfifo(pipe)
    received = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, PARTS)
    reader.join()
    assert received == [quantise(WHOLE).tobytes()]
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_stream_is_flushed_chunk_by_chunk() -> None:
    file = io.BytesIO()
    sizes = []

    def watched() -> Iterator[Samples]:
        for part in PARTS:
            sizes.append(len(file.getvalue()))
            yield part

    write_stream(file, watched(), "pcm")
    assert sizes == [0, 4800, 4802]
    assert file.getvalue() == quantise(WHOLE).tobytes()


def test_a_reader_that_has_gone_is_an_output_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as file, pytest.raises(OutputError):
        write_stream(file, PARTS, "wav")
