# A training step of a ReLU dictionary with an L1 penalty, as PyTorch programs take it: eager dense operators,
# differentiated by autograd through the pre-encoder bias too, PyTorch's default Adam for the CPU (not fused), the
# decoder's gradient made perpendicular to its unit-norm columns, and those normalised again after the step.
#
# p: [wEnc [dSae, dIn], bEnc [dSae], wDec [dIn, dSae], bDec [dIn]]: the layouts of two torch.nn.Linear. numbers: float64
# [coefficient, learning rate, beta1, beta2, epsilon, number of this step]

# A copy of a matrix, transposed in memory.
def transposed(w: Tensor) -> Tensor:
  return torch.clone(torch.t(w), memory_format=0)

def loss(x: Tensor, p: List[Tensor], coefficient: float) -> Tensor:
  f = torch.relu(torch.addmm(p[1], torch.sub(x, p[3]), torch.t(p[0])))
  xhat = torch.add(torch.mm(f, torch.t(p[2])), p[3])
  error = torch.mean(torch.sum(torch.pow(torch.sub(x, xhat), 2), [1]))
  penalty = torch.mean(torch.linalg_vector_norm(f, 1, [1]))
  return torch.add(error, torch.mul(penalty, coefficient))

def differentiate(x: Tensor, p: List[Tensor], coefficient: float) -> List[Tensor]:
  torch.set_grad_enabled(True)
  q = annotate(List[Tensor], [])
  for i in range(torch.len(p)):
    q = torch.append(q, torch.requires_grad_(torch.detach(p[i]), True))
  value = self.loss(x, q, coefficient)
  g = torch.grad([value], q)
  torch.set_grad_enabled(False)
  return [torch.detach(value), unchecked_cast(Tensor, g[0]), unchecked_cast(Tensor, g[1]),
          unchecked_cast(Tensor, g[2]), unchecked_cast(Tensor, g[3])]

# The loss and its gradient by the four arrays.
def gradient(x: Tensor, p: List[Tensor], numbers: Tensor) -> List[Tensor]:
  return self.differentiate(x, p, float(numbers[0]))

def step(x: Tensor, p: List[Tensor], m: List[Tensor], v: List[Tensor], numbers: Tensor) -> Tensor:
  g = self.differentiate(x, p, float(numbers[0]))
  columns = torch.div(p[2], torch.linalg_vector_norm(p[2], 2, [0], True))
  torch.sub_(g[3], torch.mul(torch.sum(torch.mul(g[3], columns), [0], True), columns))
  beta1 = float(numbers[2])
  beta2 = float(numbers[3])
  count = float(numbers[5])
  size = float(numbers[1]) / (1. - beta1 ** count)
  root = torch.sqrt(torch.sub(1., numbers[3] ** count))
  for i in range(torch.len(p)):
    torch.lerp_(m[i], g[i + 1], 1. - beta1)
    torch.addcmul_(torch.mul_(v[i], beta2), g[i + 1], g[i + 1], value=1. - beta2)
    denominator = torch.add_(torch.div(torch.sqrt(v[i]), float(root)), float(numbers[4]))
    torch.addcdiv_(p[i], m[i], denominator, value=-size)
  torch.div_(p[2], torch.linalg_vector_norm(p[2], 2, [0], True))
  return g[0]
