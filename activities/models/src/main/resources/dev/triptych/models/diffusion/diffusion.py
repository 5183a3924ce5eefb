# Kernels of the latent diffusion networks. A list `p` holds a layer's weights in the order in which its Java class asks for them.
def convolve(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  pad = weight.size(2) // 2
  return self.convolution(x, weight, bias, 1, pad)
def downsample(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolution(x, weight, bias, 2, 1)
# The autoencoder pads on the right and at the bottom only.
def downsample_asymmetric(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolution(torch.constant_pad_nd(x, [0, 1, 0, 1], 0.0), weight, bias, 2, 0)
def upsample(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.upsample_nearest2d(x, [x.size(2) * 2, x.size(3) * 2])
  return self.convolve(y, weight, bias)
# Packed convolutions return channels-last tensors, on which PyTorch's group normalisation is slow.
def normalise(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.group_norm(torch.contiguous(x), groups, weight, bias, eps)
def head(self, x: Tensor, p: List[Tensor], groups: int, eps: float) -> Tensor:
  h = torch.silu(self.normalise(x, groups, p[0], p[1], eps))
  return self.convolve(h, p[2], p[3])
# Sinusoids, cosine first, then the two layers of the time embedding and the activation that every residual block applies to it.
def embed_time(self, t: Tensor, p: List[Tensor], channels: int) -> Tensor:
  half = channels // 2
  rates = torch.exp(torch.arange(half, dtype=6, device=t.device) * (-9.210340371976184 / float(half)))
  angles = torch.unsqueeze(t, 1) * torch.unsqueeze(rates, 0)
  e = torch.cat([torch.cos(angles), torch.sin(angles)], 1)
  return torch.silu(self.linear(torch.silu(self.linear(e, p[0], p[1])), p[2], p[3]))
# p: norm1, conv1, norm2, conv2, then conv_shortcut if there is one.
def residual(self, x: Tensor, p: List[Tensor], groups: int, eps: float) -> Tensor:
  h = self.convolve(torch.silu(self.normalise(x, groups, p[0], p[1], eps)), p[2], p[3])
  h = torch.silu(self.normalise(h, groups, p[4], p[5], eps))
  if len(p) > 8:
    return self.convolution_plus(x, p[8], p[9], 0, self.convolve(h, p[6], p[7]))
  return self.convolution_plus(h, p[6], p[7], 1, x)
# xs: the hidden state, then the skip connection if there is one. p as above with time_emb_proj before norm2.
def timed_residual(self, xs: List[Tensor], time: Tensor, p: List[Tensor], groups: int, eps: float, film: bool) -> Tensor:
  x = xs[0]
  if len(xs) > 1:
    x = torch.cat(xs, 1)
  h = self.convolve(torch.silu(self.normalise(x, groups, p[0], p[1], eps)), p[2], p[3])
  t = torch.unsqueeze(torch.unsqueeze(self.linear(time, p[4], p[5]), 2), 3)
  if film:
    parts = torch.chunk(t, 2, 1)
    h = torch.addcmul(parts[1], self.normalise(h, groups, p[6], p[7], eps), parts[0] + 1.0)
  else:
    h = self.normalise(h + t, groups, p[6], p[7], eps)
  h = torch.silu(h)
  if len(p) > 10:
    return self.convolution_plus(x, p[10], p[11], 0, self.convolve(h, p[8], p[9]))
  return self.convolution_plus(h, p[8], p[9], 1, x)
# [n, tokens, c] -> [n, heads, tokens, c / heads]
def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [x.size(0), x.size(1), heads, -1]), 1, 2)
def join(self, x: Tensor) -> Tensor:
  return torch.flatten(torch.transpose(x, 1, 2), 2)
# Keys and values of the text for each layer: weights holds to_k, to_v of the first layer, then of the second, and so on.
def keys_values(self, text: Tensor, weights: List[Tensor], heads: List[int]) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for i in range(len(weights)):
    n = torch.append(out, self.split(torch.linear(text, weights[i], None), heads[i // 2]))
  return out
def rows(self, xs: List[Tensor], index: Tensor) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for x in xs:
    n = torch.append(out, torch.index_select(x, 0, index))
  return out
# p: norm, proj_in, norm1, attn1 (q, k, v, out), norm2, attn2 (q, out), norm3, ff (in, gated; out), proj_out.
def transformer(self, x: Tensor, key: Tensor, value: Tensor, p: List[Tensor], heads: int, groups: int) -> Tensor:
  c = x.size(1)
  h = torch.transpose(torch.flatten(self.normalise(x, groups, p[0], p[1], 1e-06), 2), 1, 2)
  h = self.linear(h, p[2], p[3])
  y = torch.layer_norm(h, [c], p[4], p[5])
  a = torch.scaled_dot_product_attention(self.split(self.linear(y, p[6], None), heads), self.split(self.linear(y, p[7], None), heads), self.split(self.linear(y, p[8], None), heads))
  h = self.linear_plus(self.join(a), p[9], p[10], h)
  y = torch.layer_norm(h, [c], p[11], p[12])
  a = torch.scaled_dot_product_attention(self.split(self.linear(y, p[13], None), heads), key, value)
  h = self.linear_plus(self.join(a), p[14], p[15], h)
  y = torch.layer_norm(h, [c], p[16], p[17])
  h = self.linear_plus(self.gated(y, p[18:-4]), p[-4], p[-3], h)
  h = torch.transpose(self.linear(h, p[-2], p[-1]), 1, 2)
  return x + torch.reshape(h, x.size())
# The autoencoder's attention over positions, one head. p: group_norm, to_q, to_k, to_v, to_out.
def attention(self, x: Tensor, p: List[Tensor], groups: int, eps: float) -> Tensor:
  y = torch.transpose(torch.flatten(self.normalise(x, groups, p[0], p[1], eps), 2), 1, 2)
  a = torch.scaled_dot_product_attention(self.split(self.linear(y, p[2], p[3]), 1), self.split(self.linear(y, p[4], p[5]), 1), self.split(self.linear(y, p[6], p[7]), 1))
  h = torch.transpose(self.linear(self.join(a), p[8], p[9]), 1, 2)
  return x + torch.reshape(h, x.size())
def unshuffle(self, x: Tensor, patch: int) -> Tensor:
  return torch.pixel_unshuffle(x, patch)
def shuffle(self, x: Tensor, patch: int) -> Tensor:
  return torch.pixel_shuffle(x, patch)
def moments(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
  parts = torch.chunk(self.convolve(x, weight, bias), 2, 1)
  return (parts[0], torch.clamp(parts[1], -30.0, 20.0))
def draw(self, mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
  return mean + torch.exp(log_variance * 0.5) * noise
# sqrt(alphaBar) * signal + sqrt(1 - alphaBar) * noise, the factors per batch entry.
def mix(self, latents: Tensor, noise: Tensor, signal: Tensor, spread: Tensor) -> Tensor:
  return latents * signal + noise * spread
# The noise, repeated for every image of the batch.
def spread(self, latents: Tensor, noise: Tensor) -> Tensor:
  return torch.zeros_like(latents) + noise
# Model input of the three-way guidance: noisy latents three times beside (image, image, nothing).
def guidance_input(self, latents: Tensor, image: Tensor) -> Tensor:
  blank = torch.cat([latents, torch.zeros_like(image)], 1)
  both = torch.cat([latents, image], 1)
  return torch.cat([both, both, blank], 0)
# epsilon: text and image, image only, neither.
def guide(self, epsilon: Tensor, text: float, image: float) -> Tensor:
  parts = torch.chunk(epsilon, 3, 0)
  return parts[2] + (parts[0] - parts[1]) * text + (parts[1] - parts[2]) * image
def ddim(self, x: Tensor, epsilon: Tensor, alpha: float, previous: float, limit: float) -> Tensor:
  e = epsilon
  x0 = (x - e * ((1.0 - alpha) ** 0.5)) / (alpha ** 0.5)
  if limit > 0.:
    x0 = torch.clamp(x0, -limit, limit)
    e = (x - x0 * (alpha ** 0.5)) / ((1.0 - alpha) ** 0.5)
  return x0 * (previous ** 0.5) + e * ((1.0 - previous) ** 0.5)
