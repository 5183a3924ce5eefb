# Kernels of CLIP's two towers. `p` holds a layer's weights under the names that they have in checkpoints.
# ids [n, tokens], tokens [vocabulary, c], positions [longest, c]
def embed(self, ids: Tensor, tokens: Tensor, positions: Tensor) -> Tensor:
  return torch.embedding(tokens, ids) + torch.slice(positions, 0, 0, ids.size(1))  # [n, tokens, c]
# Pixels [n, 3, s, s] to the class token, then the patches in row-major order, then the first normalisation.
def patches(self, pixels: Tensor, p: Dict[str, Tensor]) -> Tensor:
  weight = p["embeddings.patch_embedding.weight"]  # [c, 3, side, side]
  side = weight.size(2)
  x = torch.conv2d(torch.to(pixels, ops.prim.dtype(weight)), weight, None, [side, side], [0, 0], [1, 1], 1)  # [n, c, s / side, s / side]
  x = torch.transpose(torch.flatten(x, 2), 1, 2)  # [n, patches, c]
  first = torch.expand(p["embeddings.class_embedding"], [x.size(0), 1, x.size(2)])  # [n, 1, c]
  x = torch.cat([first, x], 1) + p["embeddings.position_embedding.weight"]  # [n, 1 + patches, c]
  return torch.layer_norm(x, [x.size(2)], p["pre_layrnorm.weight"], p["pre_layrnorm.bias"])
# x [n, tokens, c]
def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [x.size(0), x.size(1), heads, -1]), 1, 2)  # [n, heads, tokens, c / heads]
# x [n, tokens, c]; of the result, only the first tokens are computed.
def layer(self, x: Tensor, p: Dict[str, Tensor], heads: int, causal: bool, quick: bool, first: int) -> Tensor:
  c = x.size(2)
  y = torch.layer_norm(x, [c], p["layer_norm1.weight"], p["layer_norm1.bias"])
  q = self.split(self.linear(torch.slice(y, 1, 0, first), p["self_attn.q_proj.weight"], p["self_attn.q_proj.bias"]), heads)  # [n, heads, first, c / heads]
  k = self.split(self.linear(y, p["self_attn.k_proj.weight"], p["self_attn.k_proj.bias"]), heads)  # [n, heads, tokens, c / heads]
  v = self.split(self.linear(y, p["self_attn.v_proj.weight"], p["self_attn.v_proj.bias"]), heads)  # [n, heads, tokens, c / heads]
  a = torch.scaled_dot_product_attention(q, k, v, None, 0.0, causal)
  a = torch.flatten(torch.transpose(a, 1, 2), 2)  # [n, first, c]
  h = self.linear_plus(a, p["self_attn.out_proj.weight"], p["self_attn.out_proj.bias"], torch.slice(x, 1, 0, first))
  y = torch.layer_norm(h, [c], p["layer_norm2.weight"], p["layer_norm2.bias"])
  y = self.linear(y, p["mlp.fc1.weight"], p["mlp.fc1.bias"])  # [n, first, intermediate]
  if quick:
    y = torch.mul_(y, torch.sigmoid_(y * 1.702))
  else:
    y = torch.gelu(y)
  return self.linear_plus(y, p["mlp.fc2.weight"], p["mlp.fc2.bias"], h)  # [n, first, c]
def norm(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
  return torch.to(torch.layer_norm(x, [x.size(2)], scale, shift), 6)
def unit(self, x: Tensor) -> Tensor:
  return x / torch.sqrt(torch.sum(x * x, [1], True))
# x [n, 1, c], projection [embedding, c]
def project_image(self, x: Tensor, p: Dict[str, Tensor], projection: Tensor) -> Tensor:
  y = torch.select(x, 1, 0)  # [n, c]
  y = torch.layer_norm(y, [x.size(2)], p["post_layernorm.weight"], p["post_layernorm.bias"])
  return self.unit(torch.to(self.linear(y, projection, None), 6))  # [n, embedding]
# The text's summary is the hidden state at the first end token. x [n, tokens, c], ids [n, tokens], projection [embedding, c]
def project_text(self, x: Tensor, ids: Tensor, end: int, projection: Tensor) -> Tensor:
  first = torch.argmax(torch.to(torch.eq(ids, end), 6), 1)  # [n]
  y = torch.index(x, [torch.arange(x.size(0), device=x.device), first])  # [n, c]
  return self.unit(torch.to(self.linear(y, projection, None), 6))  # [n, embedding]
# Numbers on the device of x; `torch.tensor` makes them on the host, and its copy would wait for the device.
def constants(self, x: Tensor, values: List[float]) -> Tensor:
  parts = annotate(List[Tensor], [])
  for value in values:
    parts.append(torch.full([1], value, dtype=6, device=x.device))  # [1]
  return torch.cat(parts, 0)  # [values]
# images [n, 3, h, w] in [-1, 1]
def normalise(self, images: Tensor, mean: List[float], std: List[float]) -> Tensor:
  m = torch.view(self.constants(images, mean), [1, 3, 1, 1])  # [1, 3, 1, 1]
  s = torch.view(self.constants(images, std), [1, 3, 1, 1])  # [1, 3, 1, 1]
  return (images * 0.5 + 0.5 - m) / s
