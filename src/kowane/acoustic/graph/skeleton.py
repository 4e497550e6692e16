"""An ONNX file → its graph without the weights, in a few megabytes.

Parsing a whole model only to look at its nodes costs twice its size in memory. This reader walks
the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) in a memory map,
leaves out `GraphProto.initializer` and `sparse_initializer`, and has onnx parse the rest. It knows
the numbers of three fields of onnx.proto and nothing of what the graph means.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

import onnx

from kowane.errors import AssetDamaged, AssetMissing

_GRAPH = 7  # ModelProto.graph
_WEIGHTS = (5, 15)  # GraphProto.initializer, GraphProto.sparse_initializer


def read_skeleton(path: Path) -> onnx.ModelProto:
    """The model at `path` without its weights; every other field as it stands in the file.

    Raises:
        AssetMissing: no such file, or it cannot be read.
        AssetDamaged: the file is empty, cut short or no protobuf.
    """
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            model = onnx.ModelProto()
            model.ParseFromString(_without_weights(data))
            return model
    except OSError as error:
        raise AssetMissing(
            f"The model file {path} cannot be read: {error.strerror}.",
            remedy="Give the path of a Kokoro v1.0 ONNX file, or run `kowane assets pull`.",
        ) from error
    except (ValueError, DecodeError) as error:  # mmap refuses an empty file with ValueError
        raise AssetDamaged(
            f"The model file {path} is no complete ONNX file: {error}.",
            remedy="Fetch it again; `kowane assets verify` compares its checksum.",
        ) from error


def _without_weights(data: mmap.mmap) -> bytes:
    kept = bytearray()
    for number, start, body, end in _fields(data, 0, len(data)):
        if number != _GRAPH:
            kept += data[start:end]
            continue
        nodes = bytearray()
        for inner, first, _, last in _fields(data, body, end):
            if inner not in _WEIGHTS:
                nodes += data[first:last]
        kept += _varint(_GRAPH << 3 | 2) + _varint(len(nodes)) + nodes
    return bytes(kept)


def _fields(data: mmap.mmap, position: int, limit: int) -> Iterator[tuple[int, int, int, int]]:
    """For each field up to `limit`: its number, its start, its value's start, its end."""
    while position < limit:
        start = position
        tag, position = _read_varint(data, position, limit)
        body = position
        match tag & 7:
            case 0:
                _, position = _read_varint(data, position, limit)
            case 1:
                position += 8
            case 2:
                length, body = _read_varint(data, position, limit)
                position = body + length
            case 5:
                position += 4
            case wire_type:
                raise ValueError(f"wire type {wire_type} at byte {start}")
        if position > limit:
            raise ValueError(f"it ends {position - limit} bytes too early")
        yield tag >> 3, start, body, position


def _read_varint(data: mmap.mmap, position: int, limit: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= limit:
            raise ValueError("it ends within a number")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError(f"a number longer than 10 bytes at byte {position}")


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
