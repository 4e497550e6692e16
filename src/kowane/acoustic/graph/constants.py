"""Nodes that compute the same in every run → their results.

Exports leave sums like the weights of weight-normalised layers to be computed; ONNX Runtime folds
them when a session opens, but a rewrite that wants to see a weight needs it before.
"""

from __future__ import annotations

import onnx
from onnx.reference import ReferenceEvaluator

from kowane.acoustic.graph.editor import Editor

_KEPT = frozenset({"Constant", "ConstantOfShape", "Shape", "If", "Loop", "Scan"})
"""Left alone: what is no computation, and what has graphs inside."""


def fold_constants(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with every node of ONNX's own operators that reads nothing but constants folded."""
    editor = Editor(model)
    opset = {each.domain: each.version for each in model.opset_import}
    for node in editor.nodes:
        if node.domain not in ("", "ai.onnx") or node.op_type in _KEPT or not node.input:
            continue
        values = {name: editor.constant(name) for name in node.input if name}
        if any(value is None for value in values.values()):
            continue
        results = ReferenceEvaluator(node, opsets=opset).run(None, values)
        for name, value in zip(node.output, results, strict=False):
            editor.add_constant(name, value)
        editor.replace(node)
    return editor.finish()
