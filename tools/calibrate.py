"""Measures what enters each convolution of the decoder and the vocoder; writes `ranges-1.npz`.

    python tools/calibrate.py [--out src/kowane/acoustic/graph/ranges-1.npz]

Every installed voice reads one sentence of the shipped corpus in its own language through the float
graph; kept are the least and the greatest value of every channel. Some ten minutes on two cores.
Change the file's number, and the recipe's in acoustic/variants.py, whenever the result changes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from kowane import build, settings
from kowane.acoustic.graph import ranges
from kowane.acoustic.graph.quantise import layer_name
from kowane.acoustic.variants import float_graph
from kowane.language import BY_LETTER
from kowane.vocabulary import input_ids
from kowane.voices import style_row

PART = "/decoder/decoder/"
LEFT_IN_FLOAT = ("F0_conv", "N_conv", "noise_convs", "conv_post", "pool", "istft")
REDUCTIONS = ("ReduceMin", "ReduceMax")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(ranges.__file__).parent / ranges.FILE)
    arguments = parser.parse_args()
    chosen = settings.load()
    source = build.asset_store(chosen).locate(chosen.model)
    model, layers = observed(float_graph(onnx.load(source)))
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    wanted = [f"{name}/{reduction}" for name in layers.values() for reduction in REDUCTIONS]
    voices, corpus = build.voices(chosen), ranges.corpus()
    low: dict[str, np.ndarray] = {}
    high: dict[str, np.ndarray] = {}
    turn: dict[str, int] = {}
    for voice in sorted(voices.names()):
        lang = BY_LETTER[voice[0]]
        sentences = [symbols for tag, symbols in corpus if tag == lang]
        symbols = sentences[turn.setdefault(voice[0], 0) % len(sentences)]
        turn[voice[0]] += 1
        style = style_row(voices.resolve(voice).pack, len(symbols))
        feed = {
            "tokens": input_ids(symbols)[np.newaxis],
            "style": style[np.newaxis],
            "speed": np.ones(1, np.float32),
        }
        found = dict(zip(wanted, session.run(wanted, feed), strict=True))
        for layer, tensor in layers.items():
            least, most = (found[f"{tensor}/{reduction}"] for reduction in REDUCTIONS)
            low[layer] = np.minimum(low.get(layer, least), least)
            high[layer] = np.maximum(high.get(layer, most), most)
        print(voice, lang, len(symbols))
    kept = {f"{layer}/low": value for layer, value in low.items()}
    kept |= {f"{layer}/high": value for layer, value in high.items()}
    np.savez_compressed(arguments.out, **kept)


def observed(model: onnx.ModelProto) -> tuple[onnx.ModelProto, dict[str, str]]:
    """The model with extremes of what enters the layers as outputs, and that tensor by layer."""
    layers = {
        layer_name(node): node.input[0]
        for node in model.graph.node
        if node.op_type in ("Conv", "ConvTranspose")
        and node.name.startswith(PART)
        and not any(part in node.name for part in LEFT_IN_FLOAT)
    }
    axes = numpy_helper.from_array(np.array([0, 2], np.int64), "calibration/axes")
    model.graph.initializer.append(axes)
    for tensor in sorted(set(layers.values())):
        for reduction in REDUCTIONS:
            name = f"{tensor}/{reduction}"
            model.graph.node.append(
                helper.make_node(reduction, [tensor, axes.name], [name], name=name, keepdims=0)
            )
            model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return model, layers


if __name__ == "__main__":
    main()
