# Kernels of CLIP's two towers.
def embed(self, ids: Tensor, tokens: Tensor, positions: Tensor) -> Tensor:
  return torch.embedding(tokens, ids) + torch.slice(positions, 0, 0, ids.size(1))
# Class token, then the patches in row-major order, then the first normalisation.
def patches(self, pixels: Tensor, weight: Tensor, token: Tensor, positions: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
  side = weight.size(2)
  x = torch.transpose(torch.flatten(torch.conv2d(pixels, weight, None, [side, side]), 2), 1, 2)
  first = torch.expand(token, [x.size(0), 1, x.size(2)])
  return torch.layer_norm(torch.cat([first, x], 1) + positions, [x.size(2)], scale, shift)
def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [x.size(0), x.size(1), heads, -1]), 1, 2)
# p: layer_norm1, q_proj, k_proj, v_proj, out_proj, layer_norm2, fc1, fc2.
def layer(self, x: Tensor, p: List[Tensor], heads: int, causal: bool, quick: bool) -> Tensor:
  c = x.size(2)
  y = torch.layer_norm(x, [c], p[0], p[1])
  q = self.split(torch.linear(y, p[2], p[3]), heads)
  k = self.split(torch.linear(y, p[4], p[5]), heads)
  v = self.split(torch.linear(y, p[6], p[7]), heads)
  a = torch.scaled_dot_product_attention(q, k, v, None, 0.0, causal)
  h = x + torch.linear(torch.flatten(torch.transpose(a, 1, 2), 2), p[8], p[9])
  y = torch.linear(torch.layer_norm(h, [c], p[10], p[11]), p[12], p[13])
  if quick:
    y = y * torch.sigmoid(y * 1.702)
  else:
    y = torch.gelu(y)
  return h + torch.linear(y, p[14], p[15])
def norm(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
  return torch.layer_norm(x, [x.size(2)], scale, shift)
def unit(self, x: Tensor) -> Tensor:
  return x / torch.sqrt(torch.sum(x * x, [1], True))
def project_image(self, x: Tensor, scale: Tensor, shift: Tensor, projection: Tensor) -> Tensor:
  y = torch.layer_norm(torch.select(x, 1, 0), [x.size(2)], scale, shift)
  return self.unit(torch.linear(y, projection, None))
# The text's summary is the hidden state at the first end token.
def project_text(self, x: Tensor, ids: Tensor, end: int, projection: Tensor) -> Tensor:
  first = torch.argmax(torch.to(torch.eq(ids, end), 6), 1)
  y = torch.index(x, [torch.arange(x.size(0), device=x.device), first])
  return self.unit(torch.linear(y, projection, None))
def normalise(self, images: Tensor, mean: List[float], std: List[float]) -> Tensor:
  m = torch.view(torch.tensor(mean, dtype=6, device=images.device), [1, 3, 1, 1])
  s = torch.view(torch.tensor(std, dtype=6, device=images.device), [1, 3, 1, 1])
  return (images * 0.5 + 0.5 - m) / s
def join(self, images: List[Tensor]) -> Tensor:
  return torch.cat(images, 0)
