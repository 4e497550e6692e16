"""A voice pack as the file that `torch.save` writes, without PyTorch.

The layout is PyTorch's zip format: a pickle that rebuilds one float32 tensor, its raw values, and
versions, all stored uncompressed. `torch.load` opens it, with weights_only too: the pickle names
nothing but `torch._utils._rebuild_tensor_v2`, `torch.FloatStorage` and an OrderedDict.
"""

from __future__ import annotations

import io
import struct
import zipfile

from kowane.speech import Samples

_ROOT = "voice"
_DATE = (1980, 1, 1, 0, 0, 0)  # the same voice gives the same bytes


def torch_file(pack: Samples) -> bytes:
    """Float32 (n, 256) as a tensor of shape (n, 1, 256), as Kokoro's own voices have."""
    rows, columns = pack.shape
    members = {
        "data.pkl": _pickle(rows, columns),
        "byteorder": b"little",
        "data/0": pack.astype("<f4").tobytes(),
        "version": b"3\n",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(f"{_ROOT}/{name}", _DATE), data)
    return out.getvalue()


def _pickle(rows: int, columns: int) -> bytes:
    """Pickle protocol 2 of _rebuild_tensor_v2(storage, 0, size, stride, False, OrderedDict())."""

    def text(value: str) -> bytes:
        return b"X" + struct.pack("<I", len(value)) + value.encode()

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    def three(*values: int) -> bytes:
        return b"".join(map(number, values)) + b"\x87"

    storage = (
        b"("
        + text("storage")
        + b"ctorch\nFloatStorage\n"
        + text("0")
        + text("cpu")
        + number(rows * columns)
        + b"tQ"
    )
    return (
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + number(0)
        + three(rows, 1, columns)
        + three(columns, columns, 1)
        + b"\x89ccollections\nOrderedDict\n)Rt"
        + b"R."
    )
