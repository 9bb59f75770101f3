# Rows of several sources, [n, width] each, side by side.
def beside(parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 1)
