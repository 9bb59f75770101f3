# The linear path of a skip transcoder: yhat = f wDec + bDec + x wSkip^T.
#
#   x [batch, dIn], y [batch, dOut], wSkip [dOut, dIn]

# What is left to the features.
def remainder(x: Tensor, y: Tensor, wSkip: Tensor) -> Tensor:
  return torch.sub(y, torch.mm(x, torch.t(wSkip)))

# The path's gradient, and the sums with the power of the whole targets instead of the remainder's.
#   e [batch, dOut]: the gradient by the prediction
#   -> [gradient [dOut, dIn], sums float64 [5], sum of the rows of y float64 [dOut]]
def gradient(x: Tensor, y: Tensor, e: Tensor, sums: Tensor) -> List[Tensor]:
  power = torch.pow(torch.to(torch.linalg_vector_norm(y), 7), 2)
  all = torch.cat([sums[0:3], torch.unsqueeze(power, 0), sums[4:5]])
  return [torch.mm(torch.t(e), x), all, torch.to(torch.sum(y, [0]), 7)]
