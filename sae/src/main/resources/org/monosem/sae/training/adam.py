# One optimiser step on [wEnc, bEnc, wDec, bDec, ...]: decoder constraint, clipping by the global norm, fused Adam, in place.
# The weights go by chunks of features, so that what one pass has read is still in the cache for the next.
# A gradient that is not finite, or that missed active pairs, changes nothing (found_inf), and neither does any later one
# until the host has looked: halt [] float32 becomes 1. So the host may queue several steps before it looks.
#   missed [] int64: how many active pairs the gradient lacks
#   -> first [norm of the gradient, whether the step was taken] float64, then what was changed

# Removes from each decoder row's gradient what would change the row's norm; -> the norms of the chunks' gradients.
def constrain(p: Tensor, g: Tensor, unit_norm: bool, chunk: int) -> List[Tensor]:
  norms = annotate(List[Tensor], [])
  for start in range(0, torch.size(p, 0), chunk):
    part, pull = p[start:start + chunk], g[start:start + chunk]
    if unit_norm:
      along = torch.sum(torch.mul(pull, part), [1], True)
      torch.addcmul_(pull, along, part, value=-1)
    norms.append(torch.linalg_vector_norm(pull))
  return norms

# Lists are made here and their elements are returned: TorchScript drops the fused step otherwise.
def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], missed: Tensor,
         halt: Tensor, lr: float, beta1: float, beta2: float, eps: float, clip_norm: float,
         unit_norm: bool) -> List[Tensor]:
  chunk = 1024
  small = annotate(List[Tensor], [])
  small_g, small_m, small_v = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  small_steps = annotate(List[Tensor], [])
  for i in range(torch.len(p)):
    if i != 0 and i != 2:
      small.append(p[i])
      small_g.append(g[i])
      small_m.append(m[i])
      small_v.append(v[i])
      small_steps.append(steps[i])
  norms = self.constrain(p[2], g[2], unit_norm, chunk) + torch._foreach_norm([g[0]] + small_g)
  norm = torch.linalg_vector_norm(torch.stack(norms))
  if clip_norm > 0.:
    shrink = torch.clamp_min(torch.div(norm, clip_norm), 1.)
  else:
    shrink = torch.ones_like(norm)
  scale = torch.to(shrink, 6)
  bad = torch.logical_or(torch.logical_not(torch.isfinite(norm)), torch.gt(missed, 0))
  torch.copy_(halt, torch.maximum(halt, torch.to(bad, 6)))
  taken = torch.rsub(halt, 1)
  torch._foreach_add_(steps, taken)
  changed = [torch.stack([torch.to(norm, 7), torch.to(taken, 7)])]
  torch._fused_adam_(small, small_g, small_m, small_v, annotate(List[Tensor], []), small_steps, lr=lr, beta1=beta1,
                     beta2=beta2, weight_decay=0., eps=eps, amsgrad=False,
                     maximize=False, grad_scale=scale, found_inf=halt)
  changed = changed + small
  for start in range(0, torch.size(p[0], 0), chunk):
    stop = start + chunk
    weights = [p[0][start:stop], p[2][start:stop]]
    torch._fused_adam_(weights, [g[0][start:stop], g[2][start:stop]], [m[0][start:stop], m[2][start:stop]],
                       [v[0][start:stop], v[2][start:stop]], annotate(List[Tensor], []), [steps[0], steps[2]], lr=lr,
                       beta1=beta1, beta2=beta2, weight_decay=0., eps=eps, amsgrad=False, maximize=False,
                       grad_scale=scale, found_inf=halt)
    if unit_norm:
      lengths = torch.linalg_vector_norm(weights[1], 2, [1], True)
      torch.div_(weights[1], torch.where(torch.gt(halt, 0), 1., lengths))
    changed = changed + weights
  return changed
