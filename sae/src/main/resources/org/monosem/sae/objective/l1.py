# The ReLU dictionary with an L1 penalty: loss and hand-written gradient, by dense products and by active entries.
#
#   xc = x - bDec (with a pre-encoder bias) or x        [batch, dIn]
#   f  = relu(xc wEnc^T + bEnc)                         [batch, dSae]
#   e  = f wDec + bDec - x                              [batch, dIn]
#   L  = mean over batch ( a |e|^2 + c sum_i f_i w_i ),  w_i = 1 or |wDec_i|
#
# p is [wEnc [dSae, dIn], bEnc [dSae], wDec [dSae, dIn], bDec [dIn]]. Dense kernels work through tiles of rows, so that
# no array of batch x dSae exists; buffers are [tile, dSae].

# Pre-activations of one tile, written into the buffer's first rows; low: by a bfloat16 product.
def encode(xc: Tensor, p: List[Tensor], buffer: Tensor, low: bool) -> Tensor:
  pre = torch.slice(buffer, 0, 0, torch.size(xc, 0), 1)
  if low:
    return torch.add(torch.mm(torch.to(xc, 15), torch.t(torch.to(p[0], 15))), p[1], out=pre)
  return torch.addmm(p[1], xc, torch.t(p[0]), out=pre)

def centred(x: Tensor, p: List[Tensor], pre_bias: bool) -> Tensor:
  if pre_bias:
    xc = torch.sub(x, p[3])
  else:
    xc = x
  return xc

# What multiplies a feature's activation in the penalty: [dSae].
def penalty_weight(p: List[Tensor], norm_weighted: bool) -> Tensor:
  if norm_weighted:
    w = torch.linalg_vector_norm(p[2], 2, [1])
  else:
    w = torch.ones_like(p[1])
  return w

# Completes the gradient that both paths share: the penalty's pull on the decoder norms and the decoder bias.
#   activation_sum: sum over the batch of f, [dSae]; e: already times 2 a / batch
def finish(x: Tensor, p: List[Tensor], g: List[Tensor], e: Tensor, counts: Tensor, activation_sum: Tensor, w: Tensor,
           pre_bias: bool, norm_weighted: bool, error_factor: float, pull: float) -> List[Tensor]:
  if norm_weighted:
    along = torch.div(torch.mul(activation_sum, pull), torch.clamp_min(w, 1.0e-30))
    torch.addcmul_(g[2], torch.unsqueeze(along, 1), p[2])
  g_dec_bias = torch.sum(e, [0])
  if pre_bias:
    g_dec_bias = torch.sub(g_dec_bias, torch.mv(torch.t(p[0]), g[1]))
  to_error = float(torch.size(x, 0)) / (2. * error_factor)
  error = torch.mul(torch.pow(torch.to(torch.linalg_vector_norm(e), 7), 2), to_error * to_error)
  penalty = torch.to(torch.dot(activation_sum, w), 7)
  active = torch.to(torch.sum(counts), 7)
  power = torch.pow(torch.to(torch.linalg_vector_norm(x), 7), 2)
  stats = torch.stack([error, penalty, active, power])
  return [g[0], g[1], g[2], g_dec_bias, counts, stats, torch.to(torch.sum(x, [0]), 7)]

# Everything after the encoder product touches active entries only: the same sums as the dense way, in another order.
# The active entries come as rows, columns (features) and values, int32, int32 and floating, by row and then by feature.

# sum over each bag of weight * table[index]: [bags, width]. A narrow block of columns of the table stays in the
# processor's second-level cache, where gathering is several times faster; copying blocks pays with enough entries.
def bags(table: Tensor, index: Tensor, offsets: Tensor, weight: Tensor, block: int) -> Tensor:
  width, copied = torch.size(table, 1), torch.size(table, 0) + torch.size(offsets, 0)
  if width % block != 0 or torch.numel(index) < 4 * copied:
    sums, a, b, c = torch.embedding_bag(table, index, offsets, False, 0, False, weight, True)
    return sums
  out = torch.empty([torch.size(offsets, 0) - 1, width], dtype=table.dtype, device=table.device)
  for start in range(0, width, block):
    part = torch.contiguous(table[:, start:start + block])
    sums, a, b, c = torch.embedding_bag(part, index, offsets, False, 0, False, weight, True)
    torch.copy_(out[:, start:start + block], sums)
  return out

