"""Makes recovery.json: the figures of dictionary recovery, by numpy and by trying every matching.

Run: python recovery.py > recovery.json
Made with Python 3.11.7, numpy 2.4.6; seed 11. Six atoms, eight features in five dims; forty rows.
"""

import itertools
import json

import numpy as np

rng = np.random.default_rng(11)
ATOMS, FEATURES, WIDTH, ROWS = 6, 8, 5, 40


def unit(rows):
    return rows / np.maximum(1e-30, np.linalg.norm(rows, axis=1, keepdims=True))


def figures(features):
    atoms = unit(rng.standard_normal((ATOMS, WIDTH)))
    decoder = rng.standard_normal((features, WIDTH))
    near = min(3, features)
    decoder[:near] = atoms[:near] + 0.1 * rng.standard_normal((near, WIDTH))
    cosines = atoms @ unit(decoder).T
    truth = rng.random((ROWS, ATOMS)) < 0.3
    truth[:, 4] = False
    found = rng.random((ROWS, features)) < 0.3
    found[:, :near] = truth[:, :near] ^ (rng.random((ROWS, near)) < 0.1)
    if features <= ATOMS:
        choices = itertools.permutations(range(ATOMS), features)
        best = max(choices, key=lambda p: sum(cosines[a, f] for f, a in enumerate(p)))
        match = {a: f for f, a in enumerate(best)}
    else:
        choices = itertools.permutations(range(features), ATOMS)
        best = max(choices, key=lambda p: sum(cosines[a, f] for a, f in enumerate(p)))
        match = dict(enumerate(best))
    matched = [cosines[a, match[a]] if a in match else 0.0 for a in range(ATOMS)]
    precision, recall, f1 = [], [], []
    for a in range(ATOMS):
        if not truth[:, a].any():
            continue
        fires = found[:, match[a]] if a in match else np.zeros(ROWS, bool)
        tp = int((fires & truth[:, a]).sum())
        fp = int((fires & ~truth[:, a]).sum())
        fn = int((~fires & truth[:, a]).sum())
        precision.append(tp / (tp + fp) if tp + fp else 0.0)
        recall.append(tp / (tp + fn))
        f1.append(2 * tp / (2 * tp + fp + fn))
    return {
        "cosines": cosines.tolist(),
        "truth": truth.astype(int).tolist(),
        "found": found.astype(int).tolist(),
        "match": [match.get(a, -1) for a in range(ATOMS)],
        "mmcs_atoms": float(cosines.max(1).mean()),
        "mmcs_features": float(cosines.max(0).mean()),
        "matched_cosine": float(np.mean(matched)),
        "recovered": float((cosines.max(1) > 0.9).mean()),
        "matched_recovered": float((np.array(matched) > 0.9).mean()),
        "uniqueness": len(set(cosines.argmax(0).tolist())) / min(ATOMS, features),
        "fired_atoms": len(f1),
        "precision": float(np.mean(precision)),
        "recall": float(np.mean(recall)),
        "f1": float(np.mean(f1)),
        "true_l0": float(truth.sum() / ROWS),
        "l0": float(found.sum() / ROWS),
    }


print(json.dumps([figures(FEATURES), figures(4)]))
