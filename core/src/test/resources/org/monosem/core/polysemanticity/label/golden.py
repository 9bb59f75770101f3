"""Golden values of core.polysemanticity.label, in plain Python with NumPy.

Run: python golden.py > golden.json
"""

import json

import numpy as np


def auc(concept, control):
    """Every pair, a tie counting half."""
    return sum((a > b) + 0.5 * (a == b) for a in concept for b in control) / (len(concept) * len(control))


def main():
    rng = np.random.default_rng(7)
    out = {"numpy": np.__version__, "separations": [], "labels": []}
    for n, m, digits in [(10, 1000, 6), (7, 50, 0), (1, 2, 3)]:
        concept = np.round(rng.normal(0.7, 1, n), digits)
        control = np.round(rng.normal(0, 1, m), digits)
        out["separations"].append({
            "concept": concept.tolist(),
            "control": control.tolist(),
            "auc": auc(concept, control),
            "population": (concept.mean() - control.mean()) / control.std(),
            "sample": (concept.mean() - control.mean()) / control.std(ddof=1),
        })
    for n in (2, 5):
        e = rng.normal(size=(n, 6))
        unit = e / np.linalg.norm(e, axis=1, keepdims=True)
        cosines = unit @ unit.T
        out["labels"].append({
            "embeddings": e.tolist(),
            "similarity": float(cosines[np.triu_indices(n, 1)].mean()),
        })
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
