# silent: rows since a feature last fired, int64 [dSae]; fired: rows of this batch on which it fired, int64 [dSae].
# halt [] float: where it is not zero the batch does not count.
def record(silent: Tensor, fired: Tensor, rows: int, halt: Tensor) -> Tensor:
  counted = torch.mul(torch.add(silent, rows), torch.eq(fired, 0))
  return torch.copy_(silent, torch.where(torch.gt(halt, 0), silent, counted))

def restart(silent: Tensor, features: Tensor) -> Tensor:
  return torch.index_fill_(silent, 0, torch.to(features, 4), 0)
