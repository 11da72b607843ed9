"""The trained network as ONNX with weights of one byte, for onnxruntime (needs PyTorch and onnx; training only)."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.export import Dim

from nlp.encoder.network import RequestNetwork


def export(network: RequestNetwork, path: Path) -> None:
    """Write `path`: inputs `tokens` and `mask` (mails × length, int64), outputs `mail` and `by_token` (logits).

    Weights are rounded to unsigned bytes, whose zero lies where it fits best, and then stored as signed ones: the same
    numbers, which processors with VNNI multiply twice as fast. Older ones may saturate; their figures differ a little.
    """
    tokens = torch.tensor([[101, 2_000, 2_001, 102], [101, 2_002, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    sizes = {0: Dim("mails"), 1: Dim("length", max=512)}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        program = torch.onnx.export(
            network.eval(),
            (tokens, mask),
            dynamo=True,
            input_names=["tokens", "mask"],
            output_names=["mail", "by_token"],
            dynamic_shapes={"tokens": sizes, "mask": sizes},
            verbose=False,
        )
        onnx.save(program.model_proto, whole)
        quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QUInt8)
    rounded = onnx.load(path)
    _sign(rounded)
    onnx.save(rounded, path)


def _sign(model: onnx.ModelProto) -> None:
    """Move the weights of every product, and their zeros, from 0…255 to -128…127."""
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "MatMulInteger"]
    for name in {name for node in products for name in (node.input[1], node.input[3])}:
        moved = numpy_helper.to_array(stored[name]).astype(np.int16) - 128
        stored[name].CopyFrom(numpy_helper.from_array(moved.astype(np.int8), name))
