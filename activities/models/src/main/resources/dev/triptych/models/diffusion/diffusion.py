# Kernels of the latent diffusion networks. `p` holds a layer's weights under the names that they have in checkpoints.
# By minimal filtering, which takes tiles of 4 x 4. x [n, in, h, w], weight [36, in, out]
def convolve_wide(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  height = x.size(2)
  width = x.size(3)
  below = (4 - torch.remainder(height, 4)) % 4
  right = (4 - torch.remainder(width, 4)) % 4
  y = torch.to(x, 6)
  if below + right > 0:
    y = torch.constant_pad_nd(y, [0, right, 0, below], 0.)
    y = self.winograd(y, weight)
    y = torch.contiguous(torch.slice(torch.slice(y, 2, 0, height), 3, 0, width), memory_format=2)  # [n, out, h, w]
  else:
    y = self.winograd(y, weight)  # [n, out, h, w]
  return torch.add_(y, torch.view(bias, [-1, 1, 1]))  # [n, out, h, w]
# x [n, in, h, w]
def convolve(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if weight.dim() == 3:
    return self.convolve_wide(x, weight, bias)
  pad = weight.size(2) // 2
  return self.convolution(x, weight, bias, 1, pad)  # [n, out, h, w]
def downsample(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolution(x, weight, bias, 2, 1)  # [n, out, h / 2, w / 2]
# The autoencoder pads on the right and at the bottom only.
def downsample_asymmetric(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolution(torch.constant_pad_nd(x, [0, 1, 0, 1], 0.0), weight, bias, 2, 0)  # [n, out, h / 2, w / 2]
def upsample(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.upsample_nearest2d(x, [x.size(2) * 2, x.size(3) * 2])  # [n, in, 2 h, 2 w]
  return self.convolve(y, weight, bias)  # [n, out, 2 h, 2 w]
# Packed convolutions return channels-last tensors. PyTorch normalises those as they are in less time than changing the layout takes, but for small maps whose groups do
# not fill its vectors.
def normalise(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  y = x
  if x.size(2) * x.size(3) < 1024:
    lanes = 16
    if torch.eq(ops.prim.dtype(x), 6):
      lanes = 8
    if torch.ne(torch.remainder(x.size(1) // groups, lanes), 0):
      y = torch.contiguous(x)
  return torch.group_norm(y, groups, weight, bias, eps)  # [n, c, h, w]
# In place: pages for a large result cost more than the activation itself.
def normalise_silu(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.silu_(self.normalise(x, groups, weight, bias, eps))  # [n, c, h, w]
# x [n, c, h, w]
def head(self, x: Tensor, p: Dict[str, Tensor], groups: int, eps: float) -> Tensor:
  h = self.normalise_silu(x, groups, p["conv_norm_out.weight"], p["conv_norm_out.bias"], eps)
  return torch.to(self.convolve(h, p["conv_out.weight"], p["conv_out.bias"]), 6)  # [n, out, h, w]
# Sinusoids of times [n], cosine first, then the two layers of the time embedding and the activation that every residual block applies to it.
def embed_time(self, t: Tensor, p: Dict[str, Tensor], channels: int) -> Tensor:
  half = channels // 2
  rates = torch.exp(torch.arange(half, dtype=6, device=t.device) * (-9.210340371976184 / float(half)))  # [channels / 2]
  angles = torch.unsqueeze(t, 1) * torch.unsqueeze(rates, 0)  # [n, channels / 2]
  e = torch.cat([torch.cos(angles), torch.sin(angles)], 1)  # [n, channels]
  h = torch.silu(self.linear(e, p["linear_1.weight"], p["linear_1.bias"]))  # [n, time]
  return torch.silu(self.linear(h, p["linear_2.weight"], p["linear_2.bias"]))
# The second convolution plus the input, which takes a 1x1 convolution where the number of channels changes.
def add_input(self, x: Tensor, h: Tensor, p: Dict[str, Tensor]) -> Tensor:
  y = self.convolve(h, p["conv2.weight"], p["conv2.bias"])  # [n, out, h, w]
  if "conv_shortcut.weight" in p:
    return torch.add_(self.convolve(x, p["conv_shortcut.weight"], p["conv_shortcut.bias"]), y)
  return torch.add_(y, x)
# x [n, in, h, w]
def residual(self, x: Tensor, p: Dict[str, Tensor], groups: int, eps: float) -> Tensor:
  h = self.normalise_silu(x, groups, p["norm1.weight"], p["norm1.bias"], eps)
  h = self.convolve(h, p["conv1.weight"], p["conv1.bias"])  # [n, out, h, w]
  h = self.normalise_silu(h, groups, p["norm2.weight"], p["norm2.bias"], eps)
  return self.add_input(x, h, p)
# xs: the hidden state, then the skip connection if there is one. time [n, time]. film: time scales and shifts instead of being added.
def timed_residual(self, xs: List[Tensor], time: Tensor, p: Dict[str, Tensor], groups: int, eps: float, film: bool) -> Tensor:
  x = xs[0]
  if len(xs) > 1:
    x = torch.cat(xs, 1)  # [n, in, h, w]
  h = self.normalise_silu(x, groups, p["norm1.weight"], p["norm1.bias"], eps)
  h = self.convolve(h, p["conv1.weight"], p["conv1.bias"])  # [n, out, h, w]
  t = self.linear(time, p["time_emb_proj.weight"], p["time_emb_proj.bias"])  # [n, out], with film [n, 2 out]
  t = torch.unsqueeze(torch.unsqueeze(t, 2), 3)  # [n, out, 1, 1]
  if film:
    parts = torch.chunk(t, 2, 1)  # scale and shift, each [n, out, 1, 1]
    h = torch.addcmul(parts[1], self.normalise(h, groups, p["norm2.weight"], p["norm2.bias"], eps), parts[0] + 1.0)
  else:
    h = self.normalise(torch.add_(h, t), groups, p["norm2.weight"], p["norm2.bias"], eps)
  return self.add_input(x, torch.silu_(h), p)
# x [n, tokens, c]
def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [x.size(0), x.size(1), heads, -1]), 1, 2)  # [n, heads, tokens, c / heads]
# x [n, heads, tokens, c / heads]
def join(self, x: Tensor) -> Tensor:
  return torch.flatten(torch.transpose(x, 1, 2), 2)  # [n, tokens, c]
# x [n, c, h, w]
def positions(self, x: Tensor) -> Tensor:
  return torch.transpose(torch.flatten(x, 2), 1, 2)  # [n, h w, c]
# Keys and values of the text [n, tokens, width] for each layer: weights holds to_k, to_v of the first layer, then of the second, and so on.
def keys_values(self, text: Tensor, weights: List[Tensor], heads: List[int]) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for i in range(len(weights)):
    n = torch.append(out, self.split(self.linear(text, weights[i], None), heads[i // 2]))  # [n, heads, tokens, c / heads]
  return out
def rows(self, xs: List[Tensor], index: Tensor) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for x in xs:
    n = torch.append(out, torch.index_select(x, 0, index))  # [rows, ...]
  return out
# Gated feed-forward. y [n, tokens, c]; a frozen network's projection is cut into values and gates.
def feed_forward(self, y: Tensor, p: Dict[str, Tensor]) -> Tensor:
  if "ff.net.0.proj.gate.weight" in p:
    return self.gated_by(y, p["ff.net.0.proj.value.weight"], p["ff.net.0.proj.value.bias"], p["ff.net.0.proj.gate.weight"], p["ff.net.0.proj.gate.bias"])  # [n, tokens, 4 c]
  return self.gated(y, p["ff.net.0.proj.weight"], p["ff.net.0.proj.bias"])  # [n, tokens, 4 c]
# x [n, c, h, w]; key, value [n, heads, tokens, c / heads] of the text.
def transformer(self, x: Tensor, key: Tensor, value: Tensor, p: Dict[str, Tensor], heads: int, groups: int) -> Tensor:
  c = x.size(1)
  h = self.positions(self.normalise(x, groups, p["norm.weight"], p["norm.bias"], 1e-06))  # [n, h w, c]
  h = self.linear(h, p["proj_in.weight"], p["proj_in.bias"])
  y = torch.layer_norm(h, [c], p["norm1.weight"], p["norm1.bias"])
  q = self.split(self.linear(y, p["attn1.to_q.weight"], None), heads)  # [n, heads, h w, c / heads]
  k = self.split(self.linear(y, p["attn1.to_k.weight"], None), heads)  # [n, heads, h w, c / heads]
  v = self.split(self.linear(y, p["attn1.to_v.weight"], None), heads)  # [n, heads, h w, c / heads]
  a = torch.scaled_dot_product_attention(q, k, v, None, 0.0, False)
  h = self.linear_plus(self.join(a), p["attn1.to_out.0.weight"], p["attn1.to_out.0.bias"], h)  # [n, h w, c]
  y = torch.layer_norm(h, [c], p["norm2.weight"], p["norm2.bias"])
  q = self.split(self.linear(y, p["attn2.to_q.weight"], None), heads)  # [n, heads, h w, c / heads]
  a = torch.scaled_dot_product_attention(q, key, value, None, 0.0, False)
  h = self.linear_plus(self.join(a), p["attn2.to_out.0.weight"], p["attn2.to_out.0.bias"], h)  # [n, h w, c]
  y = torch.layer_norm(h, [c], p["norm3.weight"], p["norm3.bias"])
  h = self.linear_plus(self.feed_forward(y, p), p["ff.net.2.weight"], p["ff.net.2.bias"], h)
  h = torch.transpose(self.linear(h, p["proj_out.weight"], p["proj_out.bias"]), 1, 2)  # [n, c, h w]
  return x + torch.reshape(h, x.size())  # [n, c, h, w]
# A residual block, then the transformer at `place` unless that is negative. context: keys and values of each transformer; heads: of each.
def stage(self, xs: List[Tensor], time: Tensor, p: Dict[str, Tensor], place: int, transformers: List[Dict[str, Tensor]], context: List[Tensor], heads: List[int], groups: int, eps: float, film: bool) -> Tensor:
  h = self.timed_residual(xs, time, p, groups, eps, film)  # [n, out, h, w]
  if place >= 0:
    h = self.transformer(h, context[2 * place], context[2 * place + 1], transformers[place], heads[place], groups)  # [n, out, h, w]
  return h
# The whole UNet in one call: from Java a call costs as much as several of its operators at small sizes. residuals and places: of each stage, down, middle, up;
# convolutions: the first, those that halve, those that double; layers: stages of a level on the way down. sample [n, in, h, w], times [n].
def unet(self, sample: Tensor, times: Tensor, context: List[Tensor], embedding: Dict[str, Tensor], convolutions: List[Dict[str, Tensor]], residuals: List[Dict[str, Tensor]], transformers: List[Dict[str, Tensor]], last: Dict[str, Tensor], places: List[int], heads: List[int], layers: int, groups: int, eps: float, film: bool) -> Tensor:
  levels = (len(convolutions) + 1) // 2
  first = convolutions[0]
  time = self.embed_time(times, embedding, torch.size(first["conv.bias"], 0))  # [n, time]
  x = self.convolve(sample, first["conv.weight"], first["conv.bias"])  # [n, c, h, w]
  skips = [x]
  k = 0
  for level in range(levels):
    for i in range(layers):
      x = self.stage([x], time, residuals[k], places[k], transformers, context, heads, groups, eps, film)  # [n, c, h, w]
      skips.append(x)
      k = k + 1
    if level < levels - 1:
      p = convolutions[1 + level]
      x = self.downsample(x, p["conv.weight"], p["conv.bias"])  # [n, c, h / 2, w / 2]
      skips.append(x)
  for i in range(2):
    x = self.stage([x], time, residuals[k], places[k], transformers, context, heads, groups, eps, film)  # [n, c, h, w]
    k = k + 1
  for level in range(levels):
    for i in range(layers + 1):
      x = self.stage([x, skips.pop()], time, residuals[k], places[k], transformers, context, heads, groups, eps, film)  # [n, c, h, w]
      k = k + 1
    if level < levels - 1:
      p = convolutions[levels + level]
      x = self.upsample(x, p["conv.weight"], p["conv.bias"])  # [n, c, 2 h, 2 w]
  return self.head(x, last, groups, eps)  # [n, out, h, w]
# The autoencoder's attention over positions, one head. x [n, c, h, w]
def attention(self, x: Tensor, p: Dict[str, Tensor], groups: int, eps: float) -> Tensor:
  y = self.positions(self.normalise(x, groups, p["group_norm.weight"], p["group_norm.bias"], eps))  # [n, h w, c]
  q = self.split(self.linear(y, p["to_q.weight"], p["to_q.bias"]), 1)  # [n, 1, h w, c]
  k = self.split(self.linear(y, p["to_k.weight"], p["to_k.bias"]), 1)  # [n, 1, h w, c]
  v = self.split(self.linear(y, p["to_v.weight"], p["to_v.bias"]), 1)  # [n, 1, h w, c]
  a = torch.scaled_dot_product_attention(q, k, v, None, 0.0, False)
  h = self.linear(self.join(a), p["to_out.0.weight"], p["to_out.0.bias"])  # [n, h w, c]
  return x + torch.reshape(torch.transpose(h, 1, 2), x.size())  # [n, c, h, w]
def unshuffle(self, x: Tensor, patch: int) -> Tensor:
  return torch.pixel_unshuffle(x, patch)  # [n, c patch^2, h / patch, w / patch]
def shuffle(self, x: Tensor, patch: int) -> Tensor:
  return torch.pixel_shuffle(x, patch)  # [n, c / patch^2, h patch, w patch]
# x [n, 2 latents, h, w] to mean and log variance.
def moments(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
  parts = torch.chunk(torch.to(self.convolve(x, weight, bias), 6), 2, 1)  # twice [n, latents, h, w]
  return (parts[0], torch.clamp(parts[1], -30.0, 20.0))
def draw(self, mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
  return mean + torch.exp(log_variance * 0.5) * noise
# sqrt(alphaBar) * signal + sqrt(1 - alphaBar) * noise, the factors [n, 1, 1, 1] per batch entry.
def mix(self, latents: Tensor, noise: Tensor, signal: Tensor, spread: Tensor) -> Tensor:
  return latents * signal + noise * spread  # [n, latents, h, w]
# The noise [1, latents, h, w], repeated for every image of the batch.
def spread(self, latents: Tensor, noise: Tensor) -> Tensor:
  return torch.zeros_like(latents) + noise  # [n, latents, h, w]
# Model input of the three-way guidance: noisy latents three times beside (image, image, nothing).
def guidance_input(self, latents: Tensor, image: Tensor) -> Tensor:
  blank = torch.cat([latents, torch.zeros_like(image)], 1)  # [n, 2 latents, h, w]
  both = torch.cat([latents, image], 1)  # [n, 2 latents, h, w]
  return torch.cat([both, both, blank], 0)  # [3 n, 2 latents, h, w]
# epsilon [3 n, latents, h, w]: text and image, image only, neither.
def guide(self, epsilon: Tensor, text: float, image: float) -> Tensor:
  parts = torch.chunk(epsilon, 3, 0)  # three times [n, latents, h, w]
  return parts[2] + (parts[0] - parts[1]) * text + (parts[1] - parts[2]) * image
def ddim(self, x: Tensor, epsilon: Tensor, alpha: float, previous: float, limit: float) -> Tensor:
  e = epsilon
  x0 = (x - e * ((1.0 - alpha) ** 0.5)) / (alpha ** 0.5)
  if limit > 0.:
    x0 = torch.clamp(x0, -limit, limit)
    e = (x - x0 * (alpha ** 0.5)) / ((1.0 - alpha) ** 0.5)
  return x0 * (previous ** 0.5) + e * ((1.0 - previous) ** 0.5)
# Model input of the guidance by text alone: noisy latents twice, beside no image.
def unseen_input(self, latents: Tensor) -> Tensor:
  blank = torch.cat([latents, torch.zeros_like(latents)], 1)  # [n, 2 latents, h, w]
  return torch.cat([blank, blank], 0)  # [2 n, 2 latents, h, w]
# A scalar whose slope with respect to latents z [n, latents, h, w] is weight times the noise that the network sees too much of, by n. epsilon [2 n, latents, h, w]:
# with the text, without.
def distilled(self, z: Tensor, epsilon: Tensor, noise: Tensor, text: float, weight: float) -> Tensor:
  parts = torch.chunk(epsilon, 2, 0)  # twice [n, latents, h, w]
  seen = parts[1] + (parts[0] - parts[1]) * text
  slope = torch.nan_to_num((seen - noise) * weight, 0., 0.)  # [n, latents, h, w]
  return torch.sum(torch.square(z - torch.detach(z - slope))) * (0.5 / float(torch.size(z, 0)))  # []
