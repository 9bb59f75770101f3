"""Writes golden.json: the metrics of a small data set, computed with torch and numpy in float64.

Independent of Monosem: every figure is written down from its definition, over the whole data set,
with the projects' own formulas for the legacy forms. Run: python golden.py > golden.json
"""

import json
import sys

import numpy as np
import torch

SEED = 20261120
BATCHES = [8, 8, 8]
D_IN, D_SAE = 6, 12

rng = np.random.default_rng(SEED)
n = sum(BATCHES)
x = (rng.normal(size=(n, D_IN)) * rng.uniform(0.5, 2, D_IN) + rng.normal(size=D_IN) * 3).astype(np.float32)
x_hat = (x * 0.9 + 0.3 * rng.normal(size=x.shape) + 0.05).astype(np.float32)
f = np.maximum(rng.normal(size=(n, D_SAE)) - 0.7, 0).astype(np.float32)
f[:, 3] = 0  # dead
f[:, 5] = np.abs(f[:, 5]) + 0.25  # always active
f[4] = 0  # a row without features
f[4, 5] = 0
f[7, 1] = -0.5  # signed dictionaries count values that are not zero
norms = rng.uniform(0.5, 1.5, D_SAE).astype(np.float32)
losses = {name: (rng.gamma(2.0, scale, n)).astype(np.float32)
          for name, scale in [("clean", 1.0), ("spliced", 1.2), ("zeroAblated", 3.0), ("meanAblated", 2.0), ("resampleAblated", 2.5)]}

X, Y, F = (torch.tensor(a.astype(np.float64)) for a in (x, x_hat, f))
E = X - Y
sq = E.pow(2).sum(-1)


def per_batch(function):
    start, values = 0, []
    for size in BATCHES:
        values.append(function(X[start:start + size], Y[start:start + size]))
        start += size
    return values


def mean(values):
    return float(torch.stack(values).mean())


batch_centred = per_batch(lambda a, b: 1 - (a - b).pow(2).sum(-1).mean() / (a - a.mean(0)).pow(2).sum(-1).mean())
residual_centred = per_batch(lambda a, b: 1 - torch.var(a - b, dim=0).sum() / torch.var(a, dim=0).sum())
per_token = per_batch(lambda a, b: 1 - (a - b).pow(2).sum(-1) / (a - a.mean(0)).pow(2).sum(-1))
mean_sum_of_squares = torch.stack(per_batch(lambda a, b: a.pow(2).sum(-1).mean(0))).mean(0)
mean_act_per_dimension = torch.cat(per_batch(lambda a, b: a.pow(2).mean(0))).mean(0)
mean_residual = torch.stack(per_batch(lambda a, b: (a - b).pow(2).sum(-1).mean(0))).mean(0)

mse_per_batch_row = torch.cat(per_batch(lambda a, b: (a - b).pow(2).sum(-1) / a.shape[0])).mean()
fvu = per_batch(lambda a, b: (a - b).pow(2).sum() / (a - a.mean(0)).pow(2).sum())
bias = per_batch(lambda a, b: b.pow(2).sum(-1).mean() / (a * b).sum(-1).mean())

l0 = (F != 0).sum(-1).double()
density = (F != 0).double().mean(0).numpy()
fired = density[density > 0]
edges = np.linspace(-2, 0, 9)  # four bins a decade; 24 rows: the lowest decade is [-2, -1)
L = {k: float(np.mean(v.astype(np.float64))) for k, v in losses.items()}

