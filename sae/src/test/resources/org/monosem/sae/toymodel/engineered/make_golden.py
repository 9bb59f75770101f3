"""Golden values for the toy models of engineered monosemanticity, in float64.

Gradients are PyTorch's autograd. Adam is torch.optim.Adam. LAMB is written out in numpy from algorithm 2 of You et al.
(arXiv 1904.00962) with phi(z) = min(z, 10), as the package torch_optimizer has it: no debiasing, no weight decay.

"schedule" has the learning rate of every 51st step under CosineAnnealingLR(T_max=512), stepped after every update.

Run as: python make_golden.py > golden.json   (made with torch 2.13.0+cpu, numpy 2.4.6; seed 0)
"""
import json

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
RUNS, BATCH, FEATURES, DIMS, UNITS, STEPS = 2, 5, 6, 4, 7, 20
TASKS = ["DECODER", "RE_PROJECTOR", "ABSOLUTE_VALUE"]
ACTIVATIONS = ["RELU", "GELU", "X_EXP_X"]


def flat(t):
    return np.asarray(t).ravel().tolist()


def gradient(task, activation, penalty):
    out = DIMS if task == "RE_PROJECTOR" else FEATURES
    v = torch.rand(RUNS, BATCH, FEATURES) * (torch.rand(RUNS, BATCH, FEATURES) < 0.5)
    if task == "ABSOLUTE_VALUE":
        v = v * torch.sign(torch.randn(RUNS, BATCH, FEATURES))
    projection = torch.nn.functional.normalize(torch.randn(RUNS, FEATURES, DIMS), dim=2)
    target = torch.nn.functional.normalize(torch.randn(RUNS, FEATURES, DIMS), dim=2)
    l1, b, l2 = torch.randn(RUNS, UNITS, DIMS) / 2, torch.randn(RUNS, UNITS) / 2, torch.randn(RUNS, out, UNITS)
    p = [l1, b, l2]
    inputs = dict(v=v, l1=l1, bias=b, l2=l2, projection=projection, target=target)
    case = dict(task=task, activation=activation, penalty=penalty, **{name: flat(t) for name, t in inputs.items()})
    p = [t.clone().requires_grad_(True) for t in p]
    act = {"RELU": torch.relu, "GELU": torch.nn.functional.gelu, "X_EXP_X": lambda z: z * torch.exp(z)}[activation]
    losses = []
    for r in range(RUNS):
        h = act((v[r] @ projection[r]) @ p[0][r].T + p[1][r])
        wanted = {"DECODER": v[r], "RE_PROJECTOR": v[r] @ target[r], "ABSOLUTE_VALUE": v[r].abs()}[task]
        losses.append((((h @ p[2][r].T) - wanted) ** 2).sum() / BATCH + penalty * h.abs().sum() / BATCH)
    sum(losses).backward()
    return dict(case, losses=[x.item() for x in losses], gradients=[flat(t.grad) for t in p])


def lamb(p, g, m, v, rate):
    m[:] = 0.9 * m + 0.1 * g
    v[:] = 0.999 * v + 0.001 * g * g
    direction = m / (np.sqrt(v) + 1e-6)
    weight, length = min(np.linalg.norm(p), 10.0), np.linalg.norm(direction)
    ratio = 1.0 if weight == 0 or length == 0 else weight / length
    p -= rate * ratio * direction


def optimiser(name):
    """Two runs of two arrays: the first array of the second run starts at zero, the second one's norm is above 10."""
    rng = np.random.default_rng(0)
    rates = [0.01, 0.03]
    start = [rng.standard_normal((RUNS, 3, 4)), 6 * rng.standard_normal((RUNS, 5))]
    start[0][1] = 0
    start[1][1] = [9, -9, 9, 1, 2]
    factors = [0.5 + 0.5 * np.cos(np.pi * step / 7) for step in range(STEPS)]
    gradients = [[rng.standard_normal(a.shape) for a in start] for _ in range(STEPS)]
    end = [a.copy() for a in start]
    for r in range(RUNS):
        if name == "lamb":
            m, v = [np.zeros_like(a[r]) for a in start], [np.zeros_like(a[r]) for a in start]
            for step in range(STEPS):
                for i in range(len(start)):
                    lamb(end[i][r], gradients[step][i][r], m[i], v[i], rates[r] * factors[step])
        else:
            p = [torch.tensor(a[r], requires_grad=True) for a in start]
            adam = torch.optim.Adam(p, lr=rates[r])
            for step in range(STEPS):
                adam.param_groups[0]["lr"] = rates[r] * factors[step]
                for i in range(len(start)):
                    p[i].grad = torch.tensor(gradients[step][i][r])
                adam.step()
            for i in range(len(start)):
                end[i][r] = p[i].detach().numpy()
    return dict(
        rates=rates, factors=factors, start=[flat(a) for a in start],
        gradients=[[flat(g) for g in step] for step in gradients], end=[flat(a) for a in end])


torch.manual_seed(0)
cases = [gradient(t, a, 0.0 if t == "DECODER" else 0.3) for t in TASKS for a in ACTIVATIONS]
schedule = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
cosine = torch.optim.lr_scheduler.CosineAnnealingLR(schedule, T_max=512, eta_min=0)
factors = []
for _ in range(2100):
    factors.append(schedule.param_groups[0]["lr"])
    schedule.step()
    cosine.step()
print(json.dumps(dict(cases=cases, lamb=optimiser("lamb"), adam=optimiser("adam"), schedule=factors[::51])))
