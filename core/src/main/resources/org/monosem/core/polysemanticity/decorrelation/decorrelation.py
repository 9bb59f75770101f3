# The sum of the rows of z [rows, units], each divided by its norm, in float64; rows of zeros are left
# out. -> [sum [units] float64, rows that are in it, int64 [1]]
def sum_of_unit_rows(z: Tensor) -> List[Tensor]:
  norms = torch.linalg_vector_norm(z, 2, [1], True, dtype=7)
  weights = torch.where(torch.ne(norms, 0), torch.reciprocal(norms), torch.zeros_like(norms))
  total = torch.mv(torch.t(torch.to(z, 7)), torch.reshape(weights, [-1]))
  return [total, torch.reshape(torch.sum(torch.ne(norms, 0)), [1])]
