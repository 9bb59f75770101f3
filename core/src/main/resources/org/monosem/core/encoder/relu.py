# Which features of a ReLU dictionary are active on which rows, and how much: the entries of relu(x w^T + b), sparse.
#
#   x [batch, dIn] float32, already centred     w [dSae, dIn]     b [dSae]
#
# Every encoder returns [rows, features, values], one element an active pair, by row and then by feature; rows and
# features are int32. Work goes through tiles of rows; the buffer [tile, dSae] is written over.

# The same bytes under another element type. dtype: 2 int16, 3 int32, 4 int64.
def reinterpret(x: Tensor, dtype: int, size: int) -> Tensor:
  return torch.set_(torch.empty([0], dtype=dtype, device=x.device), x, 0, [size], [1])

# Positions of the positive elements of a contiguous floating-point tensor, which is changed. The bits of a positive
# float are those of a positive integer, and integers can be looked at several to a word: most words are zero, and
# finding the others reads a fraction of the elements.
#   as_int: the integer type of the element's size; lanes: elements in 64 bits, a power of two
def positive(values: Tensor, as_int: int, lanes: int) -> Tensor:
  size = torch.numel(values)
  if size % lanes != 0:
    return torch.squeeze(torch.nonzero(torch.gt(torch.reshape(values, [-1]), 0)), 1)
  torch.clamp_min_(self.reinterpret(values, as_int, size), 0)
  words = self.reinterpret(values, 4, size // lanes)
  found = torch.squeeze(torch.nonzero(words), 1)
  inside = torch.index_select(words, 0, found)
  lane = torch.squeeze(torch.nonzero(self.reinterpret(inside, as_int, torch.numel(inside) * lanes)), 1)
  word = torch.index_select(found, 0, torch.div(lane, lanes, rounding_mode="floor"))
  return torch.add(torch.mul(word, lanes), torch.remainder(lane, lanes))

# Positions in a tile that begins at row `start` -> rows within the tile and features, int32.
def pairs(flat: Tensor, features: int) -> Tuple[Tensor, Tensor]:
  row = torch.div(flat, features, rounding_mode="floor")
  return torch.to(row, 3), torch.to(torch.sub(flat, torch.mul(row, features)), 3)

# float32 (or float64) throughout.
def encode_exact(x: Tensor, w: Tensor, b: Tensor, buffer: Tensor) -> List[Tensor]:
  batch, features, tile = torch.size(x, 0), torch.size(w, 0), torch.size(buffer, 0)
  rows, columns, values = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  is_float = torch.element_size(x) == 4
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    pre = torch.addmm(b, x[start:stop], torch.t(w), out=buffer[0:stop - start])
    flat = self.positive(pre, 3, 2) if is_float else self.positive(pre, 4, 1)
    row, column = self.pairs(flat, features)
    rows.append(torch.add(row, start))
    columns.append(column)
    values.append(torch.index_select(torch.reshape(pre, [-1]), 0, flat))
  return [torch.cat(rows), torch.cat(columns), torch.cat(values)]

# bfloat16 numbers not below the given ones. bfloat16 rounds by at most 1/256 of the value.
def rounded_up(x: Tensor) -> Tensor:
  return torch.to(torch.mul(x, 1.0125), 15)

# The bias as the sum of two bfloat16 numbers and a rest below 2^-16 of it.
def split(b: Tensor) -> Tuple[Tensor, Tensor]:
  high = torch.to(b, 15)
  return high, torch.to(torch.sub(b, torch.to(high, 6)), 15)

# Weights for the candidates' product, bfloat16, into out [dSae, inner]: see Precision for why these columns.
#   | bf16(w) | up |w| | up |w - bf16(w)| | bias high | bias low | up |bias| rest | 0 ... |
# slack: what float32 summation may lose, a share of the norms' product.
def certified_weights(w: Tensor, b: Tensor, slack: float, out: Tensor) -> int:
  features, width, chunk = torch.size(w, 0), torch.size(w, 1), 2048
  for start in range(0, features, chunk):
    stop = min(start + chunk, features)
    part, bias, into = w[start:stop], b[start:stop], out[start:stop]
    low = torch.to(part, 15)
    torch.copy_(into[:, 0:width], low)
    lost = torch.sub(part, low)
    high, rest = self.split(bias)
    torch.copy_(into[:, width], self.rounded_up(torch.linalg_vector_norm(part, 2, [1])))
    torch.copy_(into[:, width + 1], self.rounded_up(torch.linalg_vector_norm(lost, 2, [1])))
    torch.copy_(into[:, width + 2], high)
    torch.copy_(into[:, width + 3], rest)
    beyond = torch.add(torch.mul(torch.abs(bias), slack + 1. / 65536.), 1.0e-30)
    torch.copy_(into[:, width + 4], self.rounded_up(beyond))
  return 0

# Rows for the candidates' product, bfloat16 [batch, inner]; the columns meet those of certified_weights.
#   | bf16(x) | up |x - bf16(x)| + slack |x| | up |bf16(x)| | 1 | 1 | 1 | 0 ... |
def certified_rows(x: Tensor, slack: float, inner: int) -> Tensor:
  width = torch.size(x, 1)
  out = torch.zeros([torch.size(x, 0), inner], dtype=15, device=x.device)
  low = torch.to(x, 15)
  torch.copy_(out[:, 0:width], low)
  lost = torch.linalg_vector_norm(torch.sub(x, low), 2, [1])
  margin = torch.add(lost, torch.linalg_vector_norm(x, 2, [1]), alpha=slack)
  torch.copy_(out[:, width], self.rounded_up(margin))
  torch.copy_(out[:, width + 1], self.rounded_up(torch.linalg_vector_norm(low, 2, [1], dtype=6)))
  torch.fill_(out[:, width + 2:width + 5], 1)
  return out

# Candidates by a bfloat16 product that no active pair can escape, each scored again in float32.
def encode_certified(x: Tensor, w: Tensor, b: Tensor, weights: Tensor, slack: float, buffer: Tensor) -> List[Tensor]:
  batch, features, tile = torch.size(x, 0), torch.size(w, 0), torch.size(buffer, 0)
  rows, columns, values = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  low = self.certified_rows(x, slack, torch.size(weights, 1))
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    upper = torch.mm(low[start:stop], torch.t(weights), out=buffer[0:stop - start])
    row, column = self.pairs(self.positive(upper, 2, 4), features)
    offsets = torch._convert_indices_from_coo_to_csr(row, stop - start, out_int32=True)
    value = torch._embedding_bag_per_sample_weights_backward(x[start:stop], w, column, offsets, row, 0)
    value = torch.add(value, torch.index_select(b, 0, column))
    active = torch.squeeze(torch.nonzero(torch.gt(value, 0)), 1)
    rows.append(torch.add(torch.index_select(row, 0, active), start))
    columns.append(torch.index_select(column, 0, active))
    values.append(torch.index_select(value, 0, active))
  return [torch.cat(rows), torch.cat(columns), torch.cat(values)]

# Weights and rows for the plain bfloat16 product: the bias takes two columns.
def low_weights(w: Tensor, b: Tensor, out: Tensor) -> int:
  width = torch.size(w, 1)
  high, rest = self.split(b)
  torch.copy_(out[:, 0:width], w)
  torch.copy_(out[:, width], high)
  torch.copy_(out[:, width + 1], rest)
  return 0

def low_rows(x: Tensor, inner: int) -> Tensor:
  width = torch.size(x, 1)
  out = torch.zeros([torch.size(x, 0), inner], dtype=15, device=x.device)
  torch.copy_(out[:, 0:width], x)
  torch.fill_(out[:, width:width + 2], 1)
  return out

# bfloat16 pre-activations taken as they are: not exact.
def encode_low(x: Tensor, w: Tensor, weights: Tensor, buffer: Tensor) -> List[Tensor]:
  batch, features, tile = torch.size(x, 0), torch.size(w, 0), torch.size(buffer, 0)
  rows, columns, values = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  low = self.low_rows(x, torch.size(weights, 1))
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    pre = torch.mm(low[start:stop], torch.t(weights), out=buffer[0:stop - start])
    flat = self.positive(pre, 2, 4)
    row, column = self.pairs(flat, features)
    rows.append(torch.add(row, start))
    columns.append(column)
    values.append(torch.to(torch.index_select(torch.reshape(pre, [-1]), 0, flat), 6))
  return [torch.cat(rows), torch.cat(columns), torch.cat(values)]

# A buffer of bfloat16, which NDArrays cannot ask for.
def low_buffer(like: Tensor, rows: int, columns: int) -> Tensor:
  return torch.zeros([rows, columns], dtype=15, device=like.device)
