"""Makes golden.safetensors and half-precision.txt; see ORIGIN.md.

golden.safetensors: one tensor of every element type, an empty one, a single number, a name that
is not ASCII. half-precision.txt: SHA-256 of four conversion tables, each a sequence of
little-endian codes in which every NaN is replaced by one quiet NaN.
"""

import hashlib

import numpy as np
import torch
from safetensors.torch import save_file


def tensors():
    edges = [0.0, -0.0, 1.0, -2.5, 0.1, float("inf"), float("-inf"), 1e-7, 65504.0]
    result = {
        "f64": torch.tensor([[3.141592653589793, -1e300], [5e-324, 0.1]], dtype=torch.float64),
        "f32": torch.tensor(edges, dtype=torch.float32).reshape(3, 3),
        "f16": torch.tensor(edges, dtype=torch.float32).to(torch.float16),
        "bf16": torch.tensor(edges, dtype=torch.float32).to(torch.bfloat16),
        "bool": torch.tensor([True, False, True]),
        "number": torch.tensor(7.5, dtype=torch.float32),
        "empty": torch.zeros((0, 4), dtype=torch.float32),
        "名前/..": torch.tensor([1], dtype=torch.int64),
    }
    for bits in (8, 16, 32, 64):
        low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        result[f"i{bits}"] = torch.tensor([low, -1, 0, high], dtype=getattr(torch, f"int{bits}"))
        top = min(2**bits - 1, 2**63 - 1)
        result[f"u{bits}"] = torch.from_numpy(np.array([0, 1, top], dtype=f"uint{bits}"))
    return result


def digest(codes, nan, quiet):
    codes = codes.copy()
    codes[nan] = quiet
    return hashlib.sha256(codes.astype(codes.dtype.newbyteorder("<")).tobytes()).hexdigest()


def torch_bf16_codes(floats):
    return torch.from_numpy(floats).to(torch.bfloat16).view(torch.int16).numpy().view(np.uint16)


def half_precision():
    codes = np.arange(65536, dtype=np.uint32).astype(np.uint16)
    f16 = codes.view(np.float16).astype(np.float32)
    bf16 = torch.from_numpy(codes.view(np.int16)).view(torch.bfloat16).to(torch.float32).numpy()
    # every 4096th float and its two neighbours: all ties between codes, and both sides of each
    base = np.arange(2**20, dtype=np.uint32) * np.uint32(4096)
    bits = np.stack([base - np.uint32(1), base, base + np.uint32(1)], axis=1).reshape(-1)
    floats = bits.view(np.float32)
    nan = np.isnan(floats)
    with np.errstate(over="ignore"):
        to_f16 = floats.astype(np.float16).view(np.uint16)
    yield "fromFloat16", digest(f16.view(np.uint32), np.isnan(f16), 0x7FC00000)
    yield "fromBfloat16", digest(bf16.view(np.uint32), np.isnan(bf16), 0x7FC00000)
    yield "toFloat16", digest(to_f16, nan, 0x7E00)
    yield "toBfloat16", digest(torch_bf16_codes(floats), nan, 0x7FC0)


save_file(tensors(), "golden.safetensors", metadata={"origin": 'Python "safetensors"'})
with open("half-precision.txt", "w", encoding="ascii") as out:
    for name, value in half_precision():
        out.write(f"{name} {value}\n")
