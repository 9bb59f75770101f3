"""Makes probing.json: logistic regressions and absorption figures, by numpy alone.

Run: python probing.py > probing.json
Made with Python 3.11.7, numpy 2.4.6; seed 5. The regressions are solved by exact Newton steps
(the whole Hessian) to a gradient below 1e-12; the absorption figures follow the definitions of
Chanin et al. 2024 and SAEBench 0.6.0 on dense feature vectors; sparse probes take the k columns of
largest absolute difference of class means, as SAEBench does.
"""

import json

import numpy as np

rng = np.random.default_rng(5)


def logistic(x, y, cost):
    design = np.hstack([x, np.ones((len(x), 1))])
    ridge = np.diag([1.0] * x.shape[1] + [0.0])
    w = np.zeros(design.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ w))
        gradient = design.T @ (cost * (p - y)) + ridge @ w
        hessian = (design * (cost * p * (1 - p))[:, None]).T @ design + ridge
        w = w - np.linalg.solve(hessian, gradient)
        if np.abs(gradient).max() < 1e-12:
            break
    return w


def regression(rows, columns, zeros, offset):
    x = (rng.standard_normal((rows, columns)) + offset).astype(np.float32)
    x[rng.random((rows, columns)) < zeros] = 0
    y = (x[:, 0] - x[:, 1] + rng.standard_normal(rows) > 0.7).astype(float)
    balanced = np.where(y > 0, rows / (2 * y.sum()), rows / (2 * (rows - y.sum())))
    difference = x[y > 0].astype(float).mean(0) - x[y == 0].astype(float).mean(0)
    return {
        "x": x.astype(float).tolist(),
        "positive": (y > 0).tolist(),
        "plain": logistic(x.astype(float), y, np.ones(rows)).tolist(),
        "balanced": logistic(x.astype(float), y, balanced).tolist(),
        "difference": difference.tolist(),
        "order": np.argsort(-difference, kind="stable").tolist(),
    }


def absorption():
    width, count = 4, 9
    probe = rng.standard_normal(width)
    unit = probe / np.linalg.norm(probe)
    decoder = rng.standard_normal((count, width)) + 0.8 * unit
    decoder[8] = 0
    cases = []
    for case in range(60):
        f = np.abs(rng.standard_normal(count)) * (rng.random(count) < 0.5)
        main = rng.choice(count, 1 + case % 2, replace=False)
        if case % 2:
            f[main] = 0
        f = f.astype(np.float32).astype(float)
        x = (f @ decoder + 0.5 * rng.standard_normal(width)).astype(np.float32).astype(float)
        norms = np.maximum(1e-30, np.linalg.norm(decoder, axis=1))
        cosine = decoder @ unit / norms
        projected = f * (decoder @ unit)
        p = x @ unit
        m = projected[main].sum()
        others = np.ones(count, bool)
        others[main] = False
        others &= (cosine >= 0.1) & (projected > 0)
        a = np.sort(projected[others])[::-1][:3].sum()
        if m >= p or a / p < 0.4:
            fraction = 0.0
        elif m <= 0:
            fraction = 1.0
        else:
            b = min(a, p - m)
            fraction = float(np.clip(b / (b + m), 0, 1))
        top = int(np.argmax(projected))
        full = bool(
            (np.abs(f[main]) < 1e-8).all()
            and p > 0
            and cosine[top] >= 0.025
            and projected[top] / p >= 0.4
        )
        cases.append(
            {
                "features": f.tolist(),
                "activations": x.tolist(),
                "main": main.tolist(),
                "fraction": fraction,
                "full": full,
            }
        )
    return {"probe": probe.tolist(), "decoder": decoder.tolist(), "cases": cases}


def sparse():
    """k-sparse probing: rank on the training rows, fit there, judge on the test rows."""
    rows, columns, train = 160, 12, 110
    y = rng.random(rows) < 0.5
    x = np.abs(rng.standard_normal((rows, columns))) * (rng.random((rows, columns)) < 0.6)
    x[:, 3] += 0.8 * y
    x[:, 7] += 0.9 * ~y
    x[:, 5] += 0.5 * y * (rng.random(rows) < 0.5)
    x = x.astype(np.float32).astype(float)
    difference = x[:train][y[:train]].mean(0) - x[:train][~y[:train]].mean(0)
    ranked = np.argsort(-np.abs(difference), kind="stable")
    accuracies, f1s = [], []
    for k in range(1, columns + 1):
        chosen = ranked[:k]
        w = logistic(x[:train, chosen], y[:train].astype(float), np.ones(train))
        said = x[train:, chosen] @ w[:-1] + w[-1] > 0
        accuracies.append(float((said == y[train:]).mean()))
        both = (said & y[train:]).sum()
        f1s.append(float(2 * both / (said.sum() + y[train:].sum())))
    return {
        "x": x.tolist(),
        "positive": y.tolist(),
        "train": train,
        "ranked": ranked.tolist(),
        "accuracies": accuracies,
        "f1s": f1s,
    }


print(
    json.dumps(
        {
            "regressions": [regression(60, 4, 0, 0), regression(40, 6, 0.6, 2), regression(12, 20, 0, 0)],
            "absorption": absorption(),
            "sparse": sparse(),
        }
    )
)
