# Gradients of the next-token loss of a GPT-2. Shapes: b contexts, p predicted positions,
# n = b * p tokens, d = dModel, m = dMlp, v = vocabulary. Linear maps are [in, out].

from .regularise import *

# x [n, in] -> [n, out]; with half, both factors and the result are bfloat16.
def linear(x: Tensor, w: Tensor, bias: Tensor, half: bool) -> Tensor:
  if half:
    return torch.addmm(torch.to(bias, 15), torch.to(x, 15), torch.to(w, 15))
  return torch.addmm(bias, x, w)

def normalize(x: Tensor, gain: Tensor, bias: Tensor, epsilon: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 1)], gain, bias, epsilon)

# q, k, v [b, heads, p, dHead] -> [b, heads, p, dHead]. In bfloat16 the plain products on the matrix
# unit take half the time of the fused kernel, whose backward pass does not use it; in float32 the
# fused kernel is the faster one.
def mix(q: Tensor, k: Tensor, v: Tensor, half: bool) -> Tensor:
  if not half:
    return torch.scaled_dot_product_attention(q, k, v, is_causal=True)
  b, h, p, d = torch.size(q)
  mask = torch.triu(torch.full([p, p], -inf, dtype=q.dtype, device=q.device), 1)
  keys = torch.transpose(torch.reshape(k, [b * h, p, d]), 1, 2)
  scores = torch.baddbmm(torch.expand(mask, [b * h, p, p]), torch.reshape(q, [b * h, p, d]), keys, alpha=d ** -0.5)
  return torch.view(torch.bmm(torch.softmax(scores, -1), torch.reshape(v, [b * h, p, d])), [b, h, p, d])

