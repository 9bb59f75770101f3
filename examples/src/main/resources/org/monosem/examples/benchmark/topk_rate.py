# What a PyTorch program calls.
def topk(x: Tensor, k: int) -> List[Tensor]:
  values, columns = torch.topk(x, k)
  return [values, columns]
