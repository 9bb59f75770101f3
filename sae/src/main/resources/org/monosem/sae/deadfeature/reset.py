# p, m, v: parameters and Adam's moments, each [wEnc, bEnc, wDec, bDec, ...]; features int64 [k]; inputs [k, dIn]; alive
# bool [dSae]. Points each listed feature at its input, in place; returns the mean norm of the alive encoder rows.
def reset(p: List[Tensor], m: List[Tensor], v: List[Tensor], features: Tensor, inputs: Tensor, alive: Tensor,
          norm_factor: float) -> Tensor:
  norms = torch.linalg_vector_norm(p[0], 2, [1])
  if bool(torch.any(alive)):
    mean = torch.mean(torch.masked_select(norms, alive))
  else:
    mean = torch.mean(norms)
  direction = torch.div(inputs, torch.linalg_vector_norm(inputs, 2, [1], True))
  torch.index_copy_(p[2], 0, features, direction)
  torch.index_copy_(p[0], 0, features, torch.mul(direction, torch.mul(mean, norm_factor)))
  torch.index_fill_(p[1], 0, features, 0)
  for i in range(torch.len(p)):
    # What belongs to features: the first three, and vectors of dSae beyond the four, which start at zero.
    more = i > 3 and torch.dim(p[i]) == 1 and torch.size(p[i], 0) == torch.size(alive, 0)
    if more:
      torch.index_fill_(p[i], 0, features, 0)
    if i < 3 or more:
      torch.index_fill_(m[i], 0, features, 0)
      torch.index_fill_(v[i], 0, features, 0)
  return mean

# inputs[to[i]] = rows[source[i]]; rows [batch, dIn], inputs [k, dIn], source and to int64.
def put(rows: Tensor, source: Tensor, inputs: Tensor, to: Tensor) -> Tensor:
  return torch.index_copy_(inputs, 0, to, torch.index_select(rows, 0, source))
