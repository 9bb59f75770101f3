"""Makes the .pt files of this folder and golden.json; see ORIGIN.md.

golden.json holds, for every file and every tensor in it (under its keys joined by dots), the
element type, the shape and the values in row-major order; NaN and infinities as strings.
"""

import json
import math
import zipfile
from collections import OrderedDict, defaultdict

import torch

torch.manual_seed(7)
GOLDEN = {}


def flat(value, path=""):
    if isinstance(value, torch.Tensor):
        yield path, value.detach()
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from flat(item, f"{path}.{index}" if path else str(index))


def numbers(tensor):
    wide = tensor.to(torch.float64) if tensor.is_floating_point() else tensor.to(torch.int64)
    values = wide.reshape(-1).tolist()
    return [v if math.isfinite(v) else repr(v) for v in values]


def expect(name, value):
    GOLDEN[name] = {
        path: {
            "type": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": numbers(tensor),
        }
        for path, tensor in flat(value)
    }


def save(name, value, **options):
    torch.save(value, name, **options)
    expect(name, value)


def plain():
    return {
        "none": None,
        "flags": [True, False],
        "integers": [0, 255, 65535, -1, 2**31 - 1, -(2**31), 2**40, -(2**63), 2**63 - 1],
        "floats": (0.0, -0.5, 1e300, float("inf"), 0.1),
        "text": "Wörter, 名前, \U0001f600",
        "bytes": bytes(range(256)),
        "no bytes": b"",
        "set": {3},
        "ordered": OrderedDict([("b", 1), ("a", 2)]),
        "default": defaultdict(list, {"x": [1]}),
        5: "five",
        "size": torch.Size([2, 3]),
        "type": torch.bfloat16,
        "device": torch.device("cpu"),
        "tensor": torch.tensor(2.5),
    }


def types():
    edges = torch.tensor([0.0, -0.0, 1.0, -2.5, 0.1, math.inf, -math.inf, 1e-7, 65504.0])
    result = {
        str(t).removeprefix("torch."): edges.to(t)
        for t in (torch.float64, torch.float32, torch.float16, torch.bfloat16)
    }
    for t in (torch.int64, torch.int32, torch.int16, torch.int8):
        info = torch.iinfo(t)
        result[str(t).removeprefix("torch.")] = torch.tensor([info.min, -1, 0, info.max], dtype=t)
    result["uint8"] = torch.tensor([0, 1, 255], dtype=torch.uint8)
    result["bool"] = torch.tensor([[True], [False]])
    return result


def views():
    base = torch.arange(60, dtype=torch.float32)
    cube = base.reshape(3, 4, 5)
    return {
        "base": base,
        "transposed": base.reshape(6, 10).t(),
        "permuted": cube.permute(2, 0, 1),
        "column": cube[:, 1, :].t(),
        "steps": base[3::7],
        "corner": cube[1:, 2:, ::2],
        "diagonal": base[:36].reshape(6, 6).diagonal(),
        "expanded": base[5:6].expand(4, 3),
        "overlapping": base.as_strided((4, 3), (2, 1), 1),
        "number": cube[2, 3, 4],
        "empty": base[:0],
        "empty rows": torch.zeros((0, 4)),
    }


def state_dict():
    """The layout of dictionary_learning's ae.pt."""
    return OrderedDict(
        [
            ("b_dec", torch.randn(4)),
            ("k", torch.tensor(2, dtype=torch.int32)),
            ("threshold", torch.tensor(-1.0)),
            ("decoder.weight", torch.randn(6, 4).t()),
            ("encoder.weight", torch.randn(4, 6).t()),
            ("encoder.bias", torch.zeros(6)),
        ]
    )


def module():
    linear = torch.nn.Linear(3, 2)
    tagged = torch.ones(2)
    tagged.note = "kept by PyTorch, dropped by readers of data"
    return {
        "state": linear.state_dict(),
        "parameters": list(linear.parameters()),
        "tagged": tagged,
        "tagged parameter": with_note(torch.nn.Parameter(torch.ones(1))),
    }


def with_note(parameter):
    parameter.note = 1
    return parameter


def deflate(source, target):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    GOLDEN[target] = GOLDEN[source]


save("checked.pt", state_dict())
save("views-checked.pt", {k: v for k, v in views().items() if k != "overlapping"})
deflate("views-checked.pt", "deflated.pt")
save("wide.pt", {"uint16": torch.tensor([1, 65535], dtype=torch.uint16),
                 "uint32": torch.tensor([2**32 - 1], dtype=torch.uint32),
                 "uint64": torch.tensor([5], dtype=torch.uint64)})
# Without checksums, so that damaged copies are read as far as they can be.
torch.serialization.set_crc32_options(False)
for name, value in (
    ("plain", plain()),
    ("types", types()),
    ("views", views()),
    ("module", module()),
):
    save(f"{name}.pt", value)
    save(f"{name}-protocol4.pt", value, pickle_protocol=4)
    save(f"{name}-legacy.pt", value, _use_new_zipfile_serialization=False)
save("legacy-protocol4.pt", views(), pickle_protocol=4, _use_new_zipfile_serialization=False)
torch.jit.script(torch.nn.Linear(1, 1)).save("script.pt")
with open("golden.json", "w", encoding="utf-8") as out:
    json.dump(GOLDEN, out, indent=None, separators=(",", ":"))
    out.write("\n")
