# The forward pass of a one-layer GPT-2 to the MLP's activations as eager implementations run it: the
# attention pattern is written out. tokens [b, p]; w in the order of HuggingFace's file: wte, wpe, ln_1
# (weight, bias), c_attn, c_proj, ln_2, c_fc, linear maps [in, out] -> [b, p, dMlp]
def to_hook(tokens: Tensor, w: List[Tensor], heads: int) -> Tensor:
  b, p, d = torch.size(tokens, 0), torch.size(tokens, 1), torch.size(w[0], 1)
  x = torch.embedding(w[0], tokens) + w[1][:p]
  qkv = self.linear(torch.layer_norm(x, [d], w[2], w[3], 1.0e-5), w[4], w[5])
  qkv = torch.permute(torch.view(qkv, [b, p, 3, heads, d // heads]), [2, 0, 3, 1, 4])
  mask = torch.triu(torch.full([p, p], -inf, device=x.device), 1)
  scores = torch.div(torch.matmul(qkv[0], torch.transpose(qkv[1], 2, 3)), (d // heads) ** 0.5)
  pattern = torch.softmax(torch.add(scores, mask), -1)
  z = torch.reshape(torch.transpose(torch.matmul(pattern, qkv[2]), 1, 2), [b, p, d])
  x = x + self.linear(z, w[6], w[7])
  return torch.relu(self.linear(torch.layer_norm(x, [d], w[8], w[9], 1.0e-5), w[10], w[11]))

def linear(x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
  rows = torch.addmm(bias, torch.reshape(x, [-1, torch.size(x, 2)]), w)
  return torch.view(rows, [torch.size(x, 0), torch.size(x, 1), torch.size(w, 1)])
