# A crosscoder's matrices hold its sources side by side: columns first to end of [n, dIn] are one source's.

# The norms of one source's rows, [n].
def norms(matrix: Tensor, first: int, end: int) -> Tensor:
  return torch.linalg_vector_norm(matrix[:, first:end], 2, [1])

def copy_part(matrix: Tensor, first: int, end: int, out: Tensor) -> int:
  torch.copy_(out, matrix[:, first:end])
  return 0

# The cosines between the rows of two sources of one width, [n]; NaN where one is zero.
def cosines(matrix: Tensor, first: int, other: int, width: int) -> Tensor:
  a, b = matrix[:, first:first + width], matrix[:, other:other + width]
  lengths = torch.mul(torch.linalg_vector_norm(a, 2, [1]), torch.linalg_vector_norm(b, 2, [1]))
  return torch.div(torch.sum(torch.mul(a, b), [1]), lengths)
