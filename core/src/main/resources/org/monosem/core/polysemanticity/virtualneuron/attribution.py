# Attributions of one unit to the layer before it, rows of L1 norm 1.

# gradient * activation, coordinate by coordinate, over the row's sum of absolute values; a row of
# zeros stays one. The gradient may be one row for all. In float64, to an array that the caller made.
def write_attributions(activations: Tensor, gradients: Tensor, out: Tensor) -> int:
  products = torch.to(activations, 7) * torch.to(gradients, 7)
  norms = torch.sum(torch.abs(products), [1], True)
  torch.copy_(out, products / torch.where(torch.gt(norms, 0), norms, torch.ones_like(norms)))
  return 0
