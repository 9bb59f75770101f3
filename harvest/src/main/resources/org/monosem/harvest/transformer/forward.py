# The forward pass of a GPT-2, one kernel for each hook point. Shapes: b contexts, p positions,
# d = dModel, m = dMlp, v = vocabulary. Linear maps are [in, out].

# tokens [batch, p], contexts begin .. end-1 of it; wte [v, d] -> [b, p, d]
def embed_tokens(tokens: Tensor, begin: int, end: int, wte: Tensor) -> Tensor:
  return torch.embedding(wte, tokens[begin:end])

# wpe [contextLength, d] -> [b, p, d], the same for every context
def embed_positions(embedded: Tensor, wpe: Tensor) -> Tensor:
  return torch.expand(wpe[:torch.size(embedded, 1)], torch.size(embedded))

def add(x: Tensor, y: Tensor) -> Tensor:
  return torch.add(x, y)

# Layer normalisation over the last axis, gain and bias applied.
def normalize(x: Tensor, gain: Tensor, bias: Tensor, epsilon: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, -1)], gain, bias, epsilon)

# x [b, p, in], w [in, out] -> [b, p, out]
def linear(x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
  rows = torch.reshape(x, [-1, torch.size(x, -1)])
  return torch.view(torch.addmm(bias, rows, w), [torch.size(x, 0), torch.size(x, 1), torch.size(w, 1)])

# x [b, p, d] -> z [b, p, d], the heads' results side by side: head h fills h*dHead .. (h+1)*dHead-1
def attend(x: Tensor, w: Tensor, bias: Tensor, heads: int) -> Tensor:
  b = torch.size(x, 0)
  p = torch.size(x, 1)
  d = torch.size(x, 2)
  qkv = torch.view(self.linear(x, w, bias), [b, p, 3, heads, d // heads])
  qkv = torch.permute(qkv, [2, 0, 3, 1, 4])
  z = torch.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], is_causal=True)
  return torch.reshape(torch.transpose(z, 1, 2), [b, p, d])

# kind: 0 relu, 1 gelu, 2 gelu with tanh
def activate(x: Tensor, kind: int) -> Tensor:
  if kind == 0:
    return torch.relu(x)
  if kind == 1:
    return torch.gelu(x)
  return torch.gelu(x, approximate="tanh")

# Copies activations [b, p, width] into contexts begin .. of out [batch, p, width].
def store(x: Tensor, out: Tensor, begin: int) -> int:
  torch.copy_(out[begin:begin + torch.size(x, 0)], x)
  return 0

# hidden [b, p, d], unembedding [v, d] -> logits into contexts begin .. of out [batch, p, v]
def store_logits(hidden: Tensor, unembedding: Tensor, out: Tensor, begin: int) -> int:
  part = out[begin:begin + torch.size(hidden, 0)]
  rows = torch.view(part, [-1, torch.size(unembedding, 0)])
  torch.mm(torch.reshape(hidden, [-1, torch.size(hidden, 2)]), torch.t(unembedding), out=rows)
  return 0

# hidden [b, p, d], tokens [batch, p] or [batch, p + 1] -> losses of predicting tokens 1 .. q from the
# position before each, q the last that has both, into contexts begin .. of out [batch, q]. Logits
# exist for a few rows at a time: [rows, v].
def store_losses(hidden: Tensor, tokens: Tensor, unembedding: Tensor, rows: int, out: Tensor, begin: int) -> int:
  b = torch.size(hidden, 0)
  q = torch.size(out, 1)
  h = torch.reshape(hidden[:, :q], [-1, torch.size(hidden, 2)])
  targets = torch.reshape(tokens[begin:begin + b, 1:q + 1], [-1, 1])
  losses = torch.view(out[begin:begin + b], [-1, 1])
  for start in range(0, torch.size(h, 0), rows):
    logits = torch.mm(h[start:start + rows], torch.t(unembedding))
    target = torch.gather(logits, 1, targets[start:start + rows])
    highest = torch.amax(logits, [1], True)
    total = torch.sum(torch.exp_(torch.sub_(logits, highest)), [1], True)
    torch.copy_(losses[start:start + rows], torch.log(total) + highest - target)
  return 0

# hidden: what the unembedding reads in r runs over the same tokens, each [b, p, d], the first one as the
# model is -> losses [r, b, p - 1] of predicting tokens [b, p] from the position before, and divergences
# [r - 1, b, p], the sum over the vocabulary of P0 (ln P0 - ln Pr) in nats. The logits of two runs exist
# at a time, for a few rows: [rows, v].
def store_comparison(hidden: List[Tensor], tokens: Tensor, unembedding: Tensor, rows: int, losses: Tensor, divergences: Tensor) -> int:
  b = torch.size(tokens, 0)
  p = torch.size(tokens, 1)
  d = torch.size(unembedding, 1)
  targets = torch.reshape(torch.roll(tokens, [-1], [1]), [-1, 1])
  found = torch.empty([torch.len(hidden), b * p, 1], dtype=losses.dtype, device=losses.device)
  apart = torch.view(divergences, [-1, b * p])
  for start in range(0, b * p, rows):
    clean = torch.log_softmax(torch.mm(torch.reshape(hidden[0], [-1, d])[start:start + rows], torch.t(unembedding)), 1)
    torch.copy_(found[0][start:start + rows], torch.gather(clean, 1, targets[start:start + rows]))
    weight = torch.exp(clean)
    for run in range(1, torch.len(hidden)):
      other = torch.log_softmax(torch.mm(torch.reshape(hidden[run], [-1, d])[start:start + rows], torch.t(unembedding)), 1)
      torch.copy_(found[run][start:start + rows], torch.gather(other, 1, targets[start:start + rows]))
      torch.copy_(apart[run - 1][start:start + rows], torch.sum(torch.mul_(torch.sub(clean, other), weight), [1]))
  torch.copy_(losses, torch.neg(torch.view(found, [-1, b, p])[:, :, :p - 1]))
  return 0

# Directions [n, d] added to the residual stream -> what they add to the logits, [n, v]: the final
# normalisation removes the mean and applies its gain.
def residual_to_logits(directions: Tensor, gain: Tensor, unembedding: Tensor, out: Tensor) -> int:
  centred = directions - torch.mean(directions, [1], True)
  torch.mm(centred * gain, torch.t(unembedding), out=out)
  return 0

# Directions [n, width] through one linear map.
def through(directions: Tensor, w: Tensor) -> Tensor:
  return torch.mm(directions, w)

def normalized_to_logits(directions: Tensor, unembedding: Tensor, out: Tensor) -> int:
  torch.mm(directions, torch.t(unembedding), out=out)
  return 0

# hidden [b, p, d] -> logits of the last position into out [b, 1, v]
def store_last_logits(hidden: Tensor, unembedding: Tensor, out: Tensor) -> int:
  torch.copy_(out, torch.matmul(hidden[:, -1:], torch.t(unembedding)))
  return 0
