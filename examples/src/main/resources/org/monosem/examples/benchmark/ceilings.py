# The operators that a training step is made of, each alone and over and over. Every function does its work `times`
# times and gives an array that is computed last, so that waiting for it waits for all.

# a [batch, dIn] times b [dSae, dIn], transposed, into out [batch, dSae]
def product(a: Tensor, b: Tensor, out: Tensor, times: int) -> Tensor:
  for i in range(times):
    torch.mm(a, torch.t(b), out=out)
  return out

def product_bfloat16(a: Tensor, b: Tensor, times: int) -> Tensor:
  a16, b16 = torch.to(a, 15), torch.to(b, 15)
  out = torch.mm(a16, torch.t(b16))
  for i in range(times - 1):
    torch.mm(a16, torch.t(b16), out=out)
  return out

def copy(source: Tensor, into: Tensor, times: int) -> Tensor:
  for i in range(times):
    torch.copy_(into, source)
  return into

# table [n, dIn], rows int64 [m], out [m, dIn]
def gather(table: Tensor, rows: Tensor, out: Tensor, times: int) -> Tensor:
  for i in range(times):
    torch.index_select(table, 0, rows, out=out)
  return out

# Forty operators on next to nothing.
def launches(x: Tensor, times: int) -> Tensor:
  for i in range(times * 20):
    torch.add_(x, 1)
    torch.mul_(x, 0.5)
  return x

# columns int32 [entries], offsets int32 [batch + 1], values [entries]
def embedding_bag(table: Tensor, columns: Tensor, offsets: Tensor, values: Tensor, times: int) -> Tensor:
  sums, a, b, c = torch.embedding_bag(table, columns, offsets, False, 0, False, values, True)
  for i in range(times - 1):
    sums, a, b, c = torch.embedding_bag(table, columns, offsets, False, 0, False, values, True)
  return sums

def spmm(table: Tensor, columns: Tensor, offsets: Tensor, values: Tensor, times: int) -> Tensor:
  sparse = torch.sparse_csr_tensor(offsets, columns, values,
                                   [torch.size(offsets, 0) - 1, torch.size(table, 0)], dtype=6)
  out = torch.mm(sparse, table)
  for i in range(times - 1):
    out = torch.mm(sparse, table)
  return out

# e [batch, dIn], rows int32 [entries] -> e_row . table_column for each entry
def bag_products(e: Tensor, table: Tensor, columns: Tensor, offsets: Tensor, rows: Tensor, times: int) -> Tensor:
  df = torch._embedding_bag_per_sample_weights_backward(e, table, columns, offsets, rows, 0)
  for i in range(times - 1):
    df = torch._embedding_bag_per_sample_weights_backward(e, table, columns, offsets, rows, 0)
  return df

def sampled_addmm(e: Tensor, table: Tensor, columns: Tensor, offsets: Tensor, values: Tensor, times: int) -> Tensor:
  sparse = torch.sparse_csr_tensor(offsets, columns, values,
                                   [torch.size(offsets, 0) - 1, torch.size(table, 0)], dtype=6)
  df = torch.values(torch.sparse_sampled_addmm(sparse, e, torch.t(table), beta=0.))
  for i in range(times - 1):
    df = torch.values(torch.sparse_sampled_addmm(sparse, e, torch.t(table), beta=0.))
  return df

# pre [batch, dSae] -> where it is positive
def nonzero(pre: Tensor, times: int) -> Tensor:
  found = torch.nonzero(torch.gt(torch.reshape(pre, [-1]), 0))
  for i in range(times - 1):
    found = torch.nonzero(torch.gt(torch.reshape(pre, [-1]), 0))
  return found

def nonzero_static(pre: Tensor, capacity: int, times: int) -> Tensor:
  found = torch.nonzero_static(torch.gt(torch.reshape(pre, [-1]), 0), size=capacity, fill_value=-1)
  for i in range(times - 1):
    found = torch.nonzero_static(torch.gt(torch.reshape(pre, [-1]), 0), size=capacity, fill_value=-1)
  return found

# columns int32 [entries] -> the order of their features, in which entries of a feature keep theirs
def sort(columns: Tensor, times: int) -> Tensor:
  sorted, order = torch.sort(columns, stable=True)
  for i in range(times - 1):
    sorted, order = torch.sort(columns, stable=True)
  return order

def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor],
         times: int) -> List[Tensor]:
  for i in range(times):
    torch._fused_adam_(p, g, m, v, annotate(List[Tensor], []), steps, lr=1.0e-12, beta1=0.9, beta2=0.999,
                       weight_decay=0., eps=1.0e-8, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
  return p

# Makes the elements of a buffer positive that stand at flat places.
def mark(buffer: Tensor, places: Tensor) -> Tensor:
  torch.index_fill_(torch.view(buffer, [-1]), 0, places, 1.)
  return buffer

# One element, once it is computed.
def first(x: Tensor) -> Tensor:
  return torch.to(torch.select(torch.reshape(x, [-1]), 0, 0), 6)
