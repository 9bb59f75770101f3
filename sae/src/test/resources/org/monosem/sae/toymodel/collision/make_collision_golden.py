"""Golden values for CollisionKernelTest: the tied network on the basis vectors, in float64, by PyTorch's autograd and its
AdamW, one network at a time; and the gradient under given noise on the hidden units.

Run as: python make_collision_golden.py > collision_golden.json   (made with torch 2.13.0, seed 0)
"""
import json
import torch

INSTANCES, FEATURES, UNITS, STEPS, L1 = 2, 4, 3, 5, 0.05

torch.manual_seed(0)
eye = torch.eye(FEATURES, dtype=torch.float64)
trained, noisy = [], []
for instance in range(INSTANCES):
    w = torch.randn(FEATURES, UNITS, dtype=torch.float64, requires_grad=True)
    start = w.flatten().tolist()
    optimiser = torch.optim.AdamW([w], lr=1e-2)  # betas 0.9, 0.999, epsilon 1e-8, weight decay 0.01
    losses, first = [], None
    for _ in range(STEPS):
        optimiser.zero_grad()
        y = torch.relu(eye @ w @ w.T)
        loss = ((y - eye) ** 2).sum() + L1 * w.abs().sum()
        loss.backward()
        losses.append(loss.item())
        first = first or w.grad.flatten().tolist()
        optimiser.step()
    trained.append(dict(start=start, losses=losses, gradient=first, end=w.flatten().tolist()))
for instance in range(INSTANCES):
    w = torch.randn(FEATURES, UNITS, dtype=torch.float64, requires_grad=True)
    noise = 0.3 * torch.randn(FEATURES, UNITS, dtype=torch.float64)
    loss = ((torch.relu((eye @ w + noise) @ w.T) - eye) ** 2).sum()
    loss.backward()
    noisy.append(dict(w=w.flatten().tolist(), noise=noise.flatten().tolist(), loss=loss.item(),
                      gradient=w.grad.flatten().tolist()))
print(json.dumps(dict(trained=trained, noisy=noisy)))
