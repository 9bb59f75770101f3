# The ReLU dictionary with an L1 penalty: loss and hand-written gradient, by a dense and by a sparsity-exact path.
#
#   xc = x - bDec (with a pre-encoder bias) or x        [batch, dIn]
#   f  = relu(xc wEnc^T + bEnc)                         [batch, dSae]
#   e  = f wDec + bDec - x                              [batch, dIn]
#   L  = mean over batch ( a |e|^2 + c sum_i f_i w_i ),  w_i = 1 or |wDec_i|
#
# p is [wEnc [dSae, dIn], bEnc [dSae], wDec [dSae, dIn], bDec [dIn]]. Every kernel works through tiles of rows, so that
# no array of batch x dSae exists; buffers are [tile, dSae].

# Pre-activations of one tile, written into the buffer's first rows. The only dense product that is always needed.
def encode(xc: Tensor, p: List[Tensor], buffer: Tensor) -> Tensor:
  pre = torch.slice(buffer, 0, 0, torch.size(xc, 0), 1)
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

# Everything after the encoder product touches active entries only: the same sums, in another order.
def sparse_gradient(x: Tensor, p: List[Tensor], buffer: Tensor, pre_bias: bool, norm_weighted: bool,
                    error_factor: float, coefficient: float) -> List[Tensor]:
  batch = torch.size(x, 0)
  features = torch.size(p[0], 0)
  tile = torch.size(buffer, 0)
  pull = coefficient / float(batch)
  xc = self.centred(x, p, pre_bias)
  w = self.penalty_weight(p, norm_weighted)
  e = torch.empty_like(x)
  rows = annotate(List[Tensor], [])
  cols = annotate(List[Tensor], [])
  vals = annotate(List[Tensor], [])
  grads = annotate(List[Tensor], [])
  start = 0
  while start < batch:
    stop = min(start + tile, batch)
    n = stop - start
    pre = torch.reshape(self.encode(torch.slice(xc, 0, start, stop, 1), p, buffer), [-1])
    flat = torch.squeeze(torch.nonzero(torch.gt(pre, 0)), 1)
    val = torch.index_select(pre, 0, flat)
    row64 = torch.div(flat, features, rounding_mode="floor")
    col = torch.to(torch.sub(flat, torch.mul(row64, features)), 3)
    row = torch.to(row64, 3)
    offsets = torch._convert_indices_from_coo_to_csr(row, n, out_int32=True)
    xhat, o2b, sizes, most = torch.embedding_bag(p[2], col, offsets, False, 0, False, val, True)
    et = torch.slice(e, 0, start, stop, 1)
    torch.sub(torch.add(xhat, p[3]), torch.slice(x, 0, start, stop, 1), out=et)
    torch.mul_(et, 2. * error_factor / float(batch))
    df = torch._embedding_bag_per_sample_weights_backward(et, p[2], col, offsets, row, 0)
    grads = torch.append(grads, torch.add(df, torch.index_select(w, 0, col), alpha=pull))
    rows = torch.append(rows, torch.add(row, start))
    cols = torch.append(cols, col)
    vals = torch.append(vals, val)
    start = stop
  return self.by_feature(x, xc, p, e, torch.cat(rows), torch.cat(cols), torch.cat(vals), torch.cat(grads), w,
                         pre_bias, norm_weighted, error_factor, pull)

# The weight gradients, one bag of rows per feature.
def by_feature(x: Tensor, xc: Tensor, p: List[Tensor], e: Tensor, rows: Tensor, cols: Tensor, vals: Tensor,
               grads: Tensor, w: Tensor, pre_bias: bool, norm_weighted: bool, error_factor: float,
               pull: float) -> List[Tensor]:
  features = torch.size(p[0], 0)
  sorted, order = torch.sort(cols, stable=True)
  offsets = torch._convert_indices_from_coo_to_csr(sorted, features, out_int32=True)
  row = torch.index_select(rows, 0, order)
  val = torch.index_select(vals, 0, order)
  grad = torch.index_select(grads, 0, order)
  g_dec, a0, a1, a2 = torch.embedding_bag(e, row, offsets, False, 0, False, val, True)
  g_enc, b0, b1, b2 = torch.embedding_bag(xc, row, offsets, False, 0, False, grad, True)
  g_bias = torch.to(torch.bincount(cols, grads, features), p[1])
  activation_sum = torch.to(torch.bincount(cols, vals, features), p[1])
  counts = torch.to(torch.diff(offsets), 4)
  return self.finish(x, p, [g_enc, g_bias, g_dec], e, counts, activation_sum, w, pre_bias, norm_weighted,
                     error_factor, pull)

# The same by dense products, for the dense first steps of a training; no autograd, no batch x dSae array.
def dense_gradient(x: Tensor, p: List[Tensor], buffer: Tensor, buffer2: Tensor, pre_bias: bool, norm_weighted: bool,
                   error_factor: float, coefficient: float) -> List[Tensor]:
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
    f = torch.relu_(self.encode(xt, p, buffer))
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
  return self.finish(x, p, [g_enc, g_bias, g_dec], e, torch.to(counts, 4), activation_sum, w, pre_bias,
                     norm_weighted, error_factor, pull)

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
    f = torch.relu_(self.encode(torch.slice(xc, 0, start, stop, 1), p, buffer))
    e = torch.sub(torch.addmm(p[3], f, p[2]), torch.slice(x, 0, start, stop, 1))
    error = torch.mul(torch.sum(torch.mul(e, e), [1]), error_factor)
    losses = torch.append(losses, torch.add(error, torch.mv(f, w), alpha=coefficient))
    start = stop
  return torch.cat(losses)
