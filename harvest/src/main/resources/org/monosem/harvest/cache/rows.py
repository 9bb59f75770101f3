# Rows between NDArrays and the bytes of files. dtype: 5 float16, 6 float32, 15 bfloat16.

# Writes rows [n, width] float32, on any device, as the stored type into bytes [n * rowBytes] uint8 on the
# CPU -> of the stored values, float64 on the CPU: their mean over rows and sum of squared deviations from it
# [width], and [4]: the sum of the rows' norms, the largest absolute value, the first row that holds NaN or
# infinity (-1: none), the first row that holds a finite value beyond the stored type (-1: none).
# Everything goes through chunks of rows, so that the float64 values stay in the processor's cache; sums are
# taken about the first row, so that a large mean costs no digits, and as products with ones, which take a
# fraction of the time of torch.sum. float16 becomes float64 by way of float32: both steps are vectorised.
def pack(rows: Tensor, bytes: Tensor, dtype: int, chunk: int) -> List[Tensor]:
  n, width = torch.size(rows, 0), torch.size(rows, 1)
  target = torch.set_(torch.empty([0], dtype=dtype), bytes, 0, [n, width], [width, 1])
  first = torch.to(torch.to(rows[0], dtype), 7)
  sums, squares, norms = torch.zeros_like(first), torch.zeros_like(first), torch.zeros_like(first[0])
  ones = torch.ones([chunk], dtype=7, device=rows.device)
  largest = torch.zeros([], device=rows.device)
  for begin in range(0, n, chunk):
    stored = torch.to(rows[begin:begin + chunk], dtype)
    torch.copy_(target[begin:begin + chunk], stored)
    single = torch.to(stored, 6)
    low, high = torch.aminmax(single)
    largest = torch.maximum(largest, torch.maximum(torch.neg(low), high))
    values = torch.to(single, 7)
    norms = torch.add(norms, torch.sum(torch.linalg_vector_norm(values, 2, [1])))
    torch.sub_(values, first)
    along = torch.t(values)
    torch.addmv_(sums, along, ones[:torch.size(values, 0)])
    torch.mul_(values, values)
    torch.addmv_(squares, along, ones[:torch.size(values, 0)])
  offset = torch.div(sums, n)
  mean = torch.add(first, offset)
  centred = torch.clamp_min(torch.sub(squares, torch.mul(torch.mul(offset, offset), n)), 0.)
  # The compiler does not know that target shares memory with bytes: unless target is used, it drops the copying.
  written = torch.to(target[:0], 6)
  return [torch.cpu(mean), torch.cpu(centred), torch.cpu(self.extremes(rows, dtype, norms, torch.to(largest, 7))), written]

# The four numbers of pack.
def extremes(rows: Tensor, dtype: int, norms: Tensor, largest: Tensor) -> Tensor:
  if bool(torch.isfinite(norms)):
    none = torch.full_like(norms, -1.)
    return torch.stack([norms, largest, none, none])
  finite = torch.isfinite(rows)
  kept = torch.logical_or(torch.isfinite(torch.to(rows, dtype)), torch.logical_not(finite))
  return torch.stack([norms, norms, self.first_not(finite), self.first_not(kept)])

# flags [n, width] -> the first row in which not all are true, -1 if there is none, float64
def first_not(flags: Tensor) -> Tensor:
  rows = torch.all(flags, 1)
  index = torch.argmin(torch.to(rows, 4))
  return torch.to(torch.where(torch.all(rows), torch.full_like(index, -1), index), 7)

# bytes [n * rowBytes] uint8 on the CPU, as stored -> rows [n, width] float32 on their device, in place.
# Small chunks stay on the calling thread: a reader that works beside a training does not wake a
# second team of threads on the same processors.
def unpack_into(rows: Tensor, bytes: Tensor, dtype: int, chunk: int) -> int:
  n, width = torch.size(rows, 0), torch.size(rows, 1)
  stored = torch.set_(torch.empty([0], dtype=dtype), bytes, 0, [n, width], [width, 1])
  for begin in range(0, n, chunk):
    torch.copy_(rows[begin:begin + chunk], stored[begin:begin + chunk])
  return 0
