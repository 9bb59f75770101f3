# The ReLU dictionary with an Lp penalty whose p falls along the way: loss and gradient, by dense products and by active
# entries.
#
#   f  = relu(xc wEnc^T + bEnc)    phi_p(f) = (f + smoothing)^p - smoothing^p    S_p = sum_i phi_p(f_i) w_i
#   L  = mean over batch ( a |y - xhat|^2 + c s S_p ),  xhat = f wDec + bDec
#
# estimates: float64 [] each: [level, scale s, weighted mean of S_p so far, that of S at the level below]; p is
# 1 - level (1 - p_end) / levels. A level down divides the two means, so that c s S_p goes on where it was.

from .entries import *
from .weighted import *

def exponent(level: Tensor, p_end: float, levels: int) -> Tensor:
  return torch.rsub(torch.mul(level, (1. - p_end) / float(levels)), 1)

# What holds for this batch: [level, scale, p, p of the level below, whether the level is new], float64 [] each.
#   wanted: the level of this point of the run
def turn(estimates: List[Tensor], wanted: int, p_end: float, levels: int) -> List[Tensor]:
  new = torch.lt(estimates[0], wanted)
  ratio = torch.where(torch.gt(estimates[3], 0), torch.div(estimates[2], estimates[3]), 1.)
  scale = torch.where(new, torch.mul(estimates[1], ratio), estimates[1])
  level = torch.add(estimates[0], torch.to(new, 7))
  below = torch.clamp_max(torch.add(level, 1), levels)
  return [level, scale, self.exponent(level, p_end, levels), self.exponent(below, p_end, levels), torch.to(new, 7)]

# phi_p; zero where f is.
def power(f: Tensor, p: Tensor, smoothing: float) -> Tensor:
  least = torch.pow(torch.full_like(p, smoothing), p)
  raised = torch.sub(torch.pow(torch.add(f, smoothing), torch.to(p, f)), torch.to(least, f))
  return torch.where(torch.gt(f, 0), raised, 0.)

# Its derivative; zero where f is.
def slope(f: Tensor, p: Tensor, smoothing: float) -> Tensor:
  raised = torch.mul(torch.pow(torch.add(f, smoothing), torch.to(torch.sub(p, 1), f)), torch.to(p, f))
  return torch.where(torch.gt(f, 0), raised, 0.)

# terms: phi_p summed over the batch, [dSae]; below: S of the level below, summed over the batch
def finish(y: Tensor, p: List[Tensor], g: List[Tensor], e: Tensor, counts: Tensor, terms: Tensor, below: Tensor,
           now: List[Tensor], pre_bias: bool, norm_weighted: bool, error_factor: float, coefficient: float,
           missed: Tensor) -> List[Tensor]:
  batch = float(torch.size(y, 0))
  w = self.penalty_weight(p, norm_weighted)
  pulls = torch.mul(terms, torch.to(torch.mul(now[1], coefficient / batch), terms))
  g_dec = self.add_norm_pull(g[2], pulls, w, p, norm_weighted)
  g_dec_bias = self.decoder_bias(e, p, g[1], pre_bias)
  penalty = torch.to(torch.dot(terms, w), 7)
  none = torch.zeros([], dtype=7, device=y.device)
  stats = self.statistics(y, e, 2. * error_factor / batch, torch.mul(penalty, now[1]), counts, none)
  observed = torch.stack([now[0], now[1], penalty, torch.to(below, 7), now[4]])
  return [g[0], g[1], g_dec, g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7), missed, observed]

