"""Golden values for SuperpositionKernelTest: the ReLU autoencoder's loss and its gradients by PyTorch's autograd, in
float64, one model at a time.

Run as: python make_superposition_golden.py > superposition_golden.json   (made with torch 2.13.0, seed 0)
"""
import json
import torch

INSTANCES, FEATURES, HIDDEN, BATCH = 2, 4, 3, 5

torch.manual_seed(0)
importance = 0.7 ** torch.arange(FEATURES, dtype=torch.float64)
cases = []
for instance in range(INSTANCES):
    w = torch.randn(FEATURES, HIDDEN, dtype=torch.float64, requires_grad=True)
    b = torch.randn(FEATURES, dtype=torch.float64, requires_grad=True)
    x = torch.rand(BATCH, FEATURES, dtype=torch.float64) * (torch.rand(BATCH, FEATURES) < 0.6)
    out = torch.relu((x @ w) @ w.T + b)
    loss = (importance * (x - out) ** 2).sum(1).mean()
    loss.backward()
    cases.append(dict(w=w.flatten().tolist(), b=b.tolist(), x=x.flatten().tolist(), loss=loss.item(),
                      gw=w.grad.flatten().tolist(), gb=b.grad.tolist()))
print(json.dumps(dict(importance=importance.tolist(), instances=cases)))
