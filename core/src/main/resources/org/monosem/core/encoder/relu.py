# Which features of a ReLU dictionary are active on which rows, and how much: the entries of relu(x w^T + b), sparse.
#
#   x [batch, dIn] float32, already centred     w [dSae, dIn]     b [dSae]
#
# Every encoder returns [rows, features, values, missed]: one element an active pair, by row and then by feature; rows
# and features are int32. Work goes through tiles of rows; the buffer [tile, dSae] is written over.
#   skip: features to leave out, int64, may be empty
#   capacity: 0, or how many entries a tile has. 0 asks the device how many are active, and waits for its answer. With a
#     capacity nothing waits: entries that are not needed have the value zero, so they change no sum, and are spread
#     over rows and features, so that no sum has many; `missed` counts the active pairs that found no room.

# The same bytes under another element type. dtype: 2 int16, 3 int32, 4 int64.
def reinterpret(x: Tensor, dtype: int, size: int) -> Tensor:
  return torch.set_(torch.empty([0], dtype=dtype, device=x.device), x, 0, [size], [1])

# Positions of the positive elements of a contiguous floating-point tensor, which is changed. The bits of a positive
# float are those of a positive integer, and integers can be looked at several to a word: most words are zero, and
# finding the others reads a fraction of the elements.
#   as_int: the integer type of the element's size; lanes: the logarithm of the number of elements in 64 bits
def positive(values: Tensor, as_int: int, lanes: int) -> Tensor:
  size = torch.numel(values)
  if size % (1 << lanes) != 0:
    return torch.squeeze(torch.nonzero(torch.gt(torch.reshape(values, [-1]), 0)), 1)
  torch.clamp_min_(self.reinterpret(values, as_int, size), 0)
  words = self.reinterpret(values, 4, size >> lanes)
  found = torch.squeeze(torch.nonzero(words), 1)
  inside = torch.index_select(words, 0, found)
  lane = torch.squeeze(torch.nonzero(self.reinterpret(inside, as_int, torch.numel(inside) << lanes)), 1)
  word = torch.index_select(found, 0, torch.bitwise_right_shift(lane, lanes))
  return torch.add(torch.bitwise_left_shift(word, lanes), torch.bitwise_and(lane, (1 << lanes) - 1))

# The first `capacity` positions of positive elements, -1 where there are fewer; and how many found no room.
def positive_within(values: Tensor, capacity: int) -> Tuple[Tensor, Tensor]:
  mask = torch.gt(torch.reshape(values, [-1]), 0)
  flat = torch.squeeze(torch.nonzero_static(mask, size=capacity, fill_value=-1), 1)
  return flat, torch.clamp_min(torch.sub(torch.sum(mask), capacity), 0)

# Rows of the tile and features of positions, int32. A tile has fewer than 2^31 elements.
def pairs(flat: Tensor, features: int) -> Tuple[Tensor, Tensor]:
  position = torch.to(flat, 3)
  row = torch.floor_divide(position, features)
  return row, torch.sub(position, torch.mul(row, features))

# The same for positions of which some are -1: those become spread over the tile.
def pairs_within(flat: Tensor, features: int, tile_rows: int) -> Tuple[Tensor, Tensor]:
  row, column = self.pairs(flat, features)
  count = torch.arange(torch.numel(flat), dtype=3, device=flat.device)
  live = torch.ge(flat, 0)
  return torch.where(live, row, torch.remainder(count, tile_rows)), torch.where(
      live, column, torch.remainder(count, features))

# Entries of a tile of upper bounds or pre-activations: [row, column, position], position -1 for none; and the missed.
def entries(pre: Tensor, skip: Tensor, as_int: int, lanes: int, capacity: int) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  features = torch.size(pre, 1)
  if torch.numel(skip) > 0:
    torch.index_fill_(pre, 1, skip, 0)
  if capacity > 0:
    flat, missed = self.positive_within(pre, capacity)
    row, column = self.pairs_within(flat, features, torch.size(pre, 0))
  else:
    flat = self.positive(pre, as_int, lanes)
    missed = torch.zeros([], dtype=4, device=pre.device)
    row, column = self.pairs(flat, features)
  return row, column, flat, missed

