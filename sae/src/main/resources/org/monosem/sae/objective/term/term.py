# Regularisation terms of a dictionary's training: value and hand-written gradient, added in place to the objective's.
#
#   x [rows, dIn]: the first rows of a batch; xc: the same as the encoder sees them
#   p: [wEnc [dSae, dIn], bEnc [dSae], bDec, ...], g: their gradients; beyond them for kind 3 the threshold, for kind 4
#     rMag and bMag, [dSae] each
# Which features are active counts as constant. Arrays of rows x dSae exist, so rows are few.

# kind: 0 above 0, 1 the k largest of each row, 2 the k rows largest, 3 above a threshold, 4 gated
# -> [features [rows, dSae], which are active, pre-activations]
def active(xc: Tensor, p: List[Tensor], kind: int, k: int) -> List[Tensor]:
  pre = torch.addmm(p[1], xc, torch.t(p[0]))
  open = torch.gt(pre, 0)
  if kind == 1:
    top = torch.topk(pre, min(k, torch.size(pre, 1)), 1)[1]
    open = torch.logical_and(open, torch.gt(torch.scatter(torch.zeros_like(pre), 1, top, 1), 0))
  elif kind == 2:
    flat = torch.reshape(pre, [-1])
    top = torch.topk(flat, min(k * torch.size(pre, 0), torch.numel(flat)), 0)[1]
    chosen = torch.scatter(torch.zeros_like(flat), 0, top, 1)
    open = torch.logical_and(open, torch.gt(torch.view_as(chosen, pre), 0))
  elif kind == 3:
    open = torch.gt(pre, torch.clamp_min(p[3], 0))
  f = torch.mul(pre, open)
  if kind == 4:
    magnitude = torch.add(torch.mul(torch.sub(pre, p[1]), torch.exp(p[3])), p[4])
    f = torch.mul(torch.relu(magnitude), open)
    open = torch.gt(f, 0)
  return [f, open, pre]

def seen(x: Tensor, rows: int, p: List[Tensor], pre_bias: bool) -> Tensor:
  part = torch.slice(x, 0, 0, rows, 1)
  if pre_bias:
    part = torch.sub(part, p[2])
  return part

# -> [1]: weight times the mean of 1 - cos(e_a, e_b) over pairs a, b of rows on which a feature is active, e = xc * wEnc_i: over
# features with such pairs the mean of theirs, or over all pairs. With S = sum_a e_a / |e_a| and n rows of a feature,
# the sum over its ordered pairs is n^2 - |S|^2.
def embedding(x: Tensor, rows: int, p: List[Tensor], g: List[Tensor], kind: int, k: int, pre_bias: bool,
              per_feature: bool, weight: float) -> Tensor:
  xc, w = self.seen(x, rows, p, pre_bias), p[0]
  open = self.active(xc, p, kind, k)[1]
  squares = torch.square(xc)
  norms = torch.mm(squares, torch.t(torch.square(w)))
  a = torch.where(torch.logical_and(open, torch.gt(norms, 0)), torch.rsqrt(norms), torch.zeros_like(norms))
  n = torch.to(torch.sum(torch.gt(a, 0), [0]), x)
  pairs = torch.mul(n, torch.sub(n, 1))
  shared = torch.to(torch.gt(pairs, 0), x)
  if per_feature:
    each = torch.div(torch.div(shared, torch.clamp_min(pairs, 1)), torch.clamp_min(torch.sum(shared), 1))
  else:
    each = torch.div(shared, torch.clamp_min(torch.sum(pairs), 1))
  t = torch.mm(torch.t(a), xc)
  s = torch.mul(w, t)
  ws = torch.mul(w, s)
  pull = torch.mul(each, -2. * weight)
  b = torch.mul(torch.mul(torch.mm(xc, torch.t(ws)), torch.square(a)), a)
  by_weight = torch.sub(torch.mul(s, t), torch.mul(w, torch.mm(torch.t(b), squares)))
  torch.add_(g[0], torch.mul(by_weight, torch.unsqueeze(pull, 1)))
  if pre_bias:
    by_row = torch.mm(torch.mul(a, pull), ws)
    by_row = torch.sub(by_row, torch.mul(xc, torch.mm(torch.mul(b, pull), torch.square(w))))
    torch.sub_(g[2], torch.sum(by_row, [0]))
  apart = torch.sub(torch.square(n), torch.sum(torch.square(s), [1]))
  return torch.reshape(torch.mul(torch.sum(torch.mul(each, apart)), weight), [1])

# -> [1]: weight times |Z Z' - I|_F^2, Z the features of the rows, each row divided by its norm if unit.
def decorrelation(x: Tensor, rows: int, p: List[Tensor], g: List[Tensor], kind: int, k: int, pre_bias: bool, unit: bool,
                  weight: float) -> Tensor:
  xc = self.seen(x, rows, p, pre_bias)
  f, open, pre = self.active(xc, p, kind, k)
  inverse = torch.ones([torch.size(f, 0), 1], dtype=f.dtype, device=f.device)
  if unit:
    norms = torch.linalg_vector_norm(f, 2, [1], True)
    inverse = torch.where(torch.gt(norms, 0), torch.reciprocal(norms), torch.zeros_like(norms))
  z = torch.mul(f, inverse)
  off = torch.sub(torch.mm(z, torch.t(z)), torch.eye(torch.size(z, 0), dtype=z.dtype, device=z.device))
  dz = torch.mul(torch.mm(off, z), 4. * weight)
  if unit:
    dz = torch.mul(torch.sub(dz, torch.mul(z, torch.sum(torch.mul(z, dz), [1], True))), inverse)
  df = torch.mul(dz, open)
  unused = self.descend(xc, p, g, df, pre, kind, pre_bias)
  return torch.reshape(torch.mul(torch.sum(torch.square(off)), weight), [1])

# Adds the gradients by the parameters, from those by the active features.
def descend(xc: Tensor, p: List[Tensor], g: List[Tensor], df: Tensor, pre: Tensor, kind: int, pre_bias: bool) -> int:
  inner = df
  if kind == 4:
    inner = torch.mul(df, torch.exp(p[3]))
    torch.add_(g[3], torch.sum(torch.mul(inner, torch.sub(pre, p[1])), [0]))
    torch.add_(g[4], torch.sum(df, [0]))
  else:
    torch.add_(g[1], torch.sum(df, [0]))
  torch.add_(g[0], torch.mm(torch.t(inner), xc))
  if pre_bias:
    torch.sub_(g[2], torch.mv(torch.t(p[0]), torch.sum(inner, [0])))
  return 0
