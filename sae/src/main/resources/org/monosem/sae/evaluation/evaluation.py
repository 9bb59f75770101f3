# The length of every row of w [n, d]: [n], summed in float64.
def row_norms(w: Tensor) -> Tensor:
  return torch.to(torch.sqrt(torch.sum(torch.square(torch.to(w, 7)), [1])), 6)

# Some rows of activations [batch, position, width], all taken as one list: [index, width].
def take_rows(activations: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(torch.reshape(activations, [-1, torch.size(activations, 2)]), 0, index)

# A copy of activations [batch, position, width] with other values in some rows. replacement is
# [index, width], or [1, width] to put the same vector everywhere.
def put_rows(activations: Tensor, index: Tensor, replacement: Tensor) -> Tensor:
  width = torch.size(activations, 2)
  rows = torch.expand(replacement, [torch.size(index, 0), width])
  flat = torch.reshape(activations, [-1, width])
  return torch.reshape(torch.index_copy(flat, 0, index, rows), torch.size(activations))

# Some rows of x [n, width]: [index, width].
def select_rows(x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 0, index)
