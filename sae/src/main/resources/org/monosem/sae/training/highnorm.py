# Euclidean norms of rows [n, width], in float64: [n].
def row_norms(rows: Tensor) -> Tensor:
  return torch.linalg_vector_norm(torch.to(rows, 7), 2, [1])

# rows [n, width]: in place of each row whose finite norm exceeds the limit, the next one that does not, cyclically; and
# how many there were, int64 []. Where all of them do, the first row becomes NaN, so that no step is taken on them.
def within(rows: Tensor, limit: float) -> List[Tensor]:
  n = torch.size(rows, 0)
  norms = torch.linalg_vector_norm(torch.to(rows, 7), 2, [1])
  high = torch.logical_and(torch.gt(norms, limit), torch.isfinite(norms))
  places = torch.arange(n, dtype=4, device=rows.device)
  kept = torch.masked_fill(places, high, n * 3)
  ahead = torch.flip(torch.cat([kept, torch.add(kept, n)]), [0])
  nearest, at = torch.cummin(ahead, 0)
  taken = torch.remainder(torch.slice(torch.flip(nearest, [0]), 0, 0, n, 1), n)
  out = torch.index_select(rows, 0, taken)
  first = torch.slice(out, 0, 0, 1, 1)
  filled = torch.masked_fill_(first, torch.all(high), float("nan"))
  return [out, torch.sum(high)]
