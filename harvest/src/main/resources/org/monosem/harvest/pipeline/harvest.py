# activations [batch, position, width], places [n] int64 in batch * position -> rows [n, width]
def rows_at(activations: Tensor, places: Tensor) -> Tensor:
  return torch.index_select(torch.flatten(activations, 0, 1), 0, places)