def attend(x: Tensor, w: List[Tensor], at: int, shape: List[int], half: bool) -> Tensor:
  d = torch.size(x, 1)
  qkv = self.linear(x, w[at + 2], w[at + 3], half)
  qkv = torch.permute(torch.view(qkv, [shape[0], shape[1], 3, shape[2], d // shape[2]]), [2, 0, 3, 1, 4])
  z = self.mix(qkv[0], qkv[1], qkv[2], half)
  z = torch.reshape(torch.transpose(z, 1, 2), [-1, d])
  return self.linear(z, w[at + 4], w[at + 5], half)

# kind: 0 relu, 1 gelu, 2 gelu with tanh
def activate(x: Tensor, kind: int) -> Tensor:
  if kind == 0:
    return torch.relu(x)
  if kind == 1:
    return torch.gelu(x)
  return torch.gelu(x, approximate="tanh")

# The activations of one layer's up-projection [n, m], after what its rule does to them; no rules: [0].
def activated(hidden: Tensor, kind: int, layer: int, rules: Tensor, state: List[Tensor], losses: List[Tensor], scale: float) -> Tensor:
  z = self.activate(hidden, kind)
  if torch.numel(rules) == 0:
    return z
  rule = rules[layer]
  unused = self.decorrelate(hidden, rule, 0, losses, scale)
  unused = self.decorrelate(z, rule, 1, losses, scale)
  return self.restrained(z, rule, 0, state, losses, scale)

# z after a layer's inhibition, if its rule has one at this site.
def restrained(z: Tensor, rule: Tensor, site: int, state: List[Tensor], losses: List[Tensor], scale: float) -> Tensor:
  if float(rule[0]) >= 0. and int(rule[11]) == site:
    return self.inhibit(z, rule, state, losses, scale)
  return z

# x [n, d], the residual stream of contexts of shape [b, p, heads]; w all weights in layout order
# -> what the unembedding reads, [n, d]; what is to be added to the loss is appended to losses
def body(x: Tensor, w: List[Tensor], shape: List[int], layers: int, epsilon: float, kind: int, half: bool, rules: Tensor, state: List[Tensor], losses: List[Tensor], scale: float) -> Tensor:
  for layer in range(layers):
    at = 2 + 12 * layer
    x = x + self.attend(self.normalize(x, w[at], w[at + 1], epsilon), w, at, shape, half)
    hidden = self.linear(self.normalize(x, w[at + 6], w[at + 7], epsilon), w[at + 8], w[at + 9], half)
    x = x + self.linear(self.activated(hidden, kind, layer, rules, state, losses, scale), w[at + 10], w[at + 11], half)
    if torch.numel(rules) > 0:
      x = self.restrained(x, rules[layer], 1, state, losses, scale)
  at = 2 + 12 * layers
  return self.normalize(x, w[at], w[at + 1], epsilon)

# The unembedding and the loss, by hand, so that logits exist for a few rows at a time: [rows, v]. With
# q = softmax(logits), the sum of losses -ln q[target] has the slopes
#   dHidden = q U - U[target],  dU = q' hidden - scatter(hidden to target)
# and the one-hot target never touches the wide matrix. A probability below the smallest normal float
# counts as that float, in the loss alone. In bfloat16 a loss carries that format's rounding of q.
# hidden [n, d], targets [n], unembedding and its gradient [v, d]; gradients are times scale.
# -> [sum of losses (float64), dHidden [n, d]]
def head(hidden: Tensor, targets: Tensor, unembedding: Tensor, gradient: Tensor, scale: float, rows: int, half: bool) -> List[Tensor]:
  u = unembedding
  scaled = hidden * scale
  narrow = scaled
  if half:
    u = torch.to(u, 15)
    narrow = torch.to(scaled, 15)
  out = torch.empty_like(hidden)
  chosen = torch.empty([torch.size(hidden, 0), 1], dtype=u.dtype, device=u.device)
  for start in range(0, torch.size(hidden, 0), rows):
    end = start + rows
    q = torch.mm(torch.to(hidden[start:end], u.dtype), torch.t(u))
    torch._softmax(q, 1, False, out=q)
    torch.copy_(chosen[start:end], torch.gather(q, 1, torch.unsqueeze(targets[start:end], 1)))
    torch.copy_(out[start:end], torch.mm(q, u))
    if half:
      torch.add_(gradient, torch.mm(torch.t(q), narrow[start:end]))
    else:
      torch.addmm_(gradient, torch.t(q), narrow[start:end])
  torch.mul_(torch.sub_(out, torch.embedding(unembedding, targets)), scale)
  torch.sub_(gradient, torch.embedding_dense_backward(scaled, targets, torch.size(unembedding, 0), -1, False))
  loss = torch.neg(torch.sum(torch.log(torch.clamp(torch.to(chosen, 7), min=1.17549435e-38))))
  return [loss, out]

# tokens [b, p + 1], weights and gradients in layout order; the gradients are added to.
# settings, float64: heads, layers, epsilon, activation kind, half (0 or 1), tied (0 or 1), rows of
# logits at once, scale of the gradient. rules and state: see regularise.py; a layer's rule for each, or [0].
# -> [sum of losses over b * p predictions, float64, without what rules add]
def accumulate(tokens: Tensor, weights: List[Tensor], gradients: List[Tensor], settings: Tensor, rules: Tensor, state: List[Tensor]) -> List[Tensor]:
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
  losses = annotate(List[Tensor], [])
  hidden = self.body(x, leaves, [b, p, heads], layers, epsilon, kind, half, rules, state, losses, float(settings[7]))
  torch.set_grad_enabled(False)
  result = self.head(torch.detach(hidden), targets, weights[last], gradients[last], float(settings[7]), int(settings[6]), half)
  variables = [x]
  for i in range(2, 4 + 12 * layers):
    variables.append(leaves[i])
  pulls = annotate(List[Optional[Tensor]], [result[1]])
  for i in range(torch.len(losses)):
    pulls.append(torch.ones_like(losses[i]))
  torch.set_grad_enabled(True)
  slopes = torch.grad([hidden] + losses, variables, pulls)
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
