"""Golden values of core.polysemanticity.coding, in plain Python with NumPy.

Run: python golden.py > golden.json
"""

import json
import math

import numpy as np


def entropy_bits(s):
    return 0.0 if s in (0.0, 1.0) else -(s * math.log2(s) + (1 - s) * math.log2(1 - s))


def zeta(s):
    """Plain summation of a million terms and the integral of the rest, midpoint corrected."""
    n = 1_000_000
    head = math.fsum(k ** -s for k in range(1, n + 1))
    return head + (n + 0.5) ** (1 - s) / (s - 1)


def main():
    out = {"numpy": np.__version__, "sources": [], "dropouts": [], "spectra": [], "zetas": []}
    for s, h in [(0.9, 32.0), (0.99, 32.0), (0.5, 1.0), (0.0, 8.0), (1.0, 8.0), (0.73, 5.5)]:
        per = (1 - s) * h + entropy_bits(s)
        out["sources"].append([s, h, per, per / h])
    for c, d in [(1.0, 0.5), (2.0, 0.1), (8.0, 0.25), (3.5, 1.0)]:
        upper = c * (1 - d)
        out["dropouts"].append(
            [c, d, upper, upper * (1 + math.log2(1 - 2 ** -c)), upper * (1 + math.log(1 - 2 ** -c)),
             (1 - d) * math.log2(2 ** c - 1)])
    for decay, m, bits in [(0.0, 10, 3.0), (1.3, 100, 8.0), (2.0, 512, 32.0)]:
        out["spectra"].append(
            [decay, m, bits,
             m * bits - decay * m * math.log2(m / math.e),
             m * bits - decay * m * math.log(m / math.e),
             m * bits - decay * math.fsum(math.log2(i) for i in range(1, m + 1)),
             0.5 * math.fsum(i ** -decay for i in range(1, m + 1))])
    for s in [1.5, 2.0, 3.0, 4.5, 9.0]:
        out["zetas"].append([s, zeta(s)])
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(40, 5)) @ rng.normal(size=(5, 5)) + 100
    values = np.linalg.eigvalsh(np.cov(rows, rowvar=False))[::-1]
    slope, intercept = np.polyfit(np.log(np.arange(1, 6)), np.log(values), 1)
    r = np.corrcoef(np.log(np.arange(1, 6)), np.log(values))[0, 1]
    out["rows"] = rows.tolist()
    out["covariance"] = np.cov(rows, rowvar=False).tolist()
    out["variances"] = values.tolist()
    out["fit"] = [-slope, intercept, r * r]
    out["energy"] = float((np.diff(rows, axis=0) ** 2).sum())
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
