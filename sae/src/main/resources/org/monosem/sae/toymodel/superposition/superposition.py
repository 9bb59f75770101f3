# ReLU autoencoders with tied weights on sparse features, several instances at once: w [k, n, m], b [k, n], x [k, batch, n],
# importance [n].

# x' = relu(x w w' + b): sum over features of importance * (x - x')^2, mean over batch
# -> [loss [k], its gradients by w and by b]
def gradient(w: Tensor, b: Tensor, x: Tensor, importance: Tensor) -> List[Tensor]:
  h = torch.bmm(x, w)
  y = torch.relu(torch.baddbmm(torch.unsqueeze(b, 1), h, torch.transpose(w, 1, 2)))
  off = y - x
  weighted = off * importance
  rows = torch.size(x, 1)
  loss = torch.sum(off * weighted, [1, 2]) / rows
  g = torch.masked_fill(weighted, torch.le(y, 0), 0) * (2.0 / rows)
  gw = torch.baddbmm(torch.bmm(torch.transpose(g, 1, 2), h), torch.transpose(x, 1, 2), torch.bmm(g, w))
  return [loss, gw, torch.sum(g, [1])]

# Features that are present with the probability p [k, 1, 1], and then uniform in [0, 1): one uniform number says both.
# -> [k, batch, n]
def features(p: Tensor, batch: int, n: int, seed: int) -> Tensor:
  generator = torch.Generator(device=p.device)
  generator.manual_seed(seed)
  u = torch.rand([torch.size(p, 0), batch, n], generator=generator, dtype=p.dtype, device=p.device)
  return torch.masked_fill(u / p, torch.ge(u, p), 0)

# Steps of AdamW (decoupled decay, as in PyTorch) on fresh features, those of step i by seed + i, in place.
# p = [w, b], m and v their moments, steps their counters, float32.
# -> [loss of the last batch [k]], then what was changed: TorchScript drops the fused step otherwise.
def train(p: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], importance: Tensor, present: Tensor,
          batch: int, seed: int, count: int, lr: float, decay: float) -> List[Tensor]:
  loss = torch.zeros_like(present)
  for i in range(count):
    x = self.features(present, batch, torch.size(importance, 0), seed + i)
    g = self.gradient(p[0], p[1], x, importance)
    loss = g[0]
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(p, g[1:], m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=0.9, beta2=0.999,
                        weight_decay=decay, eps=1.0e-8, amsgrad=False, maximize=False)
  return [loss] + p + m + v + steps