# Reconstruction, error and the activations' gradient.
#   entries: rows, columns, values of the active pairs of cold features; padded: some have the value zero and are none
#   hot: features to treat densely, int64 [hot], may be empty
#   -> [e [batch, dIn], times 2 a / batch; f of hot features [batch, hot]; df of the entries]
def decode(x: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], padded: bool, hot: Tensor, low: bool,
           block: int, norm_weighted: bool, error_factor: float, coefficient: float) -> List[Tensor]:
  batch = torch.size(x, 0)
  rows, columns, values = entries[0], entries[1], entries[2]
  offsets = torch._convert_indices_from_coo_to_csr(rows, batch, out_int32=True)
  e = self.bags(p[2], columns, offsets, values, block)
  torch.add_(torch.sub_(e, x), p[3])
  f = torch.empty([batch, 0], dtype=x.dtype, device=x.device)
  if torch.numel(hot) > 0:
    bias, encoder = torch.index_select(p[1], 0, hot), torch.index_select(p[0], 0, hot)
    pre = torch.empty([batch, torch.numel(hot)], dtype=x.dtype, device=x.device)
    f = torch.relu_(self.encode(xc, [encoder, bias], pre, low))
    torch.addmm_(e, f, torch.index_select(p[2], 0, hot))
  torch.mul_(e, 2. * error_factor / float(batch))
  df = torch._embedding_bag_per_sample_weights_backward(e, p[2], columns, offsets, rows, 0)
  w = self.penalty_weight(p, norm_weighted)
  torch.add_(df, torch.index_select(w, 0, columns), alpha=coefficient / float(batch))
  if padded:
    torch.mul_(df, torch.gt(values, 0))
  return [e, f, df]

# Sums over each feature's entries, which come sorted by feature: of two values an entry, and how many are active.
def feature_sums(first: Tensor, second: Tensor, columns: Tensor, order: Tensor, offsets: Tensor,
                 padded: bool) -> Tuple[Tensor, Tensor, Tensor]:
  features = torch.size(offsets, 0) - 1
  if padded:
    # One bag a feature: unlike bincount it asks the device for nothing, and sums in a fixed order.
    both = torch.stack([first, second], 1)
    ones = torch.ones_like(first)
    sums, a, b, c = torch.embedding_bag(both, torch.to(order, 3), offsets, False, 0, False, ones, True)
    counts = torch.zeros([features], dtype=4, device=columns.device)
    torch.scatter_add_(counts, 0, torch.to(columns, 4), torch.to(torch.gt(second, 0), 4))
    return torch.contiguous(sums[:, 0]), torch.contiguous(sums[:, 1]), counts
  return (torch.to(torch.bincount(columns, first, features), first),
          torch.to(torch.bincount(columns, second, features), second), torch.to(torch.diff(offsets), 4))

# The gradients by the parameters, one bag of rows a feature; decoded: what decode gave.
def sparse_gradient(x: Tensor, xc: Tensor, p: List[Tensor], entries: List[Tensor], decoded: List[Tensor], padded: bool,
                    hot: Tensor, block: int, pre_bias: bool, norm_weighted: bool, error_factor: float,
                    coefficient: float) -> List[Tensor]:
  features = torch.size(p[0], 0)
  rows, columns, values = entries[0], entries[1], entries[2]
  e, f, df = decoded[0], decoded[1], decoded[2]
  pull = coefficient / float(torch.size(x, 0))
  w = self.penalty_weight(p, norm_weighted)
  sorted, order = torch.sort(columns, stable=True)
  offsets = torch._convert_indices_from_coo_to_csr(sorted, features, out_int32=True)
  row = torch.index_select(rows, 0, order)
  g_dec = self.bags(e, row, offsets, torch.index_select(values, 0, order), block)
  g_enc = self.bags(xc, row, offsets, torch.index_select(df, 0, order), block)
  g_bias, activation_sum, counts = self.feature_sums(df, values, columns, order, offsets, padded)
  if torch.numel(hot) > 0:
    pulls = torch.mul(torch.index_select(w, 0, hot), pull)
    dense_df = torch.addmm(pulls, e, torch.t(torch.index_select(p[2], 0, hot)))
    torch.threshold_backward(dense_df, f, 0, grad_input=dense_df)
    torch.index_copy_(g_dec, 0, hot, torch.mm(torch.t(f), e))
    torch.index_copy_(g_enc, 0, hot, torch.mm(torch.t(dense_df), xc))
    torch.index_copy_(g_bias, 0, hot, torch.sum(dense_df, [0]))
    torch.index_copy_(activation_sum, 0, hot, torch.sum(f, [0]))
    torch.index_copy_(counts, 0, hot, torch.sum(torch.gt(f, 0), [0]))
  return self.finish(x, p, [g_enc, g_bias, g_dec], e, counts, activation_sum, w, pre_bias, norm_weighted,
                     error_factor, pull) + [entries[3]]

