"""Writes cosines.json: cosines within and between two small matrices, computed with numpy in float64.

Independent of Monosem: the whole cosine matrix, its diagonal left out, the maximum of each row.
Run: python cosines.py > cosines.json
"""

import json
import sys

import numpy as np

SEED = 20261121
FEATURES, WIDTH = 37, 5

rng = np.random.default_rng(SEED)
encoder = rng.normal(size=(FEATURES, WIDTH)).astype(np.float32)
decoder = (encoder + 0.5 * rng.normal(size=encoder.shape)).astype(np.float32)
decoder[9] = 3 * decoder[4]  # learnt twice
decoder[11] = 0


def unit(rows):
    rows = rows.astype(np.float64)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms > 0, norms, 1)


def largest(rows):
    cosines = unit(rows) @ unit(rows).T
    np.fill_diagonal(cosines, -np.inf)
    return cosines.max(axis=1)


def figures(values):
    names = {"min": 0.0, "p05": 0.05, "median": 0.5, "p95": 0.95, "max": 1.0}
    quantiles = {k: float(np.quantile(values, p, method="inverted_cdf")) for k, p in names.items()}
    return {"values": values.tolist(), "mean": float(values.mean()), **quantiles}


json.dump({
    "origin": {"program": "cosines.py", "command": "python cosines.py > cosines.json", "seed": SEED,
               "versions": {"python": sys.version.split()[0], "numpy": np.__version__}},
    "encoder": encoder.tolist(),
    "decoder": decoder.tolist(),
    "maxDecoderCosine": figures(largest(decoder)),
    "maxEncoderCosine": figures(largest(encoder)),
    "encoderDecoderCosine": figures((unit(encoder) * unit(decoder)).sum(axis=1)),
}, sys.stdout)
print()
