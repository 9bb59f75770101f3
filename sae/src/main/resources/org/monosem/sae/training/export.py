# Folds the input scale s into the weights: relu(wEnc s x + bEnc), (f wDec + bDec) / s. With unit, feature i is then
# measured in units of its decoder norm; a feature with a decoder row of norm zero is left alone.
def fold(p: List[Tensor], s: float, unit: bool) -> List[Tensor]:
  w_dec = torch.div(p[2], s)
  b_dec = torch.div(p[3], s)
  w_enc = torch.mul(p[0], s)
  b_enc = torch.clone(p[1])
  if unit:
    norm = torch.linalg_vector_norm(w_dec, 2, [1])
    norm = torch.where(torch.gt(norm, 0), norm, torch.ones_like(norm))
    torch.mul_(w_enc, torch.unsqueeze(norm, 1))
    torch.mul_(b_enc, norm)
    torch.div_(w_dec, torch.unsqueeze(norm, 1))
  return [w_enc, b_enc, w_dec, b_dec]