# The same by dense products, for the dense first steps of a training; no autograd, no batch x dSae array.
def dense_gradient(x: Tensor, p: List[Tensor], buffer: Tensor, buffer2: Tensor, low: bool, pre_bias: bool,
                   norm_weighted: bool, error_factor: float, coefficient: float) -> List[Tensor]:
  batch = torch.size(x, 0)
  tile = torch.size(buffer, 0)
  pull = coefficient / float(batch)
  xc = self.centred(x, p, pre_bias)
  w = self.penalty_weight(p, norm_weighted)
  pulls = torch.mul(w, pull)
  e = torch.empty_like(x)
  g_enc = torch.zeros_like(p[0])
  g_dec = torch.zeros_like(p[2])
  g_bias = torch.zeros_like(p[1])
  activation_sum = torch.zeros_like(p[1])
  counts = torch.zeros_like(p[1])
  start = 0
  while start < batch:
    stop = min(start + tile, batch)
    xt = torch.slice(xc, 0, start, stop, 1)
    f = torch.relu_(self.encode(xt, p, buffer, low))
    et = torch.slice(e, 0, start, stop, 1)
    torch.addmm(p[3], f, p[2], out=et)
    torch.sub_(et, torch.slice(x, 0, start, stop, 1))
    torch.mul_(et, 2. * error_factor / float(batch))
    df = torch.addmm(pulls, et, torch.t(p[2]), out=torch.slice(buffer2, 0, 0, stop - start, 1))
    torch.threshold_backward(df, f, 0, grad_input=df)
    torch.addmm_(g_dec, torch.t(f), et)
    torch.addmm_(g_enc, torch.t(df), xt)
    torch.add_(g_bias, torch.sum(df, [0]))
    torch.add_(activation_sum, torch.sum(f, [0]))
    torch.add_(counts, torch.sum(torch.sign_(f), [0]))
    start = stop
  missed = torch.zeros([], dtype=4, device=x.device)
  return self.finish(x, p, [g_enc, g_bias, g_dec], e, torch.to(counts, 4), activation_sum, w, pre_bias,
                     norm_weighted, error_factor, pull) + [missed]

# Each row's own loss, both terms: [batch].
def row_losses(x: Tensor, p: List[Tensor], buffer: Tensor, pre_bias: bool, norm_weighted: bool, error_factor: float,
               coefficient: float) -> Tensor:
  batch = torch.size(x, 0)
  tile = torch.size(buffer, 0)
  xc = self.centred(x, p, pre_bias)
  w = self.penalty_weight(p, norm_weighted)
  losses = annotate(List[Tensor], [])
  start = 0
  while start < batch:
    stop = min(start + tile, batch)
    f = torch.relu_(self.encode(torch.slice(xc, 0, start, stop, 1), p, buffer, False))
    e = torch.sub(torch.addmm(p[3], f, p[2]), torch.slice(x, 0, start, stop, 1))
    error = torch.mul(torch.sum(torch.mul(e, e), [1]), error_factor)
    losses = torch.append(losses, torch.add(error, torch.mv(f, w), alpha=coefficient))
    start = stop
  return torch.cat(losses)
