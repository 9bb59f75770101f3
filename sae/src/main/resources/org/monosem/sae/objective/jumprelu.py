# The JumpReLU dictionary: loss, gradient, and the surrogate gradient by its thresholds.
#
#   h = xc wEnc^T + bEnc    t = max(threshold, 0)    f = h where h > t, else 0    xhat = f wDec + bDec
#   L = mean over batch ( a |y - xhat|^2 ) + c S,  S by kind, with L0 the mean over the batch of the number of f > 0:
#     0: L0    1: (L0 / number - 1)^2    2: mean over batch of sum_i tanh(number f_i)
#
# p is [wEnc, bEnc, wDec, bDec, threshold [dSae]]. The encoder finds v = h - t + bandwidth / 2 where it is positive: the
# active pairs (v > bandwidth / 2) and those in the surrogate's window (0 < v < bandwidth). Both paths decide by v.

from .entries import *

# How far v is below h: [dSae].
def bound(p: List[Tensor], bandwidth: float) -> Tensor:
  return torch.sub(torch.clamp_min(p[4], 0), 0.5 * bandwidth)

# The encoder's bias for v: [dSae].
def bias(p: List[Tensor], bandwidth: float) -> Tensor:
  return torch.sub(p[1], self.bound(p, bandwidth))

def activation(v: Tensor, bound: Tensor, bandwidth: float) -> Tensor:
  return torch.where(torch.gt(v, 0.5 * bandwidth), torch.add(v, bound), 0.)

# The gradient by one pair's being active, as the surrogate sees it: [].  count: active pairs of the batch
def pull(count: Tensor, batch: int, kind: int, number: float, coefficient: float) -> Tensor:
  each = torch.full_like(count, coefficient / float(batch))
  if kind == 1:
    from_target = torch.sub(torch.div(count, float(batch) * number), 1)
    each = torch.mul(each, torch.mul(from_target, 2. / number))
  elif kind == 2:
    each = torch.zeros_like(count)
  return each

# S times the batch: float64 [].  saturated: sum over the batch of tanh
def penalty(count: Tensor, saturated: Tensor, batch: int, kind: int, number: float) -> Tensor:
  if kind == 0:
    total = count
  elif kind == 1:
    total = torch.mul(torch.pow(torch.sub(torch.div(count, float(batch) * number), 1), 2), float(batch))
  else:
    total = saturated
  return total

# Completes the gradient by f, in place, with the penalty's; -> the sum of tanh.
def saturate(df: Tensor, f: Tensor, kind: int, number: float, weight: float) -> Tensor:
  total = torch.zeros([], dtype=7, device=f.device)
  if kind == 2:
    level = torch.tanh(torch.mul(f, number))
    torch.add_(df, torch.rsub(torch.mul(level, level), 1), alpha=weight * number)
    total = torch.sum(level, dtype=7)
  return total

# Each pair's part of the gradient by its threshold: -(t df + pull) / bandwidth inside the window.
def surrogate(v: Tensor, df: Tensor, t: Tensor, pull: Tensor, bandwidth: float) -> Tensor:
  window = torch.logical_and(torch.gt(v, 0), torch.lt(v, bandwidth))
  jump = torch.add(torch.mul(t, df), torch.to(pull, df))
  return torch.mul(torch.mul(jump, -1. / bandwidth), window)

# A threshold that acts as zero is not pushed further down.
def lifted(g: Tensor, p: List[Tensor]) -> Tensor:
  return torch.where(torch.gt(p[4], 0), g, torch.clamp_max(g, 0))

# written: how many pairs reach the surrogate's window, which is what the sparse way writes, int64 []
def finish(y: Tensor, p: List[Tensor], g: List[Tensor], e: Tensor, counts: Tensor, penalty: Tensor, pre_bias: bool,
           scale: float, missed: Tensor, written: Tensor) -> List[Tensor]:
  g_dec_bias = self.decoder_bias(e, p, g[1], pre_bias)
  none = torch.zeros([], dtype=7, device=y.device)
  stats = self.statistics(y, e, scale, penalty, counts, none)
  return [g[0], g[1], g[2], g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7), missed, self.lifted(g[3], p), e,
          written]

