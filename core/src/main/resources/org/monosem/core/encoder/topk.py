# The k largest of every row, exactly, without looking at most of a row more than once.
#
#   x [rows, width] float32
#
# A row is cut into strided blocks: element j belongs to block j % blocks, so that the maxima of all blocks are one
# vectorised pass. Elements behind the last whole stride belong to no block.
#
# Static shapes and nothing for the host to wait for: the k largest lie in the k blocks with the largest maxima.
# Returns values [rows, k] and columns int32 [rows, k], columns ascending.
def top_k(x: Tensor, k: int, blocks: int) -> List[Tensor]:
  rows, width = torch.size(x, 0), torch.size(x, 1)
  strides = width // blocks
  whole = strides * blocks
  if blocks > k:
    maxima = torch.amax(torch.view(x[:, 0:whole], [rows, strides, blocks]), [1])
    block = torch.topk(maxima, k, 1, True, False)[1]
    first = torch.view(torch.arange(0, whole, blocks, device=x.device), [1, strides, 1])
    inside = torch.reshape(torch.unsqueeze(block, 1) + first, [rows, strides * k])
    behind = torch.expand(torch.arange(whole, width, device=x.device), [rows, width - whole])
    candidates = torch.cat([inside, behind], 1)
    values, at = torch.topk(torch.gather(x, 1, candidates), k, 1, True, False)
    columns = torch.gather(candidates, 1, at)
  else:
    values, columns = torch.topk(x, k, 1, True, False)
  columns, order = torch.sort(columns, 1)
  return [torch.gather(values, 1, order), torch.to(columns, 3)]
