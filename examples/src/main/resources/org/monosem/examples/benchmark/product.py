# Square products into a buffer that is used again; a and b are copied to bfloat16 where the name says so.
def float32(a: Tensor, b: Tensor, out: Tensor, times: int) -> Tensor:
  for i in range(times):
    torch.mm(a, b, out=out)
  return out

def bfloat16(a: Tensor, b: Tensor, times: int) -> Tensor:
  a16 = torch.to(a, 15)
  b16 = torch.to(b, 15)
  out = torch.mm(a16, b16)
  for i in range(times - 1):
    torch.mm(a16, b16, out=out)
  return torch.to(out, 6)

# x [batch, dIn] times w [dSae, dIn], transposed: tile by tile, over and over into the buffer [tile, dSae]; in the
# number format of w and of the buffer.
def tiles(x: Tensor, w: Tensor, buffer: Tensor) -> Tensor:
  batch, tile = torch.size(x, 0), torch.size(buffer, 0)
  for start in range(0, batch, tile):
    stop = min(start + tile, batch)
    torch.mm(torch.to(x[start:stop], w), torch.t(w), out=buffer[0:stop - start])
  return buffer

def to_bfloat16(x: Tensor) -> Tensor:
  return torch.to(x, 15)

# One element, once it is computed.
def first(x: Tensor) -> Tensor:
  return torch.to(torch.select(torch.reshape(x, [-1]), 0, 0), 6)
