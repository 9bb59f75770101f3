# Rows between NDArrays and the bytes of files. dtype: 5 float16, 6 float32, 15 bfloat16.

# rows [n, width] float32 -> the bytes of the stored rows [n * rowBytes] on the CPU; the mean and the
# sum of squared deviations of the stored values over rows [width], float64; and four numbers,
# float64: sum of the rows' norms, largest absolute value, the first row that holds NaN or infinity
# (-1: none), the first row that holds a finite value beyond the stored type (-1: none).
def pack(rows: Tensor, dtype: int) -> List[Tensor]:
  stored = torch.contiguous(torch.to(rows, dtype))
  values = torch.to(stored, 7)
  mean = torch.mean(values, [0])
  deviations = torch.sub(values, mean)
  squares = torch.sum(torch.mul(deviations, deviations), [0])
  norms = torch.sqrt(torch.sum(torch.mul(values, values), [1]))
  finite = torch.isfinite(rows)
  kept = torch.logical_or(torch.isfinite(values), torch.logical_not(finite))
  numbers = torch.stack([
      torch.sum(norms), torch.max(torch.abs(values)), self.first_false(torch.all(finite, 1)),
      self.first_false(torch.all(kept, 1))])
  return [torch.cpu(self.bytes_of(stored)), torch.cpu(mean), torch.cpu(squares), torch.cpu(numbers)]

def first_false(flags: Tensor) -> Tensor:
  index = torch.argmin(torch.to(flags, 4))
  return torch.to(torch.where(torch.all(flags), torch.full_like(index, -1), index), 7)

def bytes_of(stored: Tensor) -> Tensor:
  n = torch.numel(stored) * torch.element_size(stored)
  return torch.set_(torch.empty_like(torch.flatten(stored)[0:0], dtype=0), stored, 0, [n], [1])

# bytes [n * rowBytes] uint8 on the CPU, as stored -> rows [n, width] float32 on their device, in place.
def unpack_into(rows: Tensor, bytes: Tensor, dtype: int) -> int:
  n, width = torch.size(rows, 0), torch.size(rows, 1)
  stored = torch.set_(torch.empty([0], dtype=dtype), bytes, 0, [n, width], [width, 1])
  torch.copy_(rows, stored)
  return 0
