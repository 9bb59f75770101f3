# Encoder biases under which feature i fires on exactly counts[i] of the rows: half-way between two neighbouring
# products, so that no pre-activation lies near zero more often than it must.
#   xc: centred rows [batch, dIn]; w: encoder rows of some features [n, dIn]; counts: int64 [n], 0 to batch
def biases(xc: Tensor, w: Tensor, counts: Tensor) -> Tensor:
  sorted, order = torch.sort(torch.mm(w, torch.t(xc)), 1, True)
  highest = torch.slice(sorted, 1, 0, 1, 1)
  lowest = torch.slice(sorted, 1, -1, torch.size(sorted, 1), 1)
  margin = torch.add(torch.mul(torch.sub(highest, lowest), 0.1), 0.1)
  bounded = torch.cat([torch.add(highest, margin), sorted, torch.sub(lowest, margin)], 1)
  k = torch.unsqueeze(counts, 1)
  above = torch.gather(bounded, 1, k)
  below = torch.gather(bounded, 1, torch.add(k, 1))
  return torch.squeeze(torch.mul(torch.add(above, below), -0.5), 1)

# The rows that have no pre-activation within rounding of zero: |pre| <= tolerance |xc| |w| for no feature.
def clear_rows(x: Tensor, p: List[Tensor], tile: int, tolerance: float) -> Tensor:
  xc = torch.sub(x, p[3])
  norms = torch.linalg_vector_norm(p[0], 2, [1])
  parts = annotate(List[Tensor], [])
  start = 0
  while start < torch.size(x, 0):
    rows = torch.slice(xc, 0, start, min(start + tile, torch.size(x, 0)), 1)
    pre = torch.addmm(p[1], rows, torch.t(p[0]))
    rounding = torch.mul(torch.outer(torch.linalg_vector_norm(rows, 2, [1]), norms), tolerance)
    parts = torch.append(parts, torch.logical_not(torch.any(torch.le(torch.abs(pre), rounding), 1)))
    start = start + tile
  clear = torch.squeeze(torch.nonzero(torch.cat(parts)), 1)
  return torch.index_select(x, 0, clear)
