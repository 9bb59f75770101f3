# The gated dictionary: loss and hand-written gradient, by dense products and by the entries whose gate is open.
#
#   z = xc wEnc^T    g = relu(z + bEnc)    f = relu(exp(rMag) z + bMag) where g > 0, else 0
#   L = mean over batch ( a |y - f wDec - bDec|^2 + c sum_i g_i w_i + a |y - g wDec' - bDec'|^2 )
#
# where the decoder of the last term, marked ', counts as constant. p is [wEnc, bEnc, wDec, bDec, rMag, bMag].

from .entries import *
from .weighted import *

# f of gate values pi = z + bEnc; the others as [dSae] or one an entry.
def magnitude(pi: Tensor, bias: Tensor, gain: Tensor, mag_bias: Tensor) -> Tensor:
  f = torch.relu_(torch.add(torch.mul(torch.sub(pi, bias), gain), mag_bias))
  return torch.mul_(f, torch.gt(pi, 0))

# 2 a / batch times the error of a reconstruction, given without the decoder bias.
def error(sums: Tensor, y: Tensor, p: List[Tensor], scale: float) -> Tensor:
  return torch.mul_(torch.sub_(torch.add_(sums, p[3]), y), scale)

# The auxiliary loss summed over rows, from its scaled error: float64 [].
def auxiliary(e: Tensor, scale: float, error_factor: float) -> Tensor:
  return torch.mul(torch.pow(torch.div(torch.to(torch.linalg_vector_norm(e), 7), scale), 2), error_factor)

# both: the gradients by the two reconstructions, added; g: by wEnc, bEnc, wDec, rMag, bMag; inner: by the sum of z, [dSae]; opened: sum of the gate's values, [dSae];
# gates: how many are open, which is how many entries the sparse way writes, int64 []
def finish(y: Tensor, p: List[Tensor], g: List[Tensor], inner: Tensor, e: Tensor, counts: Tensor, opened: Tensor,
           auxiliary: Tensor, pre_bias: bool, norm_weighted: bool, scale: float, pull: float,
           missed: Tensor, both: Tensor, gates: Tensor) -> List[Tensor]:
  w = self.penalty_weight(p, norm_weighted)
  g_dec = self.add_norm_pull(g[2], torch.mul(opened, pull), w, p, norm_weighted)
  g_dec_bias = self.decoder_bias(e, p, inner, pre_bias)
  stats = self.statistics(y, e, scale, torch.dot(opened, w), counts, auxiliary)
  return [g[0], g[1], g_dec, g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7), missed, g[3], g[4],
          both, gates]

# entries: rows, columns, pi, missed of the open gates
def sparse_gradient(x: Tensor, y: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], block: int,
                    pre_bias: bool, norm_weighted: bool, error_factor: float, coefficient: float) -> List[Tensor]:
  batch, features = torch.size(x, 0), torch.size(p[0], 0)
  scale, pull = 2. * error_factor / float(batch), coefficient / float(batch)
  columns, pi = entries[1], entries[2]
  bias, gains = torch.index_select(p[1], 0, columns), torch.exp(p[4])
  gain = torch.index_select(gains, 0, columns)
  f = self.magnitude(pi, bias, gain, torch.index_select(p[5], 0, columns))
  active = [entries[0], columns, f, entries[3]]
  offsets = self.row_offsets(entries, batch)
  e = self.error(self.decoded(entries, offsets, f, p[2], block), y, p, scale)
  e_gate = self.error(self.decoded(entries, offsets, pi, p[2], block), y, p, scale)
  dm = torch.mul_(self.products(e, entries, offsets, p[2]), torch.gt(f, 0))
  pulls = torch.mul(torch.index_select(self.penalty_weight(p, norm_weighted), 0, columns), torch.gt(pi, 0))
  dpi = torch.add_(self.products(e_gate, entries, offsets, p[2]), pulls, alpha=pull)
  dz = torch.add(dpi, torch.mul(dm, gain))
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(e, entries, order, offsets, f, block)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, dz, block)
  g_bias, g_mag, counts = self.sums_by_feature(dpi, dm, active, order, offsets, True)
  along, opened, same = self.sums_by_feature(torch.mul(dm, torch.sub(pi, bias)), pi, active, order, offsets, True)
  inner = torch.addcmul(g_bias, gains, g_mag)
  g = [g_enc, g_bias, g_dec, torch.mul(along, gains), g_mag]
  return self.finish(y, p, g, inner, e, counts, opened, self.auxiliary(e_gate, scale, error_factor), pre_bias,
                     norm_weighted, scale, pull, entries[3], torch.add(e, e_gate),
                     torch.sum(torch.gt(pi, 0)))

