# silent: rows since a feature last fired, int64 [dSae]; fired: rows of this batch on which it fired, int64 [dSae].
def record(silent: Tensor, fired: Tensor, rows: int) -> Tensor:
  torch.add_(silent, rows)
  return torch.mul_(silent, torch.eq(fired, 0))

def restart(silent: Tensor, features: Tensor) -> Tensor:
  return torch.index_fill_(silent, 0, torch.to(features, 4), 0)
