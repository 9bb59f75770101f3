# What every sparse objective sums over the active entries of a batch.
#
#   x, xc [batch, dIn]: the rows, and the same as the encoder sees them     y [batch, dOut]: what is to be predicted
#   p: [wEnc [dSae, dIn], bEnc [dSae], wDec [dSae, dOut], bDec [dOut], ...]
#   entries: [rows, columns (features), values, missed] of the active pairs, by row and then by feature; int32, int32,
#     floating. A value of zero means no entry: such ones fill up arrays whose size must not depend on the data.
#   e [batch, dOut]: the gradient by the reconstruction, 2 a (xhat - y) / batch, a: 1 for a sum over elements, 1 / dOut
#     for their mean

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

# Sums over each feature's entries of two numbers an entry, and how many entries it has.
#   padded: some entries are none
def sums_by_feature(first: Tensor, second: Tensor, entries: List[Tensor], order: Tensor, offsets: Tensor,
                    padded: bool) -> Tuple[Tensor, Tensor, Tensor]:
  features, columns = torch.size(offsets, 0) - 1, entries[1]
  if padded:
    # One bag a feature: unlike bincount it asks the device for nothing, and sums in a fixed order.
    both = torch.stack([first, second], 1)
    ones = torch.ones_like(first)
    sums, a, b, c = torch.embedding_bag(both, torch.to(order, 3), offsets, False, 0, False, ones, True)
    counts = torch.zeros([features], dtype=4, device=columns.device)
    torch.scatter_add_(counts, 0, torch.to(columns, 4), torch.to(torch.gt(entries[2], 0), 4))
    return torch.contiguous(sums[:, 0]), torch.contiguous(sums[:, 1]), counts
  return (torch.to(torch.bincount(columns, first, features), first),
          torch.to(torch.bincount(columns, second, features), second), torch.to(torch.diff(offsets), 4))

# Where each row's entries begin: int32 [batch + 1].
def row_offsets(entries: List[Tensor], batch: int) -> Tensor:
  return torch._convert_indices_from_coo_to_csr(entries[0], batch, out_int32=True)

# The sums over each row's entries of f times the decoder's row, without the bias: [batch, dOut].
def decoded(entries: List[Tensor], offsets: Tensor, f: Tensor, decoder: Tensor, block: int) -> Tensor:
  return self.bags(decoder, entries[1], offsets, f, block)

# e . wDec_i for each entry: the gradient by its feature's activation; zero where there is no entry.
def products(e: Tensor, entries: List[Tensor], offsets: Tensor, decoder: Tensor) -> Tensor:
  df = torch._embedding_bag_per_sample_weights_backward(e, decoder, entries[1], offsets, entries[0], 0)
  return torch.mul_(df, torch.gt(entries[2], 0))

# The entries in the order of their features, and where each feature's begin: int64 [entries], int32 [dSae + 1].
def by_feature(entries: List[Tensor], features: int) -> Tuple[Tensor, Tensor]:
  sorted, order = torch.sort(entries[1], stable=True)
  return order, torch._convert_indices_from_coo_to_csr(sorted, features, out_int32=True)

# The sums over each feature's entries of weight times the row of a table [batch, width]: [dSae, width].
def rows_by_feature(table: Tensor, entries: List[Tensor], order: Tensor, offsets: Tensor, weight: Tensor,
                    block: int) -> Tensor:
  row = torch.index_select(entries[0], 0, order)
  return self.bags(table, row, offsets, torch.index_select(weight, 0, order), block)

# What the log wants to know: squared error, penalty, active pairs, power of the targets, auxiliary loss.
#   scale: 2 a / batch, by which e is larger than the error; auxiliary: its sum over the rows
def statistics(y: Tensor, e: Tensor, scale: float, penalty: Tensor, counts: Tensor, auxiliary: Tensor) -> Tensor:
  error = torch.pow(torch.div(torch.to(torch.linalg_vector_norm(e), 7), scale), 2)
  power = torch.pow(torch.to(torch.linalg_vector_norm(y), 7), 2)
  return torch.stack([error, torch.to(penalty, 7), torch.to(torch.sum(counts), 7), power, torch.to(auxiliary, 7)])

# The gradient by the decoder's bias; inner: the sums over rows of the gradient by the encoder's product, [dSae].
def decoder_bias(e: Tensor, p: List[Tensor], inner: Tensor, pre_bias: bool) -> Tensor:
  g = torch.sum(e, [0])
  if pre_bias:
    g = torch.sub(g, torch.mv(torch.t(p[0]), inner))
  return g
