"""Golden values of the regularisation terms: pair by pair as their Javadoc defines them, by PyTorch's autograd.

Needs: Python 3, torch. Run beside this file: python make_goldens.py
Writes terms.json: parameters and rows drawn from seed 7, and for each case the term's value and gradients, float64.
"""

import json
import platform

import torch

D_IN, D_SAE, BATCH, ROWS, WEIGHT = 5, 9, 11, 8, 0.7
torch.set_default_dtype(torch.float64)
torch.manual_seed(7)

START = {
    "wEnc": 0.8 * torch.randn(D_SAE, D_IN),
    "bEnc": 0.3 * torch.randn(D_SAE),
    "bDec": 0.3 * torch.randn(D_IN),
    "threshold": 0.4 * torch.rand(D_SAE),
    "rMag": 0.3 * torch.randn(D_SAE),
    "bMag": 0.3 * torch.randn(D_SAE),
}
X = torch.randn(BATCH, D_IN)


def features(kind, p, xc):
    h = xc @ p["wEnc"].T + p["bEnc"]
    if kind == "topk":
        chosen = torch.zeros_like(h).scatter(1, torch.topk(h, 3, dim=1).indices, 1) > 0
    elif kind == "batch_topk":
        chosen = torch.zeros_like(h.flatten()).scatter(0, torch.topk(h.flatten(), 3 * ROWS).indices, 1) > 0
        chosen = chosen.view_as(h)
    elif kind == "jumprelu":
        chosen = h > p["threshold"].detach()
    else:
        chosen = h > 0
    if kind == "gated":
        magnitude = torch.exp(p["rMag"]) * (h - p["bEnc"]) + p["bMag"]
        return torch.relu(magnitude) * chosen.detach()
    return torch.relu(h) * chosen.detach()


def embedding(p, xc, f, per_feature):
    means, distances = [], []
    for i in range(D_SAE):
        rows = [a for a in range(ROWS) if f[a, i] > 0]
        own = []
        for a in rows:
            for b in rows:
                if a < b:
                    e, g = xc[a] * p["wEnc"][i], xc[b] * p["wEnc"][i]
                    own.append(1 - torch.dot(e, g) / (e.norm() * g.norm()))
        distances += own
        if own:
            means.append(torch.stack(own).mean())
    return torch.stack(means if per_feature else distances).mean()


def decorrelation(f, unit):
    total = torch.zeros([])
    for a in range(ROWS):
        for b in range(ROWS):
            dot = torch.dot(f[a], f[b])
            if unit:
                norms = f[a].norm() * f[b].norm()
                dot = dot / norms if norms > 0 else 0 * dot
            total = total + (dot - (1.0 if a == b else 0.0)) ** 2
    return total


def main():
    cases = []
    for kind in ["l1", "topk", "batch_topk", "jumprelu", "gated"]:
        for term in ["embedding", "embedding_pairs", "decorrelation", "decorrelation_raw"]:
            p = {name: value.clone().requires_grad_(True) for name, value in START.items()}
            pre_bias = kind not in ("jumprelu",)
            xc = X[:ROWS] - p["bDec"] if pre_bias else X[:ROWS]
            f = features(kind, p, xc)
            if term.startswith("embedding"):
                value = WEIGHT * embedding(p, xc, f, term == "embedding")
            else:
                value = WEIGHT * decorrelation(f, term == "decorrelation")
            value.backward()
            grads = {
                name: (torch.zeros_like(v) if v.grad is None else v.grad).flatten().tolist() for name, v in p.items()
            }
            cases.append({"objective": kind, "term": term, "value": value.item(), "gradient": grads})
    data = {
        "origin": f"make_goldens.py, seed 7, torch {torch.__version__}, Python {platform.python_version()}",
        "start": {name: value.flatten().tolist() for name, value in START.items()},
        "rows": X.flatten().tolist(),
        "cases": cases,
    }
    with open("terms.json", "w") as file:
        json.dump(data, file, indent=1)
        file.write("\n")


main()
