# The loss as the papers write it, differentiated by autograd: the reference for the hand gradient.
#   flags: [pre_bias, norm_weighted] as 0/1; numbers: [error_factor, coefficient]
def loss(x: Tensor, p: List[Tensor], flags: Tensor, numbers: Tensor) -> Tensor:
  if bool(torch.gt(flags[0], 0)):
    xc = torch.sub(x, p[3])
  else:
    xc = x
  f = torch.relu(torch.add(torch.mm(xc, torch.t(p[0])), p[1]))
  xhat = torch.add(torch.mm(f, p[2]), p[3])
  if bool(torch.gt(flags[1], 0)):
    w = torch.sqrt(torch.sum(torch.mul(p[2], p[2]), [1]))
  else:
    w = torch.ones_like(p[1])
  error = torch.sum(torch.pow(torch.sub(x, xhat), 2), [1])
  each = torch.add(torch.mul(error, numbers[0]), torch.mul(torch.sum(torch.mul(f, w), [1]), numbers[1]))
  return torch.mean(each)

def loss_value(x: Tensor, p: List[Tensor], flags: Tensor, numbers: Tensor) -> Tensor:
  return self.loss(x, p, flags, numbers)

def gradient(x: Tensor, p: List[Tensor], flags: Tensor, numbers: Tensor) -> List[Tensor]:
  torch.set_grad_enabled(True)
  q = annotate(List[Tensor], [])
  for i in range(torch.len(p)):
    q = torch.append(q, torch.requires_grad_(torch.detach(p[i]), True))
  g = torch.grad([self.loss(x, q, flags, numbers)], q)
  torch.set_grad_enabled(False)
  return [unchecked_cast(Tensor, g[0]), unchecked_cast(Tensor, g[1]), unchecked_cast(Tensor, g[2]), unchecked_cast(Tensor, g[3])]
