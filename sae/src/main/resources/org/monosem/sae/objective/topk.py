# Dictionaries whose active entries are the largest pre-activations, of each row or of the batch, and AuxK.
#
#   f  = relu(h) for the chosen entries of h = xc wEnc^T + bEnc, else 0
#   L  = mean over batch ( a |y - xhat|^2 ) + AuxK,   xhat = f wDec + bDec
#
# Which entries are chosen is locally constant, so the gradient is that of a ReLU at the chosen entries.

from .entries import *

# Pre-activations of one tile of rows.
def pre_activations(xc: Tensor, p: List[Tensor], buffer: Tensor) -> Tensor:
  return self.encode(xc, p, buffer, False)

# Each row's largest by ascending column, for number formats that only checks use: values, columns int32 [rows, k].
def largest(pre: Tensor, k: int) -> List[Tensor]:
  columns = torch.sort(torch.topk(pre, k, 1, True, False)[1], 1)[0]
  return [torch.gather(pre, 1, columns), torch.to(columns, 3)]

# Entries out of each row's largest: values and columns [rows of a tile, k], tile after tile.
def row_entries(values: List[Tensor], columns: List[Tensor]) -> List[Tensor]:
  largest = torch.cat(values)
  rows, k = torch.size(largest, 0), torch.size(largest, 1)
  row = torch.arange(0, rows, dtype=3, device=largest.device)
  # Of one row this would stay a view of one number, which kernels that read memory as it lies do not expect.
  row = torch.contiguous(torch.reshape(torch.expand(torch.unsqueeze(row, 1), [rows, k]), [-1]))
  missed = torch.zeros([], dtype=4, device=largest.device)
  return [row, torch.reshape(torch.cat(columns), [-1]), torch.clamp_min(torch.reshape(largest, [-1]), 0), missed]

# The `count` largest entries of a batch among candidates: all positive pre-activations above a bound.
#   candidates: rows, columns, values (pre-activation - bound, positive), missed
#   -> entries and the least pre-activation chosen (0 if there is none). Missed are counted entries without room, and 1
#     if there were too few candidates above a bound that is not zero.
def batch_entries(candidates: List[Tensor], bound: Tensor, count: int) -> List[Tensor]:
  above = candidates[2]
  k = min(count, torch.numel(above))
  top, at = torch.topk(above, k, 0, True, False)
  at = torch.sort(at)[0]
  above = torch.index_select(above, 0, at)
  chosen = torch.mul(torch.add(above, torch.to(bound, above)), torch.gt(above, 0))
  live = torch.sum(torch.gt(above, 0))
  few = torch.logical_and(torch.lt(live, count), torch.gt(bound, 0))
  most = torch.full([1], 3.0e38, dtype=chosen.dtype, device=chosen.device)
  least = torch.amin(torch.cat([torch.where(torch.gt(chosen, 0), chosen, 3.0e38), most]))
  least = torch.where(torch.lt(least, 3.0e38), least, 0.)
  missed = torch.add(candidates[3], torch.to(few, 4))
  return [torch.index_select(candidates[0], 0, at), torch.index_select(candidates[1], 0, at), chosen, missed,
          torch.to(least, 7)]

# The gradient at the chosen entries.
#   dead: int64 [dead], may be empty; aux: [k, coefficient, normalisation], see AuxK: 0 share, 1 residual, 2 target
def gradient(x: Tensor, y: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], padded: bool, block: int,
             pre_bias: bool, error_factor: float, dead: Tensor, aux_k: int, aux_coefficient: float,
             aux_normalisation: int) -> List[Tensor]:
  batch, features = torch.size(x, 0), torch.size(p[0], 0)
  scale = 2. * error_factor / float(batch)
  offsets = self.row_offsets(entries, batch)
  e = torch.sub_(torch.add_(self.decoded(entries, offsets, entries[2], p[2], block), p[3]), y)
  auxiliary = torch.zeros([], dtype=x.dtype, device=x.device)
  g_aux = annotate(List[Tensor], [])
  if torch.numel(dead) > 0 and aux_coefficient > 0.:
    auxiliary, g_aux = self.auxiliary(xc, y, e, p, dead, error_factor, aux_k, aux_coefficient, aux_normalisation)
  torch.mul_(e, scale)
  df = self.products(e, entries, offsets, p[2])
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(e, entries, order, offsets, entries[2], block)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, df, block)
  g_bias, activation_sum, counts = self.sums_by_feature(df, entries[2], entries, order, offsets, padded)
  if torch.len(g_aux) > 0:
    torch.index_add_(g_enc, 0, dead, g_aux[0])
    torch.index_add_(g_bias, 0, dead, g_aux[1])
    torch.index_add_(g_dec, 0, dead, g_aux[2])
  g_dec_bias = self.decoder_bias(e, p, g_bias, pre_bias)
  penalty = torch.zeros([], dtype=x.dtype, device=x.device)
  stats = self.statistics(y, e, scale, penalty, counts, auxiliary)
  return [g_enc, g_bias, g_dec, g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7), entries[3], e]

