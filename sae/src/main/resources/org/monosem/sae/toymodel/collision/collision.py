# y = relu(w w' x), w [k, n, m], on the n basis vectors, several instances at once.

# Summed squared error and l1 |w|_1 -> [loss [k], its gradient by w]
def gradient(w: Tensor, l1: float) -> List[Tensor]:
  y = torch.relu(torch.bmm(w, torch.transpose(w, 1, 2)))
  off = y - torch.eye(torch.size(w, 1), dtype=w.dtype, device=w.device)
  loss = torch.sum(torch.square(off), [1, 2]) + torch.sum(torch.abs(w), [1, 2]) * l1
  active = torch.masked_fill(off, torch.le(y, 0), 0)
  return [loss, torch.add(torch.bmm(active, w) * 4.0, torch.sign(w), alpha=l1)]

# Steps of AdamW (decoupled decay, as in PyTorch), in place -> [loss before the last step [k]], then what was changed
def train(w: Tensor, m: Tensor, v: Tensor, step: Tensor, count: int, lr: float, decay: float, l1: float) -> List[Tensor]:
  p, first, second, steps = [w], [m], [v], [step]
  loss = torch.zeros_like(step)
  for i in range(count):
    g = self.gradient(w, l1)
    loss = g[0]
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(p, g[1:], first, second, annotate(List[Tensor], []), steps, lr=lr, beta1=0.9, beta2=0.999,
                        weight_decay=decay, eps=1.0e-8, amsgrad=False, maximize=False)
  return [loss] + p + first + second + steps

# Units that are on, low <= |w| <= high, for at least two features -> [k] int64
def polysemantic(w: Tensor, low: float, high: float) -> Tensor:
  size = torch.abs(w)
  on = torch.logical_and(torch.ge(size, low), torch.le(size, high))
  return torch.sum(torch.ge(torch.sum(on, [1]), 2), [1])

# The same network with noise [k, n, m] on the hidden units, y = relu(w (w' x + noise)) -> [loss [k], its gradient by w]
def noisy_gradient(w: Tensor, noise: Tensor) -> List[Tensor]:
  h = w + noise
  y = torch.relu(torch.bmm(h, torch.transpose(w, 1, 2)))
  off = y - torch.eye(torch.size(w, 1), dtype=w.dtype, device=w.device)
  g = torch.masked_fill(off, torch.le(y, 0), 0) * 2.0
  return [torch.sum(torch.square(off), [1, 2]), torch.baddbmm(torch.bmm(g, w), torch.transpose(g, 1, 2), h)]

# Noise of +-sigma [k, 1, 1] for k networks, then normal noise of the same deviations for k more -> [2 k, n, m]
def noise(sigma: Tensor, n: int, m: int, seed: int) -> Tensor:
  generator = torch.Generator(device=sigma.device)
  generator.manual_seed(seed)
  sizes = [torch.size(sigma, 0), n, m]
  signs = torch.sign(torch.rand(sizes, generator=generator, dtype=sigma.dtype, device=sigma.device) - 0.5)
  normal = torch.randn(sizes, generator=generator, dtype=sigma.dtype, device=sigma.device)
  return torch.cat([signs * sigma, normal * sigma])

# Steps of gradient descent under fresh noise, that of step i by seed + i, in place
def descend(w: Tensor, sigma: Tensor, seed: int, count: int, lr: float) -> Tensor:
  for i in range(count):
    g = self.noisy_gradient(w, self.noise(sigma, torch.size(w, 1), torch.size(w, 2), seed + i))
    torch.sub_(w, g[1], alpha=lr)
  return w

# sum over units of w^4, mean over features -> [k]
def fourth(w: Tensor) -> Tensor:
  return torch.mean(torch.sum(torch.pow(w, 4), [2]), [1])
