# Moves the norms of decoder rows into the encoder, in place.
#
#   wEnc [dSae, dIn]   bEnc [dSae]   wDec [dSae, dOut]   n [dSae]

# The norms of rows, [dSae].
def row_norms(wDec: Tensor) -> Tensor:
  return torch.linalg_vector_norm(wDec, 2, [1])

# Multiplies encoder rows by n and divides decoder rows by it; a row of zeros stays zero.
def move_norms(wEnc: Tensor, bEnc: Tensor, wDec: Tensor, n: Tensor) -> int:
  column = torch.unsqueeze(n, 1)
  torch.mul_(wEnc, column)
  torch.mul_(bEnc, n)
  torch.div_(wDec, torch.where(torch.gt(column, 0), column, torch.ones_like(column)))
  return 0

# Divides thresholds by n; where n is zero, the encoder's row becomes zero instead.
def divide_thresholds(wEnc: Tensor, bEnc: Tensor, threshold: Tensor, n: Tensor) -> int:
  speaks = torch.gt(n, 0)
  torch.copy_(threshold, torch.where(speaks, torch.div(threshold, n), threshold))
  kept = torch.to(speaks, 6)
  torch.mul_(wEnc, torch.unsqueeze(kept, 1))
  torch.mul_(bEnc, kept)
  return 0

# bias [dSae] plus sign wEnc b; b [dIn].
def add_product(bias: Tensor, wEnc: Tensor, b: Tensor, sign: float) -> int:
  torch.add_(bias, torch.mv(wEnc, b), alpha=sign)
  return 0

# bias [dSae] plus sign exp(rMag) wEnc b.
def add_gained_product(bias: Tensor, rMag: Tensor, wEnc: Tensor, b: Tensor, sign: float) -> int:
  torch.add_(bias, torch.mul(torch.exp(rMag), torch.mv(wEnc, b)), alpha=sign)
  return 0
