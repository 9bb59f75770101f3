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
