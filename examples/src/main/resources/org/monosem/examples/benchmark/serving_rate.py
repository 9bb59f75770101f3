# What a PyTorch program does to hand out the features that fired: rows, features and values.
def dense(x: Tensor, wEnc: Tensor, bEnc: Tensor, bDec: Tensor) -> List[Tensor]:
  f = torch.relu(torch.addmm(bEnc, x - bDec, torch.t(wEnc)))
  at = torch.nonzero(f)
  row, feature = torch.unbind(at, 1)
  return [row, feature, torch.index(f, annotate(List[Optional[Tensor]], [row, feature]))]
