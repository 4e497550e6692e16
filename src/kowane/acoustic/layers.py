"""Two graphs of one model → at which layer a difference sets in, and how large it is.

Where a variant sounds wrong, the ear hears the end of the chain; this says where it begins. The
same chunk is run through both with their inner layers as outputs, and each layer's energy by
channel is compared. Energies over time, not samples: what the source's phase moves is no
difference. Layers are found by the names that exporters and kowane's rewrites leave to them; one
that a variant has done away with is passed over. Knows no onnxruntime.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kowane.acoustic.quality import Check

MEAN_LIMIT = 2.5
"""% by which layers may differ on average; exact rewrites reach 0.02, the official int8 file 1."""

WORST_LIMIT = 10.0
"""% by which any layer may differ; exact rewrites reach 0.1, the official int8 file 4.4."""


class Layer(NamedTuple):
    """A place in the graph.

    Attributes:
        name: for people.
        tensor: its output in the official graph.
        channels: axis of the channels, first (1) or last (-1).
    """

    name: str
    tensor: str
    channels: int


_ALBERT = "/encoder/bert/encoder/albert_layer_groups.0/albert_layers.0/full_layer_layer_norm"
_GENERATOR = "/decoder/decoder/generator"

LAYERS: tuple[Layer, ...] = (
    *(
        Layer(
            f"ALBERT {number + 1}",
            f"{_ALBERT}{f'_{number}' if number else ''}/LayerNormalization_output_0",
            -1,
        )
        for number in (0, 3, 7, 11)
    ),
    Layer("durations", "/encoder/predictor/duration_proj/linear_layer/Add_output_0", -1),
    Layer("F0", "/encoder/F0_proj/Conv_output_0", 1),
    Layer("energy", "/encoder/N_proj/Conv_output_0", 1),
    Layer("decoder encode", "/decoder/decoder/encode/Div_3_output_0", 1),
    *(
        Layer(f"decoder {number}", f"/decoder/decoder/decode.{number}/Div_3_output_0", 1)
        for number in range(3)
    ),
    Layer("decoder 3", "/decoder/decoder/decode.3/Div_4_output_0", 1),
    *(
        Layer(name, f"{_GENERATOR}/{place}", 1)
        for name, place in (
            ("source 0", "noise_res.0/Add_8_output_0"),
            ("source 1", "noise_res.1/Add_8_output_0"),
            ("upsampling 0", "ups.0/ConvTranspose_output_0"),
            ("residual 0", "resblocks.0/Add_8_output_0"),
            ("residual 1", "resblocks.1/Add_8_output_0"),
            ("residual 2", "resblocks.2/Add_8_output_0"),
            ("upsampling 1", "ups.1/ConvTranspose_output_0"),
            ("residual 3", "resblocks.3/Add_8_output_0"),
            ("residual 4", "resblocks.4/Add_8_output_0"),
            ("residual 5", "resblocks.5/Add_8_output_0"),
            ("spectrum", "conv_post/Conv_output_0"),
        )
    ),
)
"""From the text to the spectrum, in the order of the graph."""


def layers_in(*files: Path) -> list[Layer]:
    """Those of LAYERS that all the graphs have.

    Raises:
        AssetMissing, AssetDamaged: a file cannot be read.
    """
    from kowane.acoustic.graph.skeleton import read_skeleton

    made = [
        {name for node in read_skeleton(file).graph.node for name in node.output} for file in files
    ]
    return [layer for layer in LAYERS if all(layer.tensor in names for names in made)]


def expose(source: Path, layers: Sequence[Layer], target: Path) -> Path:
    """A copy of the model file with the layers as further outputs; returns `target`.

    The outputs are appended as a small message of their own: protobuf messages merge when they
    are concatenated.
    """
    import onnx

    addition = onnx.ModelProto()
    for layer in layers:
        addition.graph.output.append(
            onnx.helper.make_tensor_value_info(layer.tensor, onnx.TensorProto.FLOAT, None)
        )
    shutil.copyfile(source, target)
    with target.open("ab") as file:
        file.write(addition.SerializeToString())
    return target


def energies(values: NDArray[np.generic], layer: Layer) -> NDArray[np.float64]:
    """RMS of each channel, (C,)."""
    squares = np.asarray(values, np.float64) ** 2
    channels = np.moveaxis(squares, layer.channels, 0)
    found: NDArray[np.float64] = np.sqrt(channels.reshape(len(channels), -1).mean(1))
    return found


def drifts(
    reference: Mapping[str, NDArray[np.generic]],
    candidate: Mapping[str, NDArray[np.generic]],
    layers: Sequence[Layer],
) -> dict[str, float]:
    """By layer, how far the energies of its channels differ, % of the whole.

    A layer that a variant keeps in another layout, so that the channels cannot be paired, is
    passed over.
    """
    found = {}
    for layer in layers:
        ours, theirs = (energies(each[layer.tensor], layer) for each in (reference, candidate))
        if ours.shape != theirs.shape:
            continue
        whole = float(np.linalg.norm(ours))
        found[layer.name] = 100 * float(np.linalg.norm(theirs - ours)) / max(whole, 1e-12)
    return found


def onset(drift: Mapping[str, float], limit: float = WORST_LIMIT) -> str:
    """The first layer that is beyond the limit; "" if none is."""
    return next((name for name, value in drift.items() if not value <= limit), "")


def check(drift: Mapping[str, float]) -> Check:
    """The drifts as a check of the gate; `where` is the layer at which the difference sets in."""
    worst = max(drift, key=lambda name: drift[name])
    return Check(
        "layers",
        "%",
        float(np.mean(list(drift.values()))),
        drift[worst],
        MEAN_LIMIT,
        WORST_LIMIT,
        onset(drift) or worst,
    )
