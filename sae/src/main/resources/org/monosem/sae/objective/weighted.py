# What multiplies each feature's term in a penalty, and how the penalty pulls on decoder norms through it.

# One, or the norm of the feature's decoder row: [dSae].
def penalty_weight(p: List[Tensor], norm_weighted: bool) -> Tensor:
  if norm_weighted:
    w = torch.linalg_vector_norm(p[2], 2, [1])
  else:
    w = torch.ones_like(p[1])
  return w

# Adds the penalty's gradient by the decoder rows through their norms; nothing if weights are one.
#   terms: each feature's terms summed over the batch, times the coefficient over the batch: [dSae]
def add_norm_pull(g_dec: Tensor, terms: Tensor, w: Tensor, p: List[Tensor], norm_weighted: bool) -> Tensor:
  if norm_weighted:
    along = torch.div(terms, torch.clamp_min(w, 1.0e-30))
    torch.addcmul_(g_dec, torch.unsqueeze(along, 1), p[2])
  return g_dec
