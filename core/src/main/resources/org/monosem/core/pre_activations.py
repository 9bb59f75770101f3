# h = x wEnc' + bEnc, into out [rows, dSae]; x [rows, dIn], already centred.
def pre_activations(x: Tensor, wEnc: Tensor, bEnc: Tensor, out: Tensor) -> int:
  torch.addmm(bEnc, x, torch.t(wEnc), out=out)
  return 0