# entries: rows, columns, v, missed; through: the surrogate is also the gradient by h, with the sign turned
def sparse_gradient(x: Tensor, y: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], block: int,
                    pre_bias: bool, error_factor: float, bandwidth: float, through: bool, kind: int, number: float,
                    coefficient: float) -> List[Tensor]:
  batch, features = torch.size(x, 0), torch.size(p[0], 0)
  scale = 2. * error_factor / float(batch)
  columns, v = entries[1], entries[2]
  f = self.activation(v, torch.index_select(self.bound(p, bandwidth), 0, columns), bandwidth)
  active = [entries[0], columns, f, entries[3]]
  count = torch.to(torch.sum(torch.gt(f, 0)), 7)
  offsets = self.row_offsets(entries, batch)
  e = torch.sub_(torch.add_(self.decoded(entries, offsets, f, p[2], block), p[3]), y)
  torch.mul_(e, scale)
  df = self.products(e, entries, offsets, p[2])
  saturated = self.saturate(df, f, kind, number, coefficient / float(batch))
  each = self.pull(count, batch, kind, number, coefficient)
  t = torch.index_select(torch.clamp_min(p[4], 0), 0, columns)
  s = self.surrogate(v, df, t, each, bandwidth)
  dh = torch.mul(df, torch.gt(f, 0))
  if through:
    dh = torch.sub(dh, s)
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(e, entries, order, offsets, f, block)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, dh, block)
  g_bias, g_threshold, counts = self.sums_by_feature(dh, s, active, order, offsets, True)
  penalty = self.penalty(count, saturated, batch, kind, number)
  return self.finish(y, p, [g_enc, g_bias, g_dec, g_threshold], e, counts, penalty, pre_bias, scale, entries[3],
                     torch.sum(torch.gt(v, 0)))

# The number of active pairs of a batch, by tiles of rows: float64 [].
def active_count(xc: Tensor, shifted: List[Tensor], buffer: Tensor, low: bool, bandwidth: float) -> Tensor:
  batch, tile = torch.size(xc, 0), torch.size(buffer, 0)
  count = torch.zeros([], dtype=7, device=xc.device)
  for start in range(0, batch, tile):
    v = self.encode(torch.slice(xc, 0, start, min(start + tile, batch), 1), shifted, buffer, low)
    count = torch.add(count, torch.to(torch.sum(torch.gt(v, 0.5 * bandwidth)), 7))
  return count

# The same by dense products, through tiles of rows; the quadratic penalty has to count first.
def dense_gradient(x: Tensor, y: Tensor, p: List[Tensor], buffer: Tensor, buffer2: Tensor, low: bool, pre_bias: bool,
                   error_factor: float, bandwidth: float, through: bool, kind: int, number: float,
                   coefficient: float) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  scale = 2. * error_factor / float(batch)
  xc = self.centred(x, p, pre_bias)
  bound, t = self.bound(p, bandwidth), torch.clamp_min(p[4], 0)
  shifted = [p[0], self.bias(p, bandwidth)]
  count = torch.zeros([], dtype=7, device=x.device)
  if kind == 1:
    count = self.active_count(xc, shifted, buffer, low, bandwidth)
  each = self.pull(count, batch, kind, number, coefficient)
  e = torch.empty_like(y)
  g_enc, g_dec = torch.zeros_like(p[0]), torch.zeros_like(p[2])
  g_bias, g_threshold = torch.zeros_like(p[1]), torch.zeros_like(p[1])
  counts = torch.zeros([torch.size(p[0], 0)], dtype=4, device=x.device)
  written = torch.zeros([], dtype=4, device=x.device)
  saturated = torch.zeros([], dtype=7, device=x.device)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    xt = torch.slice(xc, 0, start, stop, 1)
    v = self.encode(xt, shifted, buffer, low)
    torch.add_(written, torch.sum(torch.gt(v, 0)))
    f = self.activation(v, bound, bandwidth)
    et = torch.slice(e, 0, start, stop, 1)
    torch.addmm(p[3], f, p[2], out=et)
    torch.mul_(torch.sub_(et, torch.slice(y, 0, start, stop, 1)), scale)
    df = torch.mm(et, torch.t(p[2]), out=torch.slice(buffer2, 0, 0, stop - start, 1))
    saturated = torch.add(saturated, self.saturate(df, f, kind, number, coefficient / float(batch)))
    s = self.surrogate(v, df, t, each, bandwidth)
    live = torch.gt(f, 0)
    torch.mul_(df, live)
    if through:
      torch.sub_(df, s)
    torch.addmm_(g_dec, torch.t(f), et)
    torch.addmm_(g_enc, torch.t(df), xt)
    torch.add_(g_bias, torch.sum(df, [0]))
    torch.add_(g_threshold, torch.sum(s, [0]))
    torch.add_(counts, torch.sum(live, [0]))
  penalty = self.penalty(torch.to(torch.sum(counts), 7), saturated, batch, kind, number)
  missed = torch.zeros([], dtype=4, device=x.device)
  return self.finish(y, p, [g_enc, g_bias, g_dec, g_threshold], e, counts, penalty, pre_bias, scale, missed,
                     written)