expected = {
    "l0.mean": float(l0.mean()),
    "l0.standardDeviation": float(l0.std(unbiased=False)),
    "l0.min": float(l0.min()),
    "l0.max": float(l0.max()),
    "l0.median": float(np.quantile(l0.numpy(), 0.5, method="inverted_cdf")),
    "l0.p95": float(np.quantile(l0.numpy(), 0.95, method="inverted_cdf")),
    "l1.mean": float(F.abs().sum(-1).mean()),
    "l1.decoderWeighted": float((F.abs() * torch.tensor(norms.astype(np.float64))).sum(-1).mean()),
    "squaredError.sumOverDims": float(sq.mean()),
    "squaredError.meanOverDims": float(E.pow(2).mean()),
    "squaredError.meanNorm": float(torch.linalg.norm(E, ord=2, dim=-1).mean()),
    "explainedVariance.value": float(1 - sq.mean() / (X.pow(2).sum(-1).mean() - X.mean(0).pow(2).sum())),
    "explainedVariance.variance": float(torch.var(X, dim=0, unbiased=False).sum()),
    "legacyExplainedVariance.batchCentred": mean(batch_centred),
    "legacyExplainedVariance.residualCentred": mean(residual_centred),
    "legacyExplainedVariance.perToken": float(torch.cat(per_token).mean()),
    "legacyExplainedVariance.saeLensBefore6.45.1":
        float(1 - mean_residual / (mean_sum_of_squares - mean_act_per_dimension ** 2)),
    "cosineSimilarity.mean": float(torch.nn.functional.cosine_similarity(X, Y, dim=-1).mean()),
    "shrinkage.relativeReconstructionBias":
        float(Y.pow(2).sum(-1).mean() / (X * Y).sum(-1).mean()),
    "shrinkage.normRatio": float((Y.norm(dim=-1) / X.norm(dim=-1)).mean()),
    "deadFeatures.dead": float((density == 0).sum()),
    "fractionOfVarianceUnexplained": float(sq.sum() / (X - X.mean(0)).pow(2).sum()),
    "peerReconstruction.inputNorm": float(X.norm(dim=-1).mean()),
    "peerReconstruction.reconstructionNorm": float(Y.norm(dim=-1).mean()),
    "peerReconstruction.normRatio": float((Y.norm(dim=-1) / X.norm(dim=-1)).mean()),
    "peerReconstruction.relativeReconstructionBias": mean(bias),
    "peerReconstruction.squaredErrorPerBatchRow": float(mse_per_batch_row),
    "peerReconstruction.relativeSquaredError": float((sq / X.pow(2).sum(-1)).mean()),
    "peerReconstruction.unexplainedVariance": mean(fvu),
    "peerReconstruction.saeBenchExplainedVariance":
        float(1 - mean_residual / (mean_sum_of_squares - mean_act_per_dimension ** 2)),
    "peerSparsity.positiveL0": float((F > 0).sum(-1).double().mean()),
    "peerSparsity.signedL1": float(F.sum(-1).mean()),
    "frequencies.alive": float((density > 0).mean()),
    "frequencies.over1Percent": float((density > 0.01).mean()),
    "frequencies.over10Percent": float((density > 0.1).mean()),
    "frequencies.normalizedOver1Percent": float(density[density > 0.01].sum() / density.sum()),
    "frequencies.normalizedOver10Percent": float(density[density > 0.1].sum() / density.sum()),
    "peers.SAELens.explained_variance":
        float(1 - sq.mean() / (X.pow(2).sum(-1).mean() - X.mean(0).pow(2).sum())),
    "peers.SAELens.mse": float(sq.mean()),
    "peers.SAEBench.explained_variance":
        float(1 - mean_residual / (mean_sum_of_squares - mean_act_per_dimension ** 2)),
    "peers.SAEBench.explained_variance_legacy": float(torch.cat(per_token).mean()),
    "peers.SAEBench.mse": float(mse_per_batch_row),
    "peers.SAEBench.l2_norm_in": float(torch.norm(X, dim=-1).mean()),
    "peers.SAEBench.l2_norm_out": float(torch.norm(Y, dim=-1).mean()),
    "peers.dictionary_learning.frac_variance_explained": mean(residual_centred),
    "peers.dictionary_learning.l2_loss": float(torch.linalg.norm(E, dim=-1).mean()),
    "peers.sparsify.fvu": mean(fvu),
    "peers.OpenAI.normalized_mean_squared_error": float((sq / X.pow(2).sum(-1)).mean()),
    "peers.Llamascopium.explained_variance": mean(batch_centred),
    "peerLoss.meanOfBatchRatios": float(np.mean([
        (z.mean() - s.mean()) / (z.mean() - c.mean())
        for c, s, z in zip(*(np.split(losses[k].astype(np.float64), np.cumsum(BATCHES)[:-1])
                             for k in ("clean", "spliced", "zeroAblated")))])),
    "lossRecovered.resampleAblated": L["resampleAblated"],
    "lossRecovered.recoveredAgainstResample":
        (L["resampleAblated"] - L["spliced"]) / (L["resampleAblated"] - L["clean"]),
    "lossRecovered.clean": L["clean"],
    "lossRecovered.recoveredAgainstZero": (L["zeroAblated"] - L["spliced"]) / (L["zeroAblated"] - L["clean"]),
    "lossRecovered.recoveredAgainstMean": (L["meanAblated"] - L["spliced"]) / (L["meanAblated"] - L["clean"]),
    "lossRecovered.delta": L["spliced"] - L["clean"],
}

json.dump({
    "origin": {
        "program": "golden.py",
        "command": "python golden.py > golden.json",
        "seed": SEED,
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    },
    "batches": BATCHES,
    "x": x.tolist(),
    "reconstruction": x_hat.tolist(),
    "features": f.tolist(),
    "decoderNorms": norms.tolist(),
    "losses": {k: v.tolist() for k, v in losses.items()},
    "density": density.tolist(),
    "histogram": np.histogram(np.log10(fired), bins=edges)[0].tolist(),
    "mean": X.mean(0).tolist(),
    "expected": expected,
}, sys.stdout, indent=None)
print()
