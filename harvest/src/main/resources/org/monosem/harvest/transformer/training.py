# Gradients of the next-token loss of a GPT-2. Shapes: b contexts, p predicted positions,
# n = b * p tokens, d = dModel, m = dMlp, v = vocabulary. Linear maps are [in, out].

# x [n, in] -> [n, out]; with half, both factors and the result are bfloat16.
def linear(x: Tensor, w: Tensor, bias: Tensor, half: bool) -> Tensor:
  if half:
    return torch.addmm(torch.to(bias, 15), torch.to(x, 15), torch.to(w, 15))
  return torch.addmm(bias, x, w)

def normalize(x: Tensor, gain: Tensor, bias: Tensor, epsilon: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 1)], gain, bias, epsilon)

def attend(x: Tensor, w: List[Tensor], at: int, shape: List[int], half: bool) -> Tensor:
  d = torch.size(x, 1)
  qkv = self.linear(x, w[at + 2], w[at + 3], half)
  qkv = torch.permute(torch.view(qkv, [shape[0], shape[1], 3, shape[2], d // shape[2]]), [2, 0, 3, 1, 4])
  z = torch.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], is_causal=True)
  z = torch.reshape(torch.transpose(z, 1, 2), [-1, d])
  return self.linear(z, w[at + 4], w[at + 5], half)

# kind: 0 relu, 1 gelu, 2 gelu with tanh
def activate(x: Tensor, kind: int) -> Tensor:
  if kind == 0:
    return torch.relu(x)
  if kind == 1:
    return torch.gelu(x)
  return torch.gelu(x, approximate="tanh")

# x [n, d], the residual stream of contexts of shape [b, p, heads]; w all weights in layout order
# -> what the unembedding reads, [n, d]
def body(x: Tensor, w: List[Tensor], shape: List[int], layers: int, epsilon: float, kind: int, half: bool) -> Tensor:
  for layer in range(layers):
    at = 2 + 12 * layer
    x = x + self.attend(self.normalize(x, w[at], w[at + 1], epsilon), w, at, shape, half)
    hidden = self.linear(self.normalize(x, w[at + 6], w[at + 7], epsilon), w[at + 8], w[at + 9], half)
    x = x + self.linear(self.activate(hidden, kind), w[at + 10], w[at + 11], half)
  at = 2 + 12 * layers
  return self.normalize(x, w[at], w[at + 1], epsilon)

# The unembedding and the loss, by hand, so that logits exist for a few rows at a time: [rows, v].
# With e = exp(logits - max) and s = sum(e), softmax = e / s, hence for the sum of losses
#   dLoss/dHidden = (e U) / s - U[target],  dLoss/dU = e' (hidden / s) - scatter(hidden to target)
# and neither the division by s nor the one-hot target ever touches the wide matrix.
# hidden [n, d], targets [n], unembedding and its gradient [v, d]; gradients are times scale.
# -> [sum of losses (float64), dHidden [n, d]]
def head(hidden: Tensor, targets: Tensor, unembedding: Tensor, gradient: Tensor, scale: float, rows: int, half: bool) -> List[Tensor]:
  u = unembedding
  if half:
    u = torch.to(u, 15)
  out = torch.empty_like(hidden)
  loss = torch.zeros([], dtype=7, device=hidden.device)
  for start in range(0, torch.size(hidden, 0), rows):
    h = hidden[start:start + rows]
    t = targets[start:start + rows]
    narrow = h
    if half:
      narrow = torch.to(h, 15)
    e = torch.mm(narrow, torch.t(u))
    picked = torch.gather(e, 1, torch.unsqueeze(t, 1))
    highest = torch.amax(e, [1], True)
    torch.exp_(torch.sub_(e, highest))
    s = torch.sum(e, [1], True, dtype=h.dtype)
    loss = loss + torch.sum(torch.log(s) + (highest - picked), dtype=7)
    r = scale / s
    torch.copy_(out[start:start + rows], torch.mm(e, u) * r - unembedding[t] * scale)
    scaled = h * r
    if half:
      torch.add_(gradient, torch.mm(torch.t(e), torch.to(scaled, 15)))
    else:
      torch.addmm_(gradient, torch.t(e), scaled)
  torch.sub_(gradient, torch.embedding_dense_backward(hidden * scale, targets, torch.size(unembedding, 0), -1, False))
  return [loss, out]

# tokens [b, p + 1], weights and gradients in layout order; the gradients are added to.
# settings, float64: heads, layers, epsilon, activation kind, half (0 or 1), tied (0 or 1), rows of
# logits at once, scale of the gradient.
# -> [sum of losses over b * p predictions, float64]
def accumulate(tokens: Tensor, weights: List[Tensor], gradients: List[Tensor], settings: Tensor) -> List[Tensor]:
  heads = int(settings[0])
  layers = int(settings[1])
  epsilon = float(settings[2])
  kind = int(settings[3])
  half = bool(settings[4])
  last = torch.len(weights) - 1
  if bool(settings[5]):
    last = 0
  inputs = tokens[:, :-1]
  targets = torch.reshape(tokens[:, 1:], [-1])
  b = torch.size(inputs, 0)
  p = torch.size(inputs, 1)
  d = torch.size(weights[0], 1)
  embedded = torch.embedding(weights[0], inputs) + weights[1][:p]
  torch.set_grad_enabled(True)
  leaves = annotate(List[Tensor], [])
  for i in range(torch.len(weights)):
    leaves.append(torch.requires_grad_(torch.detach(weights[i]), True))
  x = torch.requires_grad_(torch.reshape(embedded, [-1, d]), True)
  hidden = self.body(x, leaves, [b, p, heads], layers, epsilon, kind, half)
  torch.set_grad_enabled(False)
  result = self.head(torch.detach(hidden), targets, weights[last], gradients[last], float(settings[7]), int(settings[6]), half)
  variables = [x]
  for i in range(2, 4 + 12 * layers):
    variables.append(leaves[i])
  torch.set_grad_enabled(True)
  slopes = torch.grad([hidden], variables, annotate(List[Optional[Tensor]], [result[1]]))
  torch.set_grad_enabled(False)
  slope = unchecked_cast(Tensor, slopes[0])
  torch.add_(gradients[0], torch.embedding_dense_backward(slope, torch.reshape(inputs, [-1]), torch.size(weights[0], 0), -1, False))
  torch.add_(gradients[1][:p], torch.sum(torch.view(slope, [b, p, d]), [0]))
  for i in range(2, 4 + 12 * layers):
    torch.add_(gradients[i], unchecked_cast(Tensor, slopes[i - 1]))
  return [result[0]]

# Scales gradients to a joint Euclidean norm of at most limit -> their norm before, float32
def clip(gradients: List[Tensor], limit: float) -> Tensor:
  norm = torch.norm(torch.stack(torch._foreach_norm(gradients)))
  scale = float(torch.clamp(limit / (norm + 1e-6), max=1.))
  torch._foreach_mul_(gradients, scale)
  return norm

def zero(gradients: List[Tensor]) -> int:
  torch._foreach_zero_(gradients)
  return 0

# AdamW with decoupled decay; steps hold the number of updates made so far. In place.
def update(weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> int:
  torch._foreach_add_(steps, 1)
  torch._fused_adamw_(weights, gradients, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
  return 0
