"""The trained network as ONNX with weights of one byte, for onnxruntime (needs PyTorch and onnx; training only)."""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.export import Dim

from nlp.encoder.network import RequestNetwork


def export(network: RequestNetwork, path: Path) -> None:
    """Write `path`: inputs `tokens` and `mask` (mails × length, int64), outputs `mail` and `by_token` (logits).

    Unsigned bytes on both sides: signed weights overflow on processors without VNNI, where figures would differ.
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
