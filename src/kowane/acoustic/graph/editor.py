"""An ONNX model and what is to change in it → a rewritten copy.

A rewrite gives a tensor a new producer and leaves the old nodes where they are; whatever nobody
reads any more is dropped at the end. So a rewrite never has to prove that a node has no other
reader. This module knows ONNX's graph and nothing of Kokoro.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper


class Editor:
    """Collects changes to `model`, which is left alone.

    Attributes:
        nodes: the model's nodes, in order, for a rewrite to walk over.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self.nodes = list(model.graph.node)
        self._producers = {name: node for node in self.nodes for name in node.output if name}
        self._readers: dict[str, list[onnx.NodeProto]] = {}
        for node in self.nodes:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._constants = {tensor.name: tensor for tensor in model.graph.initializer}
        self._replaced: dict[int, tuple[onnx.NodeProto, ...]] = {}

    def producer(self, name: str, *operators: str) -> onnx.NodeProto | None:
        """The node that computes a tensor, if it is one of these operators (none named: any)."""
        node = self._producers.get(name)
        return node if node is not None and node.op_type in (operators or node.op_type) else None

    def readers(self, name: str, *operators: str) -> list[onnx.NodeProto]:
        """The nodes of these operators (none named: any) that read a tensor, in order."""
        readers = self._readers.get(name, [])
        return [node for node in readers if node.op_type in (operators or node.op_type)]

    def constant(self, name: str) -> NDArray[Any] | None:
        """The value of an initialiser or Constant node, None for any other tensor."""
        if name in self._constants:
            return numpy_helper.to_array(self._constants[name])
        node = self.producer(name, "Constant")
        if node is not None and node.attribute[0].name == "value":
            return numpy_helper.to_array(node.attribute[0].t)
        return None

    def add_constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Store a constant under that name and return the name; the first value stored stands."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(value, name)
        return name

    def replace(self, node: onnx.NodeProto, *new: onnx.NodeProto) -> None:
        """Put nodes in the place of one.

        Together they must compute its outputs, under their names, from tensors that are computed
        before it.
        """
        self._replaced[id(node)] = new

    def finish(self) -> onnx.ModelProto:
        """The rewritten model, without nodes, weights and shapes that nobody needs any more."""
        graph = self._model.graph
        nodes = [new for node in self.nodes for new in self._replaced.get(id(node), (node,))]
        wanted = {output.name for output in graph.output}
        live: list[onnx.NodeProto] = []
        for node in reversed(nodes):
            if wanted.intersection(node.output):
                live.append(node)
                wanted.update(_names_read(node))
        computed = {name for node in live for name in node.output}
        result = onnx.ModelProto(
            ir_version=self._model.ir_version,
            opset_import=self._model.opset_import,
            producer_name=self._model.producer_name,
            metadata_props=self._model.metadata_props,
            functions=self._model.functions,
        )
        result.graph.name = graph.name
        result.graph.input.extend(graph.input)
        result.graph.output.extend(graph.output)
        result.graph.node.extend(reversed(live))
        result.graph.initializer.extend(
            tensor for name, tensor in self._constants.items() if name in wanted
        )
        result.graph.value_info.extend(v for v in graph.value_info if v.name in computed)
        return result


def _names_read(node: onnx.NodeProto) -> Iterator[str]:
    """Tensors a node reads, those that its subgraphs take from outside among them."""
    yield from node.input
    for attribute in node.attribute:
        for graph in (attribute.g, *attribute.graphs):
            for inner in graph.node:
                yield from _names_read(inner)
            yield from (output.name for output in graph.output)