# The same by dense products, through tiles of rows.
def dense_gradient(x: Tensor, y: Tensor, p: List[Tensor], buffer: Tensor, buffer2: Tensor, low: bool, pre_bias: bool,
                   norm_weighted: bool, error_factor: float, coefficient: float) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  scale, pull = 2. * error_factor / float(batch), coefficient / float(batch)
  xc, gains = self.centred(x, p, pre_bias), torch.exp(p[4])
  pulls = torch.mul(self.penalty_weight(p, norm_weighted), pull)
  e, both = torch.empty_like(y), torch.empty_like(y)
  g_enc, g_dec = torch.zeros_like(p[0]), torch.zeros_like(p[2])
  g_bias, g_mag, along = torch.zeros_like(p[1]), torch.zeros_like(p[1]), torch.zeros_like(p[1])
  opened = torch.zeros_like(p[1])
  counts = torch.zeros([torch.size(p[0], 0)], dtype=4, device=x.device)
  gates = torch.zeros([], dtype=4, device=x.device)
  auxiliary = torch.zeros([], dtype=7, device=x.device)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    xt, yt = torch.slice(xc, 0, start, stop, 1), torch.slice(y, 0, start, stop, 1)
    pi = self.encode(xt, p, buffer, low)
    f = self.magnitude(pi, p[1], gains, p[5])
    z = torch.sub(pi, p[1])
    torch.relu_(pi)
    et = torch.slice(e, 0, start, stop, 1)
    torch.copy_(et, self.error(torch.mm(f, p[2]), yt, p, scale))
    e_gate = self.error(torch.mm(pi, p[2]), yt, p, scale)
    torch.copy_(torch.slice(both, 0, start, stop, 1), torch.add(et, e_gate))
    dm = torch.mm(et, torch.t(p[2]), out=torch.slice(buffer2, 0, 0, stop - start, 1))
    torch.mul_(dm, torch.gt(f, 0))
    dpi = torch.mul_(torch.addmm(pulls, e_gate, torch.t(p[2])), torch.gt(pi, 0))
    torch.add_(g_bias, torch.sum(dpi, [0]))
    torch.add_(g_mag, torch.sum(dm, [0]))
    torch.add_(along, torch.sum(torch.mul_(z, dm), [0]))
    torch.add_(opened, torch.sum(pi, [0]))
    torch.add_(counts, torch.sum(torch.gt(f, 0), [0]))
    torch.add_(gates, torch.sum(torch.gt(pi, 0)))
    torch.addmm_(g_dec, torch.t(f), et)
    torch.addmm_(g_enc, torch.t(torch.addcmul_(dpi, dm, gains)), xt)
    auxiliary = torch.add(auxiliary, self.auxiliary(e_gate, scale, error_factor))
  inner = torch.addcmul(g_bias, gains, g_mag)
  g = [g_enc, g_bias, g_dec, torch.mul(along, gains), g_mag]
  missed = torch.zeros([], dtype=4, device=x.device)
  return self.finish(y, p, g, inner, e, counts, opened, auxiliary, pre_bias, norm_weighted, scale, pull, missed,
                     both, gates)

# Each row's own loss, all terms: [batch].
def row_losses(x: Tensor, y: Tensor, p: List[Tensor], buffer: Tensor, pre_bias: bool, norm_weighted: bool,
               error_factor: float, coefficient: float) -> Tensor:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  xc, gains = self.centred(x, p, pre_bias), torch.exp(p[4])
  w = self.penalty_weight(p, norm_weighted)
  losses = annotate(List[Tensor], [])
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    yt = torch.slice(y, 0, start, stop, 1)
    pi = self.encode(torch.slice(xc, 0, start, stop, 1), p, buffer, False)
    e = self.error(torch.mm(self.magnitude(pi, p[1], gains, p[5]), p[2]), yt, p, 1.)
    torch.relu_(pi)
    e_gate = self.error(torch.mm(pi, p[2]), yt, p, 1.)
    errors = torch.sum(torch.add(torch.mul(e, e), torch.mul(e_gate, e_gate)), [1])
    losses = torch.append(losses, torch.add(torch.mul(errors, error_factor), torch.mv(pi, w), alpha=coefficient))
  return torch.cat(losses)
