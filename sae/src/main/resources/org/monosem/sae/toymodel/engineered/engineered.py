# Training and measuring the toy models of engineered monosemanticity: several runs at once, one in each row of axis 0.
#
#   v [runs, batch, features]: what is present      x = v P [runs, batch, dims], P [runs, features, dims]
#   p: [L1 [runs, units, dims], b [runs, units], L2 [runs, out, units]]
#   h = act(x L1^T + b), y = h L2^T                 e = y - target [runs, batch, out]
#   loss = (sum |e|^2 + penalty sum |h|) / batch    [runs], float64
#   task: 0 target v, 1 target v Q, 2 target |v|;   activation: 0 relu, 1 gelu (exact), 2 x exp(x)

# Fresh features, [rows, features]: 64 bits of SplittableRandom(seed) a feature, by rows; the upper 32, as a whole
# number, must be below threshold [features], the lower 24 are the value in [0, 1).
#   gammas [rows * features] int64: the generator's increment times 1, 2, ...
def sample(gammas: Tensor, seed: int, threshold: Tensor, like: Tensor) -> Tensor:
  z = torch.add(gammas, seed)
  torch.bitwise_xor_(z, torch.bitwise_and(torch.bitwise_right_shift(z, 30), 17179869183))
  torch.mul_(z, -4658895280553007687)
  torch.bitwise_xor_(z, torch.bitwise_and(torch.bitwise_right_shift(z, 27), 137438953471))
  torch.mul_(z, -7723592293110705685)
  torch.bitwise_xor_(z, torch.bitwise_and(torch.bitwise_right_shift(z, 31), 8589934591))
  z = torch.reshape(z, [-1, torch.size(threshold, 0)])
  present = torch.lt(torch.bitwise_and(torch.bitwise_right_shift(z, 32), 4294967295), threshold)
  value = torch.to(torch.bitwise_and(z, 16777215), like)
  return torch.mul(torch.mul_(value, 5.9604644775390625e-08), present)

