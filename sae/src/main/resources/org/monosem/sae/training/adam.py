# One optimiser step on [wEnc, bEnc, wDec, bDec]: decoder constraint, clipping by the global norm, fused Adam, in place.
# Lists come from the caller and their elements are returned: TorchScript drops the fused step otherwise.
# A gradient that is not finite changes no parameter (found_inf).
def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], lr: float,
         beta1: float, beta2: float, eps: float, clip_norm: float, unit_norm: bool) -> List[Tensor]:
  if unit_norm:
    along = torch.sum(torch.mul(g[2], p[2]), [1], True)
    torch.addcmul_(g[2], along, p[2], value=-1)
  norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))
  if clip_norm > 0.:
    shrink = torch.clamp_min(torch.div(norm, clip_norm), 1.)
  else:
    shrink = torch.ones_like(norm)
  bad = torch.to(torch.logical_not(torch.isfinite(norm)), 6)
  torch._foreach_add_(steps, 1)
  torch._fused_adam_(p, g, m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=0.,
                     eps=eps, amsgrad=False, maximize=False, grad_scale=torch.to(shrink, 6), found_inf=bad)
  if unit_norm:
    torch.div_(p[2], torch.linalg_vector_norm(p[2], 2, [1], True))
  return [torch.to(norm, 7), p[0], p[1], p[2], p[3]]
