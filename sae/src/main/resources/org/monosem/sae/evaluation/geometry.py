# Cosines between rows of w [n, d].

# 1 / |row|, the norm in float64, a block of rows at a time; 0 for a zero row: [n]
def inverse_norms(w: Tensor, block: int) -> Tensor:
  n = torch.size(w, 0)
  out = torch.zeros([n], dtype=w.dtype, device=w.device)
  for start in range(0, n, block):
    norms = torch.sqrt(torch.sum(torch.square(torch.to(w[start:start + block], 7)), [1]))
    inverse = torch.where(torch.gt(norms, 0), torch.reciprocal(norms), torch.zeros_like(norms))
    torch.copy_(out[start:start + block], inverse)
  return out

# For each row of the index [t] the largest cosine with any other row; cosines exist for a block of
# rows at a time: [t, block]. -2 if there is no other row.
def largest_cosines(w: Tensor, inverse: Tensor, index: Tensor, block: int) -> Tensor:
  a = torch.index_select(w, 0, index) * torch.unsqueeze(torch.index_select(inverse, 0, index), 1)
  own = torch.unsqueeze(index, 1)
  numbers = torch.arange(torch.size(w, 0), dtype=4, device=w.device)
  best = torch.full([torch.size(index, 0)], -2., dtype=w.dtype, device=w.device)
  for start in range(0, torch.size(w, 0), block):
    cosines = torch.mul_(torch.mm(a, torch.t(w[start:start + block])), inverse[start:start + block])
    torch.masked_fill_(cosines, torch.eq(own, numbers[start:start + block]), -2.)
    best = torch.maximum(best, torch.amax(cosines, [1]))
  return best

# The cosine of each row of the index [t] of x with the same row of y, in float64; 0 where either is
# zero: [t]
def row_cosines(x: Tensor, y: Tensor, index: Tensor) -> Tensor:
  a = torch.to(torch.index_select(x, 0, index), 7)
  b = torch.to(torch.index_select(y, 0, index), 7)
  norms = torch.sqrt(torch.sum(a * a, [1])) * torch.sqrt(torch.sum(b * b, [1]))
  products = torch.sum(a * b, [1])
  return torch.to(torch.where(torch.gt(norms, 0), products / norms, torch.zeros_like(norms)), x.dtype)
