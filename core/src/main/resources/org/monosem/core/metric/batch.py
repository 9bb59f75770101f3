# Sums of one batch in float64 (dtype 7), a tile of rows at a time. n: batch, d: dIn.

# The mean of every column of x - y: [d].
def mean_difference(x: Tensor, y: Tensor, tile: int) -> Tensor:
  n = torch.size(x, 0)
  total = torch.zeros([torch.size(x, 1)], dtype=7, device=x.device)
  start = 0
  while start < n:
    e = torch.to(x[start:start + tile], 7) - torch.to(y[start:start + tile], 7)
    total = total + torch.sum(e, [0])
    start = start + tile
  return total / n

def mean_column(x: Tensor, tile: int) -> Tensor:
  n = torch.size(x, 0)
  total = torch.zeros([torch.size(x, 1)], dtype=7, device=x.device)
  start = 0
  while start < n:
    total = total + torch.sum(torch.to(x[start:start + tile], 7), [0])
    start = start + tile
  return total / n

# Mean and squared deviations of every column: [2, d]. Two passes, so that nothing cancels.
def column_moments(x: Tensor, tile: int) -> Tensor:
  n = torch.size(x, 0)
  mean = self.mean_column(x, tile)
  squares = torch.zeros_like(mean)
  start = 0
  while start < n:
    squares = squares + torch.sum(torch.square(torch.to(x[start:start + tile], 7) - mean), [0])
    start = start + tile
  return torch.stack([mean, squares])

# Row sums |x|^2, |y|^2, |x - y|^2, x.y, |x - mean x|^2: [5, n];
# columns mean x, squared deviations of x, mean e, squared deviations of e: [4, d].
def reconstruction_sums(x: Tensor, y: Tensor, tile: int) -> List[Tensor]:
  n = torch.size(x, 0)
  mean_x = self.mean_column(x, tile)
  mean_e = self.mean_difference(x, y, tile)
  squares_x = torch.zeros_like(mean_x)
  squares_e = torch.zeros_like(mean_x)
  rows = annotate(List[Tensor], [])
  start = 0
  while start < n:
    a = torch.to(x[start:start + tile], 7)
    b = torch.to(y[start:start + tile], 7)
    e = a - b
    c = torch.square(a - mean_x)
    sums = [torch.sum(a * a, [1]), torch.sum(b * b, [1]), torch.sum(e * e, [1]), torch.sum(a * b, [1]), torch.sum(c, [1])]
    rows = torch.append(rows, torch.stack(sums))
    squares_x = squares_x + torch.sum(c, [0])
    squares_e = squares_e + torch.sum(torch.square(e - mean_e), [0])
    start = start + tile
  return [torch.cat(rows, 1), torch.stack([mean_x, squares_x, mean_e, squares_e])]
