# Capacities of the rows of w [n, d], and the pairs of rows that share most.

# Rows in float64, of norm 1 where directions is true; a row of zeros stays one: [rows, d]
def wide(rows: Tensor, directions: bool) -> Tensor:
  x = torch.to(rows, 7)
  if directions:
    norms = torch.linalg_vector_norm(x, 2, [1], True)
    return x / torch.where(torch.gt(norms, 0), norms, torch.ones_like(norms))
  return x

# C_i = |w_i|^4 / (w_i M w_i), M = sum_j w_j w_j' [d, d]: all in float64, a block of rows at a time. 0
# for a row of zeros. -> [n], float64
def capacities(w: Tensor, directions: bool, block: int) -> Tensor:
  n = torch.size(w, 0)
  d = torch.size(w, 1)
  m = torch.zeros([d, d], dtype=7, device=w.device)
  for start in range(0, n, block):
    x = self.wide(w[start:start + block], directions)
    torch.addmm_(m, torch.t(x), x)
  out = torch.zeros([n], dtype=7, device=w.device)
  for start in range(0, n, block):
    x = self.wide(w[start:start + block], directions)
    own = torch.square(torch.sum(torch.square(x), [1]))
    shared = torch.sum(torch.mm(x, m) * x, [1])
    ratio = torch.where(torch.eq(own, 0), torch.zeros_like(own), own / shared)
    torch.copy_(out[start:start + block], torch.clamp(ratio, max=1.))
  return out

# The k later rows with the largest |cosine| to each of the rows begin .. begin + count; cosines exist
# for a block of others at a time. A row with fewer later ones has the cosine 0 with itself. -> [cosines [count, k], places int64 [count, k]], largest first
def strongest(w: Tensor, begin: int, count: int, k: int, block: int) -> List[Tensor]:
  a = self.wide(w[begin:begin + count], True)
  own = torch.unsqueeze(torch.arange(begin, begin + count, dtype=4, device=w.device), 1)
  best = torch.zeros([count, 0], dtype=7, device=w.device)
  where = torch.zeros([count, 0], dtype=4, device=w.device)
  for start in range(begin, torch.size(w, 0), block):
    cosines = torch.mm(a, torch.t(self.wide(w[start:start + block], True)))
    places = torch.expand_as(torch.arange(start, start + torch.size(cosines, 1), dtype=4, device=w.device), cosines)
    torch.masked_fill_(cosines, torch.ge(own, places), 0)
    values = torch.cat([best, cosines], 1)
    numbers = torch.cat([where, places], 1)
    top = torch.topk(torch.abs(values), min(k, torch.size(values, 1)), 1)[1]
    best = torch.gather(values, 1, top)
    where = torch.gather(numbers, 1, top)
  return [best, where]

# |w_b' w_b - s P| / |s P| in the Frobenius norm, P the projection on the rows' span, s the mean of the
# squared singular values that are not zero; those below 1e-9 of the largest count as zero.
# Rows are those of the index. -> [s, rank, that distance], float64
def block_form(w: Tensor, index: Tensor) -> Tensor:
  squares = torch.square(torch.linalg_svdvals(torch.to(torch.index_select(w, 0, index), 7)))
  kept = torch.masked_select(squares, torch.gt(squares, torch.amax(squares) * 1.0e-18))
  rank = torch.size(kept, 0)
  s = torch.mean(kept)
  off = torch.linalg_vector_norm(kept - s) / (s * rank ** 0.5)
  return torch.stack([s, torch.full_like(s, rank), off])

# Pairs (i, j), j > i, of the rows i in begin .. begin + count with |cosine| above the tolerance, and the
# rows among those i that are not zero. -> [pairs int64 [pairs, 2], rows int64 [rows]]
def edges(w: Tensor, begin: int, count: int, tolerance: float) -> List[Tensor]:
  a = self.wide(w[begin:begin + count], True)
  cosines = torch.abs(torch.mm(a, torch.t(self.wide(w[begin:], True))))
  pairs = torch.nonzero(torch.gt(torch.triu(cosines, 1), tolerance))
  rows = torch.reshape(torch.nonzero(torch.any(torch.ne(a, 0), 1)), [-1])
  return [pairs + begin, rows + begin]

# Adds a' a of a [rows, units] to the gram matrix [units, units], float64.
def add_gram(gram: Tensor, a: Tensor) -> int:
  x = torch.to(a, 7)
  torch.addmm_(gram, torch.t(x), x)
  return 0

# Adds products [pairs] to the entries of the gram matrix [units, units] at places [pairs], counted in
# reading order.
def add_pairs(gram: Tensor, places: Tensor, products: Tensor) -> int:
  torch.index_add_(torch.view(gram, [-1]), 0, places, products)
  return 0

# C_i = g_ii^2 / sum_j g_ij^2 of a gram matrix; with directions, of rows and columns divided by the
# root of the diagonal. 0 where the diagonal is. A block of rows at a time. -> [n], float64
def gram_capacities(gram: Tensor, directions: bool, block: int) -> Tensor:
  own = torch.diagonal(gram)
  weights = torch.ones_like(own)
  if directions:
    weights = torch.where(torch.gt(own, 0), torch.reciprocal(own), torch.zeros_like(own))
  out = torch.zeros_like(own)
  for start in range(0, torch.size(gram, 0), block):
    shared = torch.mv(torch.square(gram[start:start + block]), weights) * weights[start:start + block]
    power = torch.square(own[start:start + block] * weights[start:start + block])
    if not directions:
      power = torch.square(own[start:start + block])
    ratio = torch.where(torch.eq(power, 0), torch.zeros_like(power), power / shared)
    torch.copy_(out[start:start + block], torch.clamp(ratio, max=1.))
  return out
