# matrix [dSae, dIn], block [k, dIn]: writes the block at row first.
def copy_rows(matrix: Tensor, block: Tensor, first: int) -> Tensor:
  target = torch.slice(matrix, 0, first, first + torch.size(block, 0), 1)
  return torch.copy_(target, block)

def set_row_norms(matrix: Tensor, norm: float) -> Tensor:
  return torch.mul_(torch.div_(matrix, torch.linalg_vector_norm(matrix, 2, [1], True)), norm)

# Sum of the Euclidean norms, to a power, of columns start to stop of rows [n, width], in float64.
def norm_sum(rows: Tensor, start: int, stop: int, power: int) -> Tensor:
  return torch.sum(torch.pow(torch.linalg_vector_norm(torch.to(rows[:, start:stop], 7), 2, [1]), power))

# Weiszfeld's iteration from the mean: y <- sum(x_i / |x_i - y|) / sum(1 / |x_i - y|), in float64. Stops when y moves
# by less than tolerance times its norm. A row that y lands on gets the weight of a row at distance 1e-12 |y| + tiny.
def geometric_median(rows: Tensor, most: int, tolerance: float) -> Tensor:
  x = torch.to(rows, 7)
  y = torch.mean(x, [0])
  moving = True
  i = 0
  while moving and i < most:
    nearest = torch.add(torch.mul(torch.linalg_vector_norm(y), 1.0e-12), 1.0e-300)
    w = torch.reciprocal(torch.maximum(torch.linalg_vector_norm(torch.sub(x, y), 2, [1]), nearest))
    next = torch.div(torch.mv(torch.t(x), w), torch.sum(w))
    moving = bool(torch.gt(torch.linalg_vector_norm(torch.sub(next, y)), torch.mul(torch.linalg_vector_norm(next), tolerance)))
    y = next
    i = i + 1
  return y
