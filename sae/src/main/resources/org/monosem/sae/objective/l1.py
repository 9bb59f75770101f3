# The ReLU dictionary with an L1 penalty: loss and hand-written gradient, by dense products and by active entries.
#
#   xc = x - bDec (with a pre-encoder bias) or x        [batch, dIn]
#   f  = relu(xc wEnc^T + bEnc)                         [batch, dSae]
#   e  = f wDec + bDec - y                              [batch, dOut], y = x but for transcoders
#   L  = mean over batch ( a |e|^2 + c sum_i f_i w_i ),  w_i = 1 or sum_b |wDec_i,b|
#
# p is [wEnc [dSae, dIn], bEnc [dSae], wDec [dSae, dOut], bDec [dOut]]. Blocks b of columns are a crosscoder's sources;
# there is one otherwise. Dense kernels work through tiles of rows, so that no array of batch x dSae exists; buffers are
# [tile, dSae].

from .entries import *

# What multiplies a feature's activation in the penalty: [dSae]; blocks: their widths.
def penalty_weight(p: List[Tensor], norm_weighted: bool, blocks: List[int]) -> Tensor:
  if not norm_weighted:
    return torch.ones_like(p[1])
  w = torch.linalg_vector_norm(p[2][:, 0:blocks[0]], 2, [1])
  start = blocks[0]
  for b in range(1, torch.len(blocks)):
    w = torch.add(w, torch.linalg_vector_norm(p[2][:, start:start + blocks[b]], 2, [1]))
    start = start + blocks[b]
  return w

# Adds the gradient of the weights times pulls, [dSae], to that of the decoder.
def pull_norms(p: List[Tensor], g_dec: Tensor, pulls: Tensor, blocks: List[int]) -> int:
  start = 0
  for b in range(torch.len(blocks)):
    part = p[2][:, start:start + blocks[b]]
    along = torch.div(pulls, torch.clamp_min(torch.linalg_vector_norm(part, 2, [1]), 1.0e-30))
    torch.addcmul_(g_dec[:, start:start + blocks[b]], torch.unsqueeze(along, 1), part)
    start = start + blocks[b]
  return 0

# Completes the gradient that both paths share: the penalty's pull on the decoder norms and the decoder bias.
#   activation_sum: sum over the batch of f, [dSae]; e: already times 2 a / batch
def finish(y: Tensor, p: List[Tensor], g: List[Tensor], e: Tensor, counts: Tensor, activation_sum: Tensor, w: Tensor,
           pre_bias: bool, norm_weighted: bool, blocks: List[int], error_factor: float, pull: float) -> List[Tensor]:
  if norm_weighted:
    unused = self.pull_norms(p, g[2], torch.mul(activation_sum, pull), blocks)
  g_dec_bias = self.decoder_bias(e, p, g[1], pre_bias)
  penalty, none = torch.dot(activation_sum, w), torch.zeros([], dtype=y.dtype, device=y.device)
  stats = self.statistics(y, e, 2. * error_factor / float(torch.size(y, 0)), penalty, counts, none)
  return [g[0], g[1], g[2], g_dec_bias, counts, stats, torch.to(torch.sum(y, [0]), 7)]

# Everything after the encoder product touches active entries only: the same sums as the dense way, in another order.
# The active entries come as rows, columns (features) and values, int32, int32 and floating, by row and then by feature.

# Reconstruction, error and the activations' gradient.
#   entries: rows, columns, values of the active pairs of cold features; padded: some have the value zero and are none
#   hot: features to treat densely, int64 [hot], may be empty
#   -> [e [batch, dOut], times 2 a / batch; f of hot features [batch, hot]; df of the entries]
def decode(xc: Tensor, y: Tensor, p: List[Tensor], entries: List[Tensor], padded: bool, hot: Tensor, low: bool,
           block: int, norm_weighted: bool, blocks: List[int], error_factor: float,
           coefficient: float) -> List[Tensor]:
  batch = torch.size(y, 0)
  rows, columns, values = entries[0], entries[1], entries[2]
  offsets = self.row_offsets(entries, batch)
  e = self.decoded(entries, offsets, values, p[2], block)
  torch.add_(torch.sub_(e, y), p[3])
  f = torch.empty([batch, 0], dtype=y.dtype, device=y.device)
  if torch.numel(hot) > 0:
    bias, encoder = torch.index_select(p[1], 0, hot), torch.index_select(p[0], 0, hot)
    pre = torch.empty([batch, torch.numel(hot)], dtype=y.dtype, device=y.device)
    f = torch.relu_(self.encode(xc, [encoder, bias], pre, low))
    torch.addmm_(e, f, torch.index_select(p[2], 0, hot))
  torch.mul_(e, 2. * error_factor / float(batch))
  df = torch._embedding_bag_per_sample_weights_backward(e, p[2], columns, offsets, rows, 0)
  w = self.penalty_weight(p, norm_weighted, blocks)
  torch.add_(df, torch.index_select(w, 0, columns), alpha=coefficient / float(batch))
  if padded:
    torch.mul_(df, torch.gt(values, 0))
  return [e, f, df]

