# What a training adds to chosen layers of MLPs. n inputs, m = dMlp.
#
# A layer's rule, float64 [11]:
#   0 where its running sums begin in state; -1: it is not inhibited    1 effect: 0 reverse, 1 naive, 2 log loss
#   2 outputs chosen of each input; 0: those above the threshold    3 target rate    4 eta    5 weight of the log loss
#   6 inputs to see before the first is inhibited
#   7 weight of decorrelation; 0: none    8 rows    9 site: 0 up-projection, 1 activation    10 raw rows (0 or 1)
# state: for each inhibited layer count [], mean [m], sum of squared distances from the mean [m], threshold [], float64

# The monosemantic scale of z [n, m] by the running sums; 0 for a unit that never varied.
def scales(z: Tensor, state: List[Tensor], at: int) -> Tensor:
  squares = state[at + 2]
  inverse = torch.where(torch.gt(squares, 0), torch.div(torch.sub(state[at], 1), squares), torch.zeros_like(squares))
  return torch.mul(torch.square(torch.sub(z, torch.to(state[at + 1], z))), torch.to(inverse, z))

# Which outputs stand out -> bool [n, m]
def stand_out(phi: Tensor, k: int, threshold: Tensor) -> Tensor:
  if k > 0:
    top = torch.topk(phi, k, 1)[1]
    chosen = torch.gt(torch.scatter(torch.zeros_like(phi), 1, top, 1), 0)
  else:
    chosen = torch.ge(phi, torch.to(threshold, phi))
  return torch.logical_and(chosen, torch.gt(phi, 0))

# Adds z [n, m] to the running sums, in place (Chan, Golub and LeVeque).
def learn(z: Tensor, state: List[Tensor], at: int) -> int:
  count, mean, squares = state[at], state[at + 1], state[at + 2]
  wide = torch.to(z, 7)
  n = torch.size(z, 0)
  own = torch.mean(wide, [0])
  apart = torch.sub(own, mean)
  share = torch.mul(torch.reciprocal(torch.add(count, n)), n)
  torch.add_(squares, torch.sum(torch.square(torch.sub(wide, own)), [0]))
  torch.add_(squares, torch.mul(torch.square(apart), torch.mul(count, share)))
  torch.add_(mean, torch.mul(apart, share))
  torch.add_(count, n)
  return 0

# The effect on the chosen outputs z; a log loss, times its weight, is appended to losses. mean + (sg(z) - z) is
# the mean exactly, with the slope -1.
def inhibited(z: Tensor, chosen: Tensor, mean: Tensor, effect: int, weight: float, losses: List[Tensor]) -> Tensor:
  out = z
  if effect == 0:
    out = torch.where(chosen, torch.add(mean, torch.sub(torch.detach(z), z)), z)
  elif effect == 1:
    out = torch.where(chosen, torch.expand_as(mean, z), z)
  else:
    logs = torch.log(torch.clamp_min(torch.square(torch.sub(z, mean)), 1.0e-12))
    losses.append(torch.sum(torch.where(chosen, logs, torch.zeros_like(logs))) * weight)
  return out

# z [n, m] after one layer's inhibition; its running sums then know z. scale: what the loss of one input is times.
def inhibit(z: Tensor, rule: Tensor, state: List[Tensor], losses: List[Tensor], scale: float) -> Tensor:
  at = int(rule[0])
  seen = torch.detach(z)
  out = z
  if float(state[at]) >= float(rule[6]):
    chosen = self.stand_out(self.scales(seen, state, at), int(rule[2]), state[at + 3])
    out = self.inhibited(z, chosen, torch.to(state[at + 1], z), int(rule[1]), float(rule[5]) * scale, losses)
    if int(rule[2]) == 0:
      rate = torch.mean(torch.to(chosen, 7))
      torch.add_(state[at + 3], torch.mul(torch.sub(rate, rule[3]), rule[4]))
  unused = self.learn(seen, state, at)
  return out

# |Z Z' - I|_F^2 of some rows of z [n, m], evenly spread, each divided by its norm unless raw -> []
def correlation(z: Tensor, rows: int, raw: bool) -> Tensor:
  n = torch.size(z, 0)
  count = min(rows, n)
  index = torch.floor_divide(torch.mul(torch.arange(0, count, dtype=4, device=z.device), n), count)
  part = torch.index_select(z, 0, index)
  if not raw:
    part = torch.div(part, torch.clamp_min(torch.linalg_vector_norm(part, 2, [1], True), 1.0e-12))
  gram = torch.mm(part, torch.t(part))
  return torch.sum(torch.square(torch.sub(gram, torch.eye(count, dtype=z.dtype, device=z.device))))

# Appends a layer's decorrelation loss to losses, if the rule has one at this site.
def decorrelate(z: Tensor, rule: Tensor, site: int, losses: List[Tensor], scale: float) -> int:
  weight = float(rule[7])
  if weight > 0. and int(rule[9]) == site:
    share = scale * float(torch.size(z, 0))
    losses.append(self.correlation(z, int(rule[8]), bool(rule[10])) * (weight * share))
  return 0