# All tiles' entries with their values as they leave an encoder.
#   flats: positions, -1 for none; values: may be negative for none
def gathered(rows: Tensor, columns: Tensor, values: Tensor, flats: Tensor, missed: Tensor,
             capacity: int) -> List[Tensor]:
  if capacity > 0:
    kept = torch.mul(torch.clamp_min(values, 0), torch.ge(flats, 0))
    sorted, order = torch.sort(rows, stable=True)
    return [sorted, torch.index_select(columns, 0, order), torch.index_select(kept, 0, order), missed]
  return [rows, columns, values, missed]

# float32 (or float64) throughout.
def encode_exact(x: Tensor, w: Tensor, b: Tensor, buffer: Tensor, skip: Tensor, capacity: int) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  rows, columns, values = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  flats = annotate(List[Tensor], [])
  missed = torch.zeros([], dtype=4, device=x.device)
  as_int, lanes = (3, 1) if torch.element_size(x) == 4 else (4, 0)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    pre = torch.addmm(b, x[start:stop], torch.t(w), out=buffer[0:stop - start])
    row, column, flat, over = self.entries(pre, skip, as_int, lanes, capacity)
    rows.append(torch.add(row, start))
    columns.append(column)
    flats.append(flat)
    values.append(torch.index_select(torch.reshape(pre, [-1]), 0, torch.clamp_min(flat, 0)))
    missed = torch.add(missed, over)
  return self.gathered(torch.cat(rows), torch.cat(columns), torch.cat(values), torch.cat(flats), missed, capacity)

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
def encode_certified(x: Tensor, w: Tensor, b: Tensor, weights: Tensor, slack: float, buffer: Tensor, skip: Tensor,
                     capacity: int) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  row_parts, column_parts, flats = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  missed = torch.zeros([], dtype=4, device=x.device)
  low = self.certified_rows(x, slack, torch.size(weights, 1))
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    upper = torch.mm(low[start:stop], torch.t(weights), out=buffer[0:stop - start])
    row, column, flat, over = self.entries(upper, skip, 2, 2, capacity)
    row_parts.append(torch.add(row, start))
    column_parts.append(column)
    flats.append(flat)
    missed = torch.add(missed, over)
  rows, columns = torch.cat(row_parts), torch.cat(column_parts)
  # The offsets are not read where every entry's row is given.
  values = torch._embedding_bag_per_sample_weights_backward(x, w, columns, rows[0:0], rows, 0)
  torch.add_(values, torch.index_select(b, 0, columns))
  if capacity == 0:
    active = torch.squeeze(torch.nonzero(torch.gt(values, 0)), 1)
    rows, columns = torch.index_select(rows, 0, active), torch.index_select(columns, 0, active)
    values = torch.index_select(values, 0, active)
  return self.gathered(rows, columns, values, torch.cat(flats), missed, capacity)

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
def encode_low(x: Tensor, weights: Tensor, buffer: Tensor, skip: Tensor, capacity: int) -> List[Tensor]:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  rows, columns, values = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
  flats = annotate(List[Tensor], [])
  missed = torch.zeros([], dtype=4, device=x.device)
  low = self.low_rows(x, torch.size(weights, 1))
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    pre = torch.mm(low[start:stop], torch.t(weights), out=buffer[0:stop - start])
    row, column, flat, over = self.entries(pre, skip, 2, 2, capacity)
    rows.append(torch.add(row, start))
    columns.append(column)
    flats.append(flat)
    values.append(torch.to(torch.index_select(torch.reshape(pre, [-1]), 0, torch.clamp_min(flat, 0)), 6))
    missed = torch.add(missed, over)
  return self.gathered(torch.cat(rows), torch.cat(columns), torch.cat(values), torch.cat(flats), missed, capacity)

# A buffer of bfloat16, which NDArrays cannot ask for.
def low_buffer(like: Tensor, rows: int, columns: int) -> Tensor:
  return torch.zeros([rows, columns], dtype=15, device=like.device)
