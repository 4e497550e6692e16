"""Cutting a graph before its vocoder, and taking the vocoder's weights out."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper
from tests.unit.native.reference import Sizes, random_weights

from kowane.acoustic.graph.vocoder import cut_before_vocoder, vocoder_weights
from kowane.errors import UnsupportedModel

WEIGHTS = random_weights(Sizes())
GENERATOR, MODULE = "/decoder/generator/", "decoder.generator."


def exported() -> onnx.ModelProto:
    """The skeleton of an export: every layer by its name, put together no matter how."""
    nodes, constants = [], []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(value, name))
        return name

    nodes.append(helper.make_node("Identity", ["style"], ["half"], name="/decoder/Slice"))
    nodes.append(helper.make_node("Identity", ["tokens"], ["features"], name="/decoder/decode.3"))
    nodes.append(helper.make_node("Identity", ["tokens"], ["spectrum"], name=GENERATOR + "Concat"))
    nodes.append(
        helper.make_node("LeakyRelu", ["features"], ["relu"], name=GENERATOR + "LeakyRelu")
    )
    last = ""
    for name, value in WEIGHTS.items():
        module, _, kind = name.rpartition(".")
        path = GENERATOR + module.replace(".convs", "/convs").replace(".adain", "/adain")
        if "adain" in name and kind == "weight":
            out = f"{name}/product"
            inputs = ["half", constant(f"{MODULE}{name}", value)]
            nodes.append(helper.make_node("MatMul", inputs, [out], name=f"{path}/fc/MatMul"))
            bias = constant(f"{MODULE}{module}.bias", WEIGHTS[f"{module}.bias"])
            nodes.append(
                helper.make_node("Add", [out, bias], [f"{out}/sum"], name=f"{path}/fc/Add")
            )
            last = f"{out}/sum"
        elif kind == "weight":
            source = {"ups.0": "relu"}.get(module, "spectrum")
            operator = "ConvTranspose" if module.startswith("ups") else "Conv"
            bias = constant(f"{MODULE}{module}.bias", WEIGHTS[f"{module}.bias"])
            inputs = [source, constant(f"{MODULE}{name}", value), bias]
            nodes.append(
                helper.make_node(operator, inputs, [f"{name}/y"], name=f"{path}/{operator}")
            )
            last = f"{name}/y"
        elif "alpha" in name:
            constant(f"{MODULE}{name}", value.reshape(1, -1, 1))
    constant(f"{MODULE}stft.inverse_basis", WEIGHTS["istft.basis"][:, np.newaxis])
    constant(f"{MODULE}stft.window_sum", WEIGHTS["istft.window_sum"])
    nodes.append(helper.make_node("Identity", [last], ["audio"], name="/audio"))
    nodes.append(helper.make_node("Identity", ["tokens"], ["durations"], name="/durations"))
    values = [
        helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in ("tokens", "style")
    ]
    outputs = [
        helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None)
        for n in ("audio", "durations")
    ]
    graph = helper.make_graph(nodes, "g", values, outputs, constants)
    return helper.make_model(graph)


def test_every_weight_comes_out_as_it_was() -> None:
    weights = vocoder_weights(exported())
    assert set(weights) == set(WEIGHTS)
    for name, value in weights.items():
        assert np.array_equal(value, WEIGHTS[name]), name
        assert value.flags.c_contiguous


def test_the_cut_graph_ends_where_the_vocoder_begins() -> None:
    cut = cut_before_vocoder(exported())
    assert [o.name for o in cut.graph.output] == [
        "durations",
        "hidden",
        "harmonics",
        "decoder_style",
    ]
    assert not any(n.op_type in ("Conv", "ConvTranspose", "MatMul") for n in cut.graph.node)
    assert not cut.graph.initializer
    sources = {n.output[0]: n.input[0] for n in cut.graph.node}
    assert sources["hidden"] == "features"
    assert sources["harmonics"] == "spectrum"
    assert sources["decoder_style"] == "half"


def test_a_graph_without_durations_is_not_cut() -> None:
    model = exported()
    del model.graph.output[1]
    with pytest.raises(UnsupportedModel, match="durations"):
        cut_before_vocoder(model)


@pytest.mark.parametrize("lost", ["conv_post", "resblocks.2/adain1.1", "ups.1"])
def test_a_graph_without_a_layer_is_refused(lost: str) -> None:
    model = exported()
    kept = [n for n in model.graph.node if lost not in n.name]
    del model.graph.node[:]
    model.graph.node.extend(kept)
    with pytest.raises(UnsupportedModel, match="cannot be taken out"):
        vocoder_weights(model)