# The batches of all runs: seeds has one number a run, or two where the features are differences of two such samples.
def features(gammas: Tensor, seeds: List[int], threshold: Tensor, like: Tensor, signed: bool) -> Tensor:
  samples = annotate(List[Tensor], [])
  if signed:
    for i in range(torch.len(seeds) // 2):
      v = self.sample(gammas, seeds[2 * i], threshold, like)
      samples.append(torch.sub_(v, self.sample(gammas, seeds[2 * i + 1], threshold, like)))
  else:
    for i in range(torch.len(seeds)):
      samples.append(self.sample(gammas, seeds[i], threshold, like))
  return torch.stack(samples)

def activate(pre: Tensor, activation: int) -> Tensor:
  if activation == 0:
    return torch.relu(pre)
  if activation == 1:
    return torch.gelu(pre)
  return torch.mul(pre, torch.exp(pre))

# The gradient by the pre-activations from that by the activations.
def pull_back(pull: Tensor, pre: Tensor, activation: int) -> Tensor:
  if activation == 0:
    return torch.threshold_backward(pull, pre, 0)
  if activation == 1:
    return torch.gelu_backward(pull, pre)
  return torch.mul(torch.mul(pull, torch.exp(pre)), torch.add(pre, 1))

# -> x, pre-activations, h, e
def forward(v: Tensor, p: List[Tensor], projection: Tensor, target: Tensor, task: int,
            activation: int) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  x = torch.bmm(v, projection)
  pre = torch.baddbmm(torch.unsqueeze(p[1], 1), x, torch.transpose(p[0], 1, 2))
  h = self.activate(pre, activation)
  y = torch.bmm(h, torch.transpose(p[2], 1, 2))
  if task == 0:
    e = torch.sub_(y, v)
  elif task == 1:
    e = torch.sub_(y, torch.bmm(v, target))
  else:
    e = torch.sub_(y, torch.abs(v))
  return x, pre, h, e

def loss_of(h: Tensor, e: Tensor, penalty: float) -> Tensor:
  total = torch.pow(torch.to(torch.linalg_vector_norm(e, 2, [1, 2]), 7), 2)
  if penalty > 0.:
    total = torch.add(total, torch.to(torch.sum(torch.abs(h), [1, 2]), 7), alpha=penalty)
  return torch.div(total, torch.size(h, 1))

# The loss on a batch, [runs] float64.
def losses(v: Tensor, p: List[Tensor], projection: Tensor, target: Tensor, task: int, activation: int,
           penalty: float) -> Tensor:
  x, pre, h, e = self.forward(v, p, projection, target, task, activation)
  return self.loss_of(h, e, penalty)

# -> the gradients by L1, b and L2, and the loss
def gradient(v: Tensor, p: List[Tensor], projection: Tensor, target: Tensor, task: int, activation: int,
             penalty: float) -> List[Tensor]:
  x, pre, h, e = self.forward(v, p, projection, target, task, activation)
  loss = self.loss_of(h, e, penalty)
  batch = float(torch.size(v, 1))
  torch.mul_(e, 2. / batch)
  pull = torch.bmm(e, p[2])
  if penalty > 0.:
    torch.add_(pull, torch.sign(h), alpha=penalty / batch)
  pull = self.pull_back(pull, pre, activation)
  back = torch.transpose(pull, 1, 2)
  return [torch.bmm(back, x), torch.sum(pull, [1]), torch.bmm(torch.transpose(e, 1, 2), h), loss]

# A factor of each run, [runs], shaped to multiply p.
def by_run(factor: Tensor, p: Tensor) -> Tensor:
  return torch.reshape(factor, [-1] + [1 for i in range(torch.dim(p) - 1)])

def moments(g: Tensor, m: Tensor, v: Tensor, beta1: float, beta2: float) -> int:
  torch.add_(torch.mul_(m, beta1), g, alpha=1. - beta1)
  torch.addcmul_(torch.mul_(v, beta2), g, g, value=1. - beta2)
  return 0

# LAMB without debiasing or weight decay: p -= rate * min(|p|, 10) / |u| * u, u = m / (sqrt(v) + eps), norms over each
# array of each run; the ratio is 1 where a norm is 0.
def lamb(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], rates: Tensor) -> Tensor:
  for i in range(torch.len(p)):
    unused = self.moments(g[i], m[i], v[i], 0.9, 0.999)
    u = torch.div(m[i], torch.add_(torch.sqrt(v[i]), 1.e-6))
    weight = torch.clamp_max(torch.linalg_vector_norm(torch.flatten(p[i], 1), 2, [1]), 10.)
    length = torch.linalg_vector_norm(torch.flatten(u, 1), 2, [1])
    none = torch.logical_or(torch.eq(weight, 0), torch.eq(length, 0))
    ratio = torch.where(none, torch.ones_like(weight), torch.div(weight, length))
    torch.addcmul_(p[i], u, self.by_run(torch.mul(rates, ratio), u), value=-1)
  return p[0]

# Adam; step counts from 1.
def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], rates: Tensor, step: int) -> Tensor:
  first, second = 1. - 0.9 ** float(step), 1. - 0.999 ** float(step)
  for i in range(torch.len(p)):
    unused = self.moments(g[i], m[i], v[i], 0.9, 0.999)
    u = torch.div(m[i], torch.add_(torch.sqrt(torch.div(v[i], second)), 1.e-8))
    torch.addcmul_(p[i], u, self.by_run(torch.div(rates, first), u), value=-1)
  return p[0]

# One training step in place; -> the loss before it.
#   rates [runs]: the learning rates now      keep [runs]: what the biases are multiplied by after the update
def step(v: Tensor, p: List[Tensor], m: List[Tensor], s: List[Tensor], projection: Tensor, target: Tensor,
         rates: Tensor, keep: Tensor, task: int, activation: int, penalty: float, step: int) -> Tensor:
  g = self.gradient(v, p, projection, target, task, activation, penalty)
  if step > 0:
    unused = self.adam(p, g, m, s, rates, step)
  else:
    unused = self.lamb(p, g, m, s, rates)
  torch.mul_(p[1], torch.unsqueeze(keep, 1))
  return g[3]

# How each unit answers to single features of value 1, negative answers counted as none:
# -> its largest answer and the sum of its answers, float64, and the feature of the former, int64; each [runs, units]
def answers(p: List[Tensor], projection: Tensor, activation: int) -> List[Tensor]:
  pre = torch.baddbmm(torch.unsqueeze(p[1], 1), projection, torch.transpose(p[0], 1, 2))
  a = torch.clamp_min(self.activate(pre, activation), 0)
  largest, feature = torch.max(a, 1)
  return [torch.to(largest, 7), torch.sum(torch.to(a, 7), [1]), feature]
