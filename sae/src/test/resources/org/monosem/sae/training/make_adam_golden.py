"""Golden values for AdamStepTest: torch.optim.Adam with clip_grad_norm_, and with a unit-norm decoder.

Run as: python make_adam_golden.py > adam_golden.json   (made with torch 2.13.0, numpy not needed, seed 0)
"""
import json
import torch

D_SAE, D_IN, STEPS = 3, 4, 5


def run(unit_norm, clip):
    torch.manual_seed(0)
    p = [torch.randn(D_SAE, D_IN), torch.randn(D_SAE), torch.randn(D_SAE, D_IN), torch.randn(D_IN)]
    if unit_norm:
        p[2] /= p[2].norm(dim=1, keepdim=True)
    start = [t.flatten().tolist() for t in p]
    p = [t.requires_grad_(True) for t in p]
    optimiser = torch.optim.Adam(p, lr=1e-2, betas=(0.9, 0.999), eps=1e-8)
    gradients, norms = [], []
    for _ in range(STEPS):
        g = [torch.randn_like(t) for t in p]
        gradients.append([t.flatten().tolist() for t in g])
        for t, gt in zip(p, g):
            t.grad = gt.clone()
        if unit_norm:
            with torch.no_grad():
                w = p[2]
                p[2].grad -= (p[2].grad * w).sum(1, keepdim=True) * w
        norm = torch.nn.utils.clip_grad_norm_(p, clip if clip > 0 else float("inf"))
        norms.append(norm.item())
        optimiser.step()
        if unit_norm:
            with torch.no_grad():
                p[2] /= p[2].norm(dim=1, keepdim=True)
    return dict(start=start, gradients=gradients, norms=norms, end=[t.flatten().tolist() for t in p])


print(json.dumps(dict(free=run(False, 1.0), unit=run(True, 0.0))))
