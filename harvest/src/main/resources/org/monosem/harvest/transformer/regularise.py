# What a training adds to chosen layers. n inputs, m units: dMlp behind the activation, dModel behind the block.
#
# A layer's rule, float64 [12]:
#   0 where its running sums begin in state; -1: it is not inhibited    1 effect: 0 reverse, 1 naive, 2 log loss
#   2 outputs chosen of each input; 0: those above the threshold    3 target rate    4 eta    5 weight of the log loss
#   6 inputs to see before the first is inhibited
#   7 weight of decorrelation; 0: none    8 rows    9 site: 0 up-projection, 1 activation    10 raw rows (0 or 1)
#   11 site of inhibition: 0 activation, 1 the block's output
# state: for each inhibited layer count [], mean [m], sum of squared distances from the mean [m], threshold [], float64

# float32, or float64 if z is.
def kind(z: Tensor) -> int:
  if z.dtype == 7:
    return 7
  return 6

# The k highest of each row of phi [n, m], and their columns, in no order. One by max; of a wide row by the highest
# of eight strided parts, for the k highest are in the k parts with the highest highest; topk alone takes ten times
# and twice as long.
def highest(phi: Tensor, k: int) -> Tuple[Tensor, Tensor]:
  n, m = torch.size(phi)
  parts = m // 8
  if k == 1:
    best, at = torch.max(phi, 1, True)
  elif m % 8 == 0 and parts >= 4 * k:
    split = torch.view(phi, [n, 8, parts])
    part = torch.topk(torch.amax(split, [1]), k, 1, True, False)[1]
    among = torch.reshape(torch.gather(split, 2, torch.expand(torch.unsqueeze(part, 1), [n, 8, k])), [n, 8 * k])
    best, which = torch.topk(among, k, 1, True, False)
    column = torch.gather(part, 1, torch.remainder(which, k))
    at = torch.add(torch.mul(torch.floor_divide(which, k), parts), column)
  else:
    best, at = torch.topk(phi, k, 1, True, False)
  return best, at

# Which outputs stand out by their scales phi [n, m] -> flat indices into phi, int64.
def stand_out(phi: Tensor, k: int, threshold: Tensor) -> Tensor:
  if k == 0:
    least = torch.to(torch.clamp_min(threshold, 1.0e-30), phi)
    return torch.reshape(torch.nonzero(torch.reshape(torch.ge(phi, least), [-1])), [-1])
  best, at = self.highest(phi, k)
  n, m = torch.size(phi)
  rows = torch.mul(torch.arange(0, n, dtype=4, device=phi.device), m)
  return torch.masked_select(torch.add(at, torch.unsqueeze(rows, 1)), torch.gt(best, 0))

# The running sums, in place, after n more outputs: first and second are the sums of (z - center) inverse and of
# its square. Exact for every center (Chan, Golub and LeVeque); rounding is least where it is near the mean.
def learn(state: List[Tensor], at: int, n: int, center: Tensor, inverse: Tensor, first: Tensor, second: Tensor) -> int:
  count, mean, squares = state[at], state[at + 1], state[at + 2]
  middle = torch.to(center, 7)
  unit = torch.to(inverse, 7)
  apart = torch.sub(mean, middle)
  one = torch.add(torch.mul(apart, count), torch.div(first, unit))
  two = torch.add(torch.mul(torch.square(apart), count), torch.div(second, torch.square(unit)))
  torch.add_(count, n)
  torch.add_(squares, torch.sub(two, torch.div(torch.square(one), count)))
  torch.clamp_min_(squares, 0)
  torch.copy_(mean, torch.add(middle, torch.div(one, count)))
  return 0

