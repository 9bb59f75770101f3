# Nested dictionaries: each prefix of the features reconstructs by itself.
#
#   xhat_l = sum over features below width_l of f_i wDec_i + bDec
#   L      = sum over levels of weight ( mean over batch ( a |y - xhat_l|^2 ) + AuxK_l )
#
# Level l's error reaches all features of the groups (width_{l-1} to width_l) up to l. So an entry of group g of row r
# belongs to the virtual row r levels + g, whose gradient is the sum of the errors of levels g and above.

from .topk import *

# entries: by row and then by feature unless padded; widths: ascending, the last is dSae
# dead: for each level the dead features below its width
def nested_gradient(x: Tensor, y: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], padded: bool, block: int,
                    pre_bias: bool, error_factor: float, weight: float, widths: Tensor, dead: List[Tensor], aux_k: int,
                    aux_coefficient: float, aux_normalisation: int) -> List[Tensor]:
  batch, features, levels = torch.size(x, 0), torch.size(p[0], 0), torch.numel(widths)
  width = torch.size(y, 1)
  scale = 2. * error_factor * weight / float(batch)
  group = torch.searchsorted(torch.to(widths, 3), entries[1], out_int32=True, right=True)
  virtual = [torch.add(torch.mul(entries[0], levels), group), entries[1], entries[2], entries[3]]
  if padded:
    sorted, order = torch.sort(virtual[0], stable=True)
    entries = [torch.index_select(entries[0], 0, order), torch.index_select(entries[1], 0, order),
               torch.index_select(entries[2], 0, order), entries[3]]
    virtual = [sorted, entries[1], entries[2], entries[3]]
  offsets = self.row_offsets(virtual, batch * levels)
  parts = torch.reshape(self.decoded(virtual, offsets, virtual[2], p[2], block), [batch, levels, width])
  # xhat_l - y of every level: [batch, levels, dOut]
  e = torch.add(torch.cumsum(parts, 1), torch.sub(p[3], torch.unsqueeze(y, 1)))
  inner = torch.pow(torch.to(torch.linalg_vector_norm(e[:, 0:levels - 1]), 7), 2)
  auxiliary = torch.mul(inner, error_factor * weight)
  last = torch.mul(e[:, levels - 1], scale)
  g_aux = annotate(List[List[Tensor]], [])
  for l in range(levels):
    if torch.numel(dead[l]) > 0 and aux_coefficient > 0.:
      loss, g = self.auxiliary(xc, y, torch.contiguous(e[:, l]), p, dead[l], error_factor, aux_k,
                               aux_coefficient * weight, aux_normalisation)
      auxiliary = torch.add(auxiliary, loss)
      g_aux.append(g)
    else:
      g_aux.append(annotate(List[Tensor], []))
  torch.mul_(e, scale)
  above = torch.contiguous(torch.flip(torch.cumsum(torch.flip(e, [1]), 1), [1]))
  flat = torch.reshape(above, [batch * levels, width])
  df = self.products(flat, virtual, offsets, p[2])
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(flat, virtual, order, offsets, virtual[2], block)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, df, block)
  g_bias, activation_sum, counts = self.sums_by_feature(df, entries[2], entries, order, offsets, padded)
  for l in range(levels):
    if torch.len(g_aux[l]) > 0:
      torch.index_add_(g_enc, 0, dead[l], g_aux[l][0])
      torch.index_add_(g_bias, 0, dead[l], g_aux[l][1])
      torch.index_add_(g_dec, 0, dead[l], g_aux[l][2])
  g_dec_bias = self.decoder_bias(above[:, 0], p, g_bias, pre_bias)
  penalty = torch.zeros([], dtype=x.dtype, device=x.device)
  stats = self.statistics(y, last, scale, penalty, counts, auxiliary)
  return [g_enc, g_bias, g_dec, g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7), entries[3]]
