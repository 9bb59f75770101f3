# The covariance of rows, streamed in float64, and its eigenvalues.

# Merges rows [n, d] into mean [d] and comoments [d, d] of the rows before, in place; into neither if a
# sum is not finite. -> [] bool, whether all is finite
def add_rows(rows: Tensor, before: int, mean: Tensor, comoments: Tensor) -> Tensor:
  n = torch.size(rows, 0)
  x = torch.to(rows, 7)
  own = torch.mean(x, [0])
  centred = x - own
  products = torch.mm(torch.t(centred), centred)
  finite = torch.logical_and(torch.all(torch.isfinite(products)), torch.all(torch.isfinite(own)))
  if bool(finite):
    delta = own - mean
    share = float(n) / float(before + n)
    torch.add_(comoments, products)
    torch.addr_(comoments, delta, delta * (share * float(before)))
    torch.add_(mean, delta * share)
  return finite

# Eigenvalues of comoments / count, largest first; rounding below zero is zero. -> [d], float64
def spectrum(comoments: Tensor, count: int) -> Tensor:
  values = torch.linalg_eigvalsh(comoments / float(count))
  return torch.clamp(torch.flip(values, [0]), min=0.)
