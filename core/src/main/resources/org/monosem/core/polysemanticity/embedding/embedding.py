# Neuron embeddings: what each coordinate of a unit's input adds to its pre-activation.
#
#   z [rows, dIn]: inputs of units      w [units, dIn]: the units' weights on them

# Rows in float64, of norm 1; a row of zeros stays one: [rows, d]
def directions(x: Tensor) -> Tensor:
  wide = torch.to(x, 7)
  norms = torch.linalg_vector_norm(wide, 2, [1], True)
  return wide / torch.where(torch.gt(norms, 0), norms, torch.ones_like(norms))

# e = z w_unit, coordinate by coordinate, in float64: [rows, dIn]
def embeddings(z: Tensor, w: Tensor, unit: int) -> Tensor:
  return torch.to(z, 7) * torch.to(w[unit], 7)

# The same, written to an array that the caller made.
def write_embeddings(z: Tensor, w: Tensor, unit: int, out: Tensor) -> int:
  torch.copy_(out, self.embeddings(z, w, unit))
  return 0

# z w' + bias, written to an array that the caller made: [rows, units]
def write_pre_activations(z: Tensor, w: Tensor, bias: Tensor, out: Tensor) -> int:
  torch.copy_(out, torch.addmm(bias, z, torch.t(w)))
  return 0

# The cosine of every pair of a unit's embeddings, in float64: [rows, rows]
def cosines(z: Tensor, w: Tensor, unit: int) -> Tensor:
  e = self.directions(self.embeddings(z, w, unit))
  return torch.clamp(torch.mm(e, torch.t(e)), -1., 1.)

# The k rows of largest cosine with each of the rows begin .. begin + count, among those of other groups,
# a block of others at a time. A row with fewer others has the cosine -2 in their places.
# x [n, d], groups int64 [n] -> [cosines [count, k], places int64 [count, k]]
def nearest(x: Tensor, groups: Tensor, begin: int, count: int, k: int, block: int) -> List[Tensor]:
  a = self.directions(x[begin:begin + count])
  own = torch.unsqueeze(groups[begin:begin + count], 1)
  best = torch.full([count, k], -2., dtype=7, device=x.device)
  where = torch.zeros([count, k], dtype=4, device=x.device)
  for start in range(0, torch.size(x, 0), block):
    found = torch.mm(a, torch.t(self.directions(x[start:start + block])))
    torch.masked_fill_(found, torch.eq(own, groups[start:start + block]), -2)
    places = torch.expand_as(torch.arange(start, start + torch.size(found, 1), dtype=4, device=x.device), found)
    values = torch.cat([best, found], 1)
    numbers = torch.cat([where, places], 1)
    top = torch.topk(values, k, 1)[1]
    best = torch.gather(values, 1, top)
    where = torch.gather(numbers, 1, top)
  return [best, where]
