# A classifier with one hidden layer of ReLU neurons: gradients by hand, and Adam's update.
#
#   x [n, dIn]   y int64 [n]   w: [w1 [hidden, dIn], b1 [hidden], w2 [classes, hidden], b2 [classes]]

# relu(x w1' + b1): [n, hidden]
def hidden(x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.relu(torch.addmm(w[1], x, torch.t(w[0])))

# The class of the largest output: int64 [n]
def classes(x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.argmax(torch.addmm(w[3], self.hidden(x, w), torch.t(w[2])), 1)

# Slopes of the mean of -ln softmax(outputs)[y], one array a weight, then the mean itself.
def slopes(x: Tensor, y: Tensor, w: List[Tensor]) -> List[Tensor]:
  n = torch.size(x, 0)
  h = self.hidden(x, w)
  logs = torch.log_softmax(torch.addmm(w[3], h, torch.t(w[2])), 1)
  chosen = torch.unsqueeze(y, 1)
  loss = torch.neg(torch.mean(torch.gather(logs, 1, chosen)))
  d = torch.exp(logs)
  torch.scatter_add_(d, 1, chosen, torch.full_like(torch.to(chosen, d.dtype), -1))
  d = d / n
  dh = torch.mm(d, w[2]) * torch.to(torch.gt(h, 0), h.dtype)
  return [torch.mm(torch.t(dh), x), torch.sum(dh, [0]), torch.mm(torch.t(d), h), torch.sum(d, [0]), loss]

# One update by Adam with decays 0.9 and 0.999; first and second: moments, of the weights' shapes.
def update(x: Tensor, y: Tensor, w: List[Tensor], first: List[Tensor], second: List[Tensor], rate: float, step: int) -> Tensor:
  g = self.slopes(x, y, w)
  for i in range(4):
    torch.add_(torch.mul_(first[i], 0.9), g[i], alpha=0.1)
    torch.addcmul_(torch.mul_(second[i], 0.999), g[i], g[i], value=0.001)
    root = torch.add(torch.sqrt(second[i] / (1. - 0.999 ** step)), 1.0e-8)
    torch.addcdiv_(w[i], first[i], root, value=-rate / (1. - 0.9 ** step))
  return g[4]
