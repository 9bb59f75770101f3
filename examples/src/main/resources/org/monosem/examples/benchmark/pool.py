# How dictionary_learning's ActivationBuffer draws a batch; the buffer itself lies in memory.

# A buffer [rows, width], float16, every page of it written.
def pool(rows: int, width: int) -> Tensor:
  return torch.ones([rows, width], dtype=5)

# The buffer is refilled when half of it is read: on average a quarter is.
def read_a_quarter(read: Tensor) -> int:
  torch.fill_(read[0::4], 1)
  return 0

# pool [rows, width], read [rows] bool -> a batch of unread rows [batch, width], float32; marks them.
def next_batch(pool: Tensor, read: Tensor, batch: int) -> Tensor:
  unread = torch.squeeze(torch.nonzero(torch.logical_not(read)), 1)
  order = torch.randperm(torch.size(unread, 0))
  picked = torch.index_select(unread, 0, order[0:batch])
  torch.index_fill_(read, 0, picked, 1)
  return torch.to(torch.index_select(pool, 0, picked), 6)
