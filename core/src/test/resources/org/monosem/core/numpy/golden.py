"""Makes the .npy and .npz files of this folder and golden.json; see ORIGIN.md.

golden.json holds, for every file and every array in it ("array" in .npy files), the shape and the
values in row-major order; infinities as strings.
"""

import json
import math
import zipfile

import numpy as np
from numpy.lib import format as npy

GOLDEN = {}


def expect(name, arrays):
    GOLDEN[name] = {
        key: {
            "shape": list(array.shape),
            "values": [
                v if math.isfinite(v) else repr(v)
                for v in (array.astype("f8" if array.dtype.kind == "f" else "i8")).ravel().tolist()
            ],
        }
        for key, array in arrays.items()
    }


def arrays():
    edges = np.array([0.0, -0.0, 1.0, -2.5, 0.1, math.inf, 1e-7, 65504.0])
    result = {}
    for order in "<>":
        for kind in ("f2", "f4", "f8"):
            result["little " * (order == "<") + kind] = edges.astype(order + kind)
        for kind in ("i2", "i4", "i8"):
            info = np.iinfo(kind)
            result["little " * (order == "<") + kind] = np.array([info.min, -1, info.max], order + kind)
        for kind in ("u2", "u4", "u8"):
            top = min(np.iinfo(kind).max, 2**63 - 1)
            result["little " * (order == "<") + kind] = np.array([0, 1, top], order + kind)
    result["i1"] = np.array([-128, 127], "i1")
    result["u1"] = np.array([0, 255], "u1")
    result["b1"] = np.array([[True, False]])
    result["number"] = np.array(7.5, "f4")
    result["empty"] = np.zeros((0, 4), "f4")
    result["fortran"] = np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4))
    return result


def scope():
    """The layout of Gemma Scope's params.npz."""
    random = np.random.default_rng(7)
    return {
        "W_dec": random.standard_normal((6, 4), dtype=np.float32),
        "W_enc": random.standard_normal((4, 6), dtype=np.float32),
        "b_dec": random.standard_normal(4, dtype=np.float32),
        "b_enc": random.standard_normal(6, dtype=np.float32),
        "threshold": random.random(6, dtype=np.float32),
    }


np.savez("types.npz", **arrays())
np.savez("params.npz", **scope())
np.savez_compressed("params-compressed.npz", **scope())
# As archives beyond 4 GiB are: sizes and places in zip64 fields, zip64 end of the directory.
zipfile.ZIP64_LIMIT = 10
np.savez("params-zip64.npz", **scope())
for name, values in (("types.npz", arrays()), ("params.npz", scope()),
                     ("params-compressed.npz", scope()), ("params-zip64.npz", scope())):
    expect(name, values)
for version in ((1, 0), (2, 0), (3, 0)):
    for shape in ("rows", "columns"):
        array = np.arange(12, dtype="<f4").reshape(3, 4)
        array = array if shape == "rows" else np.asfortranarray(array)
        name = f"{shape}-{version[0]}.npy"
        with open(name, "wb") as out:
            npy.write_array(out, array, version=version)
        expect(name, {"array": array})
np.save("structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
np.save("objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
np.save("complex.npy", np.zeros(2, dtype="c8"))
with open("golden.json", "w", encoding="utf-8") as out:
    json.dump(GOLDEN, out, separators=(",", ":"))
    out.write("\n")
