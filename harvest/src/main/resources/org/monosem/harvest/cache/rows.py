# Rows between NDArrays and the bytes of files. dtype: 5 float16, 6 float32, 15 bfloat16.

# rows [n, width] float32 -> the bytes of the stored rows [n * rowBytes] on the CPU; of the stored
# values, float64: their mean over rows and sum of squared deviations from it [width], and [4]: the
# sum of the rows' norms, the largest absolute value, the first row that holds NaN or infinity (-1:
# none), the first row that holds a finite value beyond the stored type (-1: none).
# Sums go through chunks of rows, so that the float64 values stay in the processor's cache; they are
# taken about the first row, so that a large mean costs no digits.
def pack(rows: Tensor, dtype: int, chunk: int) -> List[Tensor]:
  stored = torch.contiguous(torch.to(rows, dtype))
  n = torch.size(rows, 0)
  first = torch.to(stored[0], 7)
  sums = torch.zeros_like(first)
  squares = torch.zeros_like(first)
  norms = torch.zeros_like(torch.sum(first))
  largest = torch.zeros_like(norms)
  for begin in range(0, n, chunk):
    values = torch.to(stored[begin:begin + chunk], 7)
    powers = torch.mul(values, values)
    norms = torch.add(norms, torch.sum(torch.sqrt(torch.sum(powers, [1]))))
    largest = torch.maximum(largest, torch.max(powers))
    deviations = torch.sub(values, first)
    sums = torch.add(sums, torch.sum(deviations, [0]))
    squares = torch.add(squares, torch.sum(torch.mul(deviations, deviations), [0]))
  offset = torch.div(sums, n)
  mean = torch.add(first, offset)
  centred = torch.clamp_min(torch.sub(squares, torch.mul(torch.mul(offset, offset), n)), 0.)
  none = torch.full_like(norms, -1.)
  numbers = torch.stack([norms, torch.sqrt(largest), none, none])
  if not bool(torch.isfinite(norms)):
    numbers = torch.stack([norms, norms, self.first_not(torch.isfinite(rows)), self.first_not(
        torch.logical_or(torch.isfinite(stored), torch.logical_not(torch.isfinite(rows))))])
  return [
      torch.cpu(self.bytes_of(stored)), torch.cpu(mean), torch.cpu(centred), torch.cpu(numbers)]

# flags [n, width] -> the first row in which not all are true, -1 if there is none, float64
def first_not(flags: Tensor) -> Tensor:
  rows = torch.all(flags, 1)
  index = torch.argmin(torch.to(rows, 4))
  return torch.to(torch.where(torch.all(rows), torch.full_like(index, -1), index), 7)

def bytes_of(stored: Tensor) -> Tensor:
  n = torch.numel(stored) * torch.element_size(stored)
  return torch.set_(torch.empty_like(torch.flatten(stored)[0:0], dtype=0), stored, 0, [n], [1])

# bytes [n * rowBytes] uint8 on the CPU, as stored -> rows [n, width] float32 on their device, in place.
# Small chunks stay on the calling thread: a reader that works beside a training does not wake a
# second team of threads on the same processors.
def unpack_into(rows: Tensor, bytes: Tensor, dtype: int, chunk: int) -> int:
  n, width = torch.size(rows, 0), torch.size(rows, 1)
  stored = torch.set_(torch.empty([0], dtype=dtype), bytes, 0, [n, width], [width, 1])
  for begin in range(0, n, chunk):
    torch.copy_(rows[begin:begin + chunk], stored[begin:begin + chunk])
  return 0