# Scores z [n, m] on the monosemantic scale, by the running sums as they were, and lets them know z -> which
# outputs stand out, flat; none unless choose. A unit that never varied, but for rounding, has no scale. A few
# rows at a time, so that they stay in the processor's cache.
def look(z: Tensor, state: List[Tensor], at: int, k: int, choose: bool) -> Tensor:
  count, mean, squares = state[at], state[at + 1], state[at + 2]
  n, m = torch.size(z)
  rows = n
  if not z.is_cuda:
    rows = max(1, 131072 // m)
  center = torch.to(mean, self.kind(z))
  if float(count) == 0.:
    center = torch.mean(torch.to(z[:rows], self.kind(z)), [0])
  known = torch.gt(squares, torch.mul(torch.square(mean), count * 1.0e-13))
  deviation = torch.sqrt(torch.div(squares, torch.sub(count, 1)))
  inverse = torch.to(torch.reciprocal(torch.where(known, deviation, torch.ones_like(squares))), center)
  every = bool(torch.all(known))
  first = torch.zeros_like(squares)
  second = torch.zeros_like(squares)
  found = annotate(List[Tensor], [])
  for start in range(0, n, rows):
    u = torch.mul_(torch.sub(torch.to(z[start:start + rows], center), center), inverse)
    torch.add_(first, torch.sum(u, [0]))
    phi = torch.square_(u)
    torch.add_(second, torch.sum(phi, [0]))
    if choose:
      if not every:
        torch.mul_(phi, torch.to(known, phi))
      found.append(torch.add(self.stand_out(phi, k, state[at + 3]), start * m))
  unused = self.learn(state, at, n, center, inverse, first, second)
  if torch.len(found) == 0:
    return torch.empty([0], dtype=4, device=z.device)
  return torch.cat(found)

# The effect on the chosen outputs of z [n, m], flat indices; a log loss, times its weight, is appended to losses.
# A product has the slope, -1 or 0, and its result is then overwritten by the mean, exactly.
def inhibited(z: Tensor, chosen: Tensor, mean: Tensor, effect: int, weight: float, losses: List[Tensor]) -> Tensor:
  means = torch.index_select(mean, 0, torch.remainder(chosen, torch.size(z, 1)))
  if effect == 2:
    picked = torch.index_select(torch.reshape(z, [-1]), 0, chosen)
    apart = torch.sub(torch.to(picked, self.kind(z)), torch.to(means, self.kind(z)))
    losses.append(torch.sum(torch.log(torch.clamp_min(torch.square(apart), 1.0e-12))) * weight)
    return z
  slope = torch.ones_like(torch.detach(z))
  torch.index_fill_(torch.view(slope, [-1]), 0, chosen, effect - 1)
  out = torch.mul(z, slope)
  torch.index_copy_(torch.view(torch.detach(out), [-1]), 0, chosen, torch.to(means, z.dtype))
  return out

# z [n, m] after one layer's inhibition; its running sums then know z. scale: what the loss of one input is times.
def inhibit(z: Tensor, rule: Tensor, state: List[Tensor], losses: List[Tensor], scale: float) -> Tensor:
  at = int(rule[0])
  k = int(rule[2])
  choose = float(state[at]) >= float(rule[6])
  mean = torch.clone(state[at + 1])
  chosen = self.look(torch.detach(z), state, at, k, choose)
  if choose and k == 0:
    rate = float(torch.numel(chosen)) / float(torch.numel(z))
    torch.add_(state[at + 3], (rate - float(rule[3])) * float(rule[4]))
  if not choose:
    return z
  return self.inhibited(z, chosen, mean, int(rule[1]), float(rule[5]) * scale, losses)

# |Z Z' - I|_F^2 of some rows of z [n, m], evenly spread, each divided by its norm unless raw -> []
def correlation(z: Tensor, rows: int, raw: bool) -> Tensor:
  n = torch.size(z, 0)
  count = min(rows, n)
  index = torch.floor_divide(torch.mul(torch.arange(0, count, dtype=4, device=z.device), n), count)
  part = torch.to(torch.index_select(z, 0, index), self.kind(z))
  if not raw:
    part = torch.div(part, torch.clamp_min(torch.linalg_vector_norm(part, 2, [1], True), 1.0e-12))
  gram = torch.mm(part, torch.t(part))
  return torch.sum(torch.square(torch.sub(gram, torch.eye(count, dtype=part.dtype, device=z.device))))

# Appends a layer's decorrelation loss to losses, if the rule has one at this site.
def decorrelate(z: Tensor, rule: Tensor, site: int, losses: List[Tensor], scale: float) -> int:
  weight = float(rule[7])
  if weight > 0. and int(rule[9]) == site:
    share = scale * float(torch.size(z, 0))
    losses.append(self.correlation(z, int(rule[8]), bool(rule[10])) * (weight * share))
  return 0
