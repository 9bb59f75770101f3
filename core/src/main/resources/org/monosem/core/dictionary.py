# A dictionary's forward pass, sparse in what it returns.
#
#   T   rows of a tile            x     [T, dIn]
#   wEnc, wDec  [dSae, dIn]       bEnc  [dSae]      bDec  [dIn]
#   pre [at least T, dSae]        a buffer: pre-activations are written into it, then activations

# Pre-activations h = (x - bDec) wEnc' + bEnc, or without the subtraction; into the buffer.
def pre_activations(x: Tensor, wEnc: Tensor, bEnc: Tensor, bDec: Tensor, subtract: bool, pre: Tensor) -> Tensor:
  h = torch.slice(pre, 0, 0, torch.size(x, 0))
  if subtract:
    torch.addmm(bEnc, torch.sub(x, bDec), torch.t(wEnc), out=h)
  else:
    torch.addmm(bEnc, x, torch.t(wEnc), out=h)
  return h

# ReLU features of a tile as compressed sparse rows: offsets [T + 1], features [n], values [n].
def encode_relu(x: Tensor, wEnc: Tensor, bEnc: Tensor, bDec: Tensor, subtract: bool, pre: Tensor) -> List[Tensor]:
  h = self.pre_activations(x, wEnc, bEnc, bDec, subtract, pre)
  rows = torch.size(x, 0)
  width = torch.size(wEnc, 0)
  flat = torch.reshape(h, [-1])
  active = torch.squeeze(torch.nonzero(torch.gt(flat, 0)), 1)
  values = torch.index_select(flat, 0, active)
  row = torch.div(active, width, rounding_mode="floor")
  feature = torch.to(torch.sub(active, torch.mul(row, width)), 3)
  offsets = torch._convert_indices_from_coo_to_csr(torch.to(row, 3), rows, out_int32=True)
  return [offsets, feature, values]

# ReLU features of a tile, zeros written out, into out [T, dSae].
def encode_relu_dense(x: Tensor, wEnc: Tensor, bEnc: Tensor, bDec: Tensor, subtract: bool, out: Tensor) -> int:
  h = self.pre_activations(x, wEnc, bEnc, bDec, subtract, out)
  torch.relu_(h)
  return 0

# xhat = f wDec + bDec from sparse rows, into out [T, dIn].
def decode_sparse(offsets: Tensor, features: Tensor, values: Tensor, wDec: Tensor, bDec: Tensor, out: Tensor) -> int:
  if torch.size(features, 0) == 0:
    torch.zero_(out)
  else:
    sums, a, b, c = torch.embedding_bag(wDec, features, offsets, False, 0, False, values, True)
    torch.copy_(out, sums)
  torch.add_(out, bDec)
  return 0

# Sparse rows with every zero written out, into out [T, dSae].
def write_dense(offsets: Tensor, features: Tensor, values: Tensor, out: Tensor) -> int:
  torch.zero_(out)
  rows = torch.size(offsets, 0) - 1
  row = torch.repeat_interleave(torch.slice(offsets, 0, 1) - torch.slice(offsets, 0, 0, rows))
  torch.index_put_(out, annotate(List[Optional[Tensor]], [torch.to(row, 4), torch.to(features, 4)]), values)
  return 0

# xhat = f wDec + bDec from dense features f [T, dSae], into out [T, dIn].
def decode_dense(f: Tensor, wDec: Tensor, bDec: Tensor, out: Tensor) -> int:
  torch.addmm(bDec, f, wDec, out=out)
  return 0

# A tile there and back, into out [T, dIn]. Above about one active entry in five the dense
# product is cheaper on a CPU than gathering decoder rows; both give the same sums to rounding.
def reconstruct_relu(x: Tensor, wEnc: Tensor, bEnc: Tensor, wDec: Tensor, bDec: Tensor, subtract: bool, pre: Tensor, out: Tensor) -> int:
  offsets, features, values = self.encode_relu(x, wEnc, bEnc, bDec, subtract, pre)
  if torch.size(features, 0) * 5 > torch.size(x, 0) * torch.size(wEnc, 0):
    f = torch.relu_(torch.slice(pre, 0, 0, torch.size(x, 0)))
    return self.decode_dense(f, wDec, bDec, out)
  return self.decode_sparse(offsets, features, values, wDec, bDec, out)

# y += x wSkip', the linear path of a skip transcoder; x [T, dIn], wSkip [dOut, dIn], y [T, dOut].
def add_skip(x: Tensor, wSkip: Tensor, y: Tensor) -> int:
  torch.addmm_(y, x, torch.t(wSkip))
  return 0