# entries: rows, columns, f, missed
def sparse_gradient(x: Tensor, y: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], now: List[Tensor],
                    block: int, pre_bias: bool, norm_weighted: bool, error_factor: float, smoothing: float,
                    coefficient: float) -> List[Tensor]:
  batch, features = torch.size(x, 0), torch.size(p[0], 0)
  f = entries[2]
  offsets = self.row_offsets(entries, batch)
  e = torch.sub_(torch.add_(self.decoded(entries, offsets, f, p[2], block), p[3]), y)
  torch.mul_(e, 2. * error_factor / float(batch))
  w = torch.index_select(self.penalty_weight(p, norm_weighted), 0, entries[1])
  weight = torch.to(torch.mul(now[1], coefficient / float(batch)), f)
  df = self.products(e, entries, offsets, p[2])
  torch.add_(df, torch.mul(torch.mul(self.slope(f, now[2], smoothing), w), weight))
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(e, entries, order, offsets, f, block)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, df, block)
  g_bias, terms, counts = self.sums_by_feature(df, self.power(f, now[2], smoothing), entries, order, offsets, True)
  below = torch.dot(self.power(f, now[3], smoothing), w)
  return self.finish(y, p, [g_enc, g_bias, g_dec], e, counts, terms, below, now, pre_bias, norm_weighted,
                     error_factor, coefficient, entries[3])

# The same by dense products, through tiles of rows.
def dense_gradient(x: Tensor, y: Tensor, p: List[Tensor], now: List[Tensor], buffer: Tensor, buffer2: Tensor,
                   low: bool, pre_bias: bool, norm_weighted: bool, error_factor: float, smoothing: float,
                   coefficient: float) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  xc, w = self.centred(x, p, pre_bias), self.penalty_weight(p, norm_weighted)
  pulls = torch.mul(w, torch.to(torch.mul(now[1], coefficient / float(batch)), w))
  e = torch.empty_like(y)
  g_enc, g_dec, g_bias = torch.zeros_like(p[0]), torch.zeros_like(p[2]), torch.zeros_like(p[1])
  terms, below = torch.zeros_like(p[1]), torch.zeros_like(p[1])
  counts = torch.zeros([torch.size(p[0], 0)], dtype=4, device=x.device)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    xt = torch.slice(xc, 0, start, stop, 1)
    f = torch.relu_(self.encode(xt, p, buffer, low))
    et = torch.slice(e, 0, start, stop, 1)
    torch.addmm(p[3], f, p[2], out=et)
    torch.mul_(torch.sub_(et, torch.slice(y, 0, start, stop, 1)), 2. * error_factor / float(batch))
    df = torch.mm(et, torch.t(p[2]), out=torch.slice(buffer2, 0, 0, stop - start, 1))
    torch.addcmul_(df, self.slope(f, now[2], smoothing), pulls)
    torch.mul_(df, torch.gt(f, 0))
    torch.addmm_(g_dec, torch.t(f), et)
    torch.addmm_(g_enc, torch.t(df), xt)
    torch.add_(g_bias, torch.sum(df, [0]))
    torch.add_(terms, torch.sum(self.power(f, now[2], smoothing), [0]))
    torch.add_(below, torch.sum(self.power(f, now[3], smoothing), [0]))
    torch.add_(counts, torch.sum(torch.gt(f, 0), [0]))
  missed = torch.zeros([], dtype=4, device=x.device)
  return self.finish(y, p, [g_enc, g_bias, g_dec], e, counts, terms, torch.dot(below, w), now, pre_bias,
                     norm_weighted, error_factor, coefficient, missed)

# Takes a batch into the estimates, in place; not where halt [] is not zero.  seen: what finish observed
def observe(estimates: List[Tensor], seen: Tensor, decay: float, halt: Tensor) -> int:
  use = torch.eq(halt, 0)
  kept = torch.mul(torch.rsub(seen[4], 1), decay)
  fresh = [seen[0], seen[1], torch.add(torch.mul(estimates[2], kept), seen[2], alpha=1. - decay),
           torch.add(torch.mul(estimates[3], kept), seen[3], alpha=1. - decay)]
  for i in range(4):
    torch.copy_(estimates[i], torch.where(use, fresh[i], estimates[i]))
  return 0