# The gradients by the parameters, one bag of rows a feature; decoded: what decode gave.
#   block_out: as block, for rows of e
def sparse_gradient(xc: Tensor, y: Tensor, p: List[Tensor], entries: List[Tensor], decoded: List[Tensor], padded: bool,
                    hot: Tensor, block: int, block_out: int, pre_bias: bool, norm_weighted: bool, blocks: List[int],
                    error_factor: float, coefficient: float) -> List[Tensor]:
  features = torch.size(p[0], 0)
  values = entries[2]
  e, f, df = decoded[0], decoded[1], decoded[2]
  pull = coefficient / float(torch.size(y, 0))
  w = self.penalty_weight(p, norm_weighted, blocks)
  order, offsets = self.by_feature(entries, features)
  g_dec = self.rows_by_feature(e, entries, order, offsets, values, block_out)
  g_enc = self.rows_by_feature(xc, entries, order, offsets, df, block)
  g_bias, activation_sum, counts = self.sums_by_feature(df, values, entries, order, offsets, padded)
  if torch.numel(hot) > 0:
    pulls = torch.mul(torch.index_select(w, 0, hot), pull)
    dense_df = torch.addmm(pulls, e, torch.t(torch.index_select(p[2], 0, hot)))
    torch.threshold_backward(dense_df, f, 0, grad_input=dense_df)
    torch.index_copy_(g_dec, 0, hot, torch.mm(torch.t(f), e))
    torch.index_copy_(g_enc, 0, hot, torch.mm(torch.t(dense_df), xc))
    torch.index_copy_(g_bias, 0, hot, torch.sum(dense_df, [0]))
    torch.index_copy_(activation_sum, 0, hot, torch.sum(f, [0]))
    torch.index_copy_(counts, 0, hot, torch.sum(torch.gt(f, 0), [0]))
  return self.finish(y, p, [g_enc, g_bias, g_dec], e, counts, activation_sum, w, pre_bias, norm_weighted, blocks,
                     error_factor, pull) + [entries[3], e]

# The same by dense products, for the dense first steps of a training; no autograd, no batch x dSae array.
def dense_gradient(x: Tensor, y: Tensor, p: List[Tensor], buffer: Tensor, buffer2: Tensor, low: bool, pre_bias: bool,
                   norm_weighted: bool, blocks: List[int], error_factor: float, coefficient: float) -> List[Tensor]:
  batch = torch.size(x, 0)
  tile = torch.size(buffer, 0)
  pull = coefficient / float(batch)
  xc = self.centred(x, p, pre_bias)
  w = self.penalty_weight(p, norm_weighted, blocks)
  pulls = torch.mul(w, pull)
  e = torch.empty_like(y)
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
    torch.sub_(et, torch.slice(y, 0, start, stop, 1))
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
  return self.finish(y, p, [g_enc, g_bias, g_dec], e, torch.to(counts, 4), activation_sum, w, pre_bias,
                     norm_weighted, blocks, error_factor, pull) + [missed, e]

# Each row's own loss, both terms: [batch].
def row_losses(x: Tensor, y: Tensor, p: List[Tensor], buffer: Tensor, pre_bias: bool, norm_weighted: bool,
               blocks: List[int], error_factor: float, coefficient: float) -> Tensor:
  batch = torch.size(x, 0)
  tile = torch.size(buffer, 0)
  xc = self.centred(x, p, pre_bias)
  w = self.penalty_weight(p, norm_weighted, blocks)
  losses = annotate(List[Tensor], [])
  start = 0
  while start < batch:
    stop = min(start + tile, batch)
    f = torch.relu_(self.encode(torch.slice(xc, 0, start, stop, 1), p, buffer, False))
    e = torch.sub(torch.addmm(p[3], f, p[2]), torch.slice(y, 0, start, stop, 1))
    error = torch.mul(torch.sum(torch.mul(e, e), [1]), error_factor)
    losses = torch.append(losses, torch.add(error, torch.mv(f, w), alpha=coefficient))
    start = stop
  return torch.cat(losses)