# AuxK by dense products with the dead features' rows only, through tiles of rows.
#   e: xhat - y, not scaled
#   -> its loss summed over the batch's rows, and the gradients by the dead features' wEnc, bEnc and wDec
def auxiliary(xc: Tensor, y: Tensor, e: Tensor, p: List[Tensor], dead: Tensor, error_factor: float, k: int,
              coefficient: float, normalisation: int) -> Tuple[Tensor, List[Tensor]]:
  batch, count = torch.size(xc, 0), torch.numel(dead)
  share = min(1., float(count) / float(k))
  factor = torch.full([], coefficient, dtype=e.dtype, device=e.device)
  if normalisation == 0:
    factor = torch.mul(factor, share * error_factor)
  elif normalisation == 1:
    factor = torch.div(factor, self.variance(e))
  else:
    factor = torch.div(torch.mul(factor, share), self.variance(y))
  factor = torch.where(torch.isfinite(factor), factor, 0.)
  encoder, bias = torch.index_select(p[0], 0, dead), torch.index_select(p[1], 0, dead)
  decoder = torch.index_select(p[2], 0, dead)
  g = [torch.zeros_like(encoder), torch.zeros_like(bias), torch.zeros_like(decoder)]
  loss = torch.zeros([], dtype=7, device=e.device)
  tile = max(64, 4194304 // count)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    xt = xc[start:stop]
    h = torch.addmm(bias, xt, torch.t(encoder))
    if k < count:
      kept = torch.topk(h, k, 1, True, False)[1]
      f = torch.scatter(torch.zeros_like(h), 1, kept, torch.relu(torch.gather(h, 1, kept)))
    else:
      f = torch.relu_(h)
    # rhat - r, with r = -e
    left = torch.add(torch.mm(f, decoder), e[start:stop])
    loss = torch.add(loss, torch.pow(torch.to(torch.linalg_vector_norm(left), 7), 2))
    torch.mul_(left, torch.mul(factor, 2. / float(batch)))
    df = torch.mul(torch.mm(left, torch.t(decoder)), torch.gt(f, 0))
    torch.addmm_(g[0], torch.t(df), xt)
    torch.add_(g[1], torch.sum(df, [0]))
    torch.addmm_(g[2], torch.t(f), left)
  return torch.mul(loss, torch.to(factor, 7)), g

# The mean over the batch of the squared distance from the batch's mean, summed over elements.
def variance(y: Tensor) -> Tensor:
  return torch.div(torch.sum(torch.pow(torch.sub(y, torch.mean(y, [0], True)), 2)), float(torch.size(y, 0)))

# The running estimate of the threshold: a mean of the batches' least values with exponentially falling weights.
#   total, weight, cut: float64 []; least: of this batch, 0 if nothing fired; halt [] float: not zero: leave all as it is
def observe(total: Tensor, weight: Tensor, cut: Tensor, least: Tensor, decay: float, halt: Tensor) -> int:
  use = torch.mul(torch.gt(least, 0), torch.eq(halt, 0))
  torch.copy_(total, torch.where(use, torch.add(torch.mul(total, decay), least, alpha=1. - decay), total))
  torch.copy_(weight, torch.where(use, torch.add(torch.mul(weight, decay), 1. - decay), weight))
  torch.copy_(cut, torch.where(use, least, cut))
  return 0

# The estimate for every feature, float32 [features]; the largest float where there was no batch: nothing fires.
def threshold(total: Tensor, weight: Tensor, like: Tensor) -> Tensor:
  mean = torch.where(torch.gt(weight, 0), torch.div(total, weight), 3.0e38)
  return torch.add(torch.zeros_like(like), torch.to(mean, like))

# What pre-activations must exceed to be candidates: most of the last batch's least value, and the biases less that.
def bound(cut: Tensor, share: float, bias: Tensor) -> List[Tensor]:
  least = torch.mul(cut, share)
  return [least, torch.sub(bias, torch.to(least, bias))]
