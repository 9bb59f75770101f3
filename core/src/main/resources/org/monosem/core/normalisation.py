# Normalisation of rows before encoding and its undoing on what was decoded for the same rows.
#
#   x [batch, dIn]: rows as they came      y [batch, dIn]: what was decoded for them, changed in place
#
# A row's constants are computed again for undoing: two passes over dIn numbers, and nothing to keep.

# sqrt(dIn) / |x| for every row, [batch, 1]; 1 for a row of zeros, which has no direction to keep.
def rescaling(x: Tensor) -> Tensor:
  norms = torch.linalg_vector_norm(x, 2, [1], True)
  root = torch.size(x, 1) ** 0.5
  return torch.where(torch.gt(norms, 0), torch.div(torch.full_like(norms, root), norms), torch.ones_like(norms))

def constant_norm_rescale(x: Tensor) -> Tensor:
  return torch.mul(x, self.rescaling(x))

def undo_constant_norm_rescale(x: Tensor, y: Tensor) -> int:
  torch.div_(y, self.rescaling(x))
  return 0

# The standard deviation is the one over dIn - 1.
def layer_norm(x: Tensor) -> Tensor:
  centred = torch.sub(x, torch.mean(x, [1], True))
  return torch.div(centred, torch.add(torch.std(x, [1], True, True), 1.0e-5))

def undo_layer_norm(x: Tensor, y: Tensor) -> int:
  torch.mul_(y, torch.std(x, [1], True, True))
  torch.add_(y, torch.mean(x, [1], True))
  return 0
