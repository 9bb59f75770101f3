# Columns start to stop of rows [batch, width], times a factor: contiguous, as kernels want their arrays.
def part(rows: Tensor, start: int, stop: int, factor: float) -> Tensor:
  return torch.mul(torch.contiguous(rows[:, start:stop]), factor)

# Parts side by side.
def beside(parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 1)
