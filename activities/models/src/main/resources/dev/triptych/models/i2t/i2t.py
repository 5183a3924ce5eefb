# Image-to-triplane kernels. Convolutions are equalised: the stored weight is N(0, 1) and is scaled by 1/sqrt(fan in) here.
def equalised(self, weight: Tensor) -> Tensor:
  fan = weight.size(1)
  if weight.dim() == 4:
    fan = weight.size(1) * weight.size(2) * weight.size(3)
  return weight * (1.0 / (float(fan) ** 0.5))
def activate(self, x: Tensor) -> Tensor:
  return torch.leaky_relu(x, 0.2) * 1.4142135623730951
def convolve(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
  pad = weight.size(2) // 2
  return torch.conv2d(x, self.equalised(weight), bias, [stride, stride], [pad, pad], [1, 1], 1)
def conv(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolve(x, weight, bias, 1)
def conv_activated(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.activate(self.convolve(x, weight, bias, 1))
# Residual block that halves the image: (conv, strided conv) + (average pool, 1x1 conv), each scaled so that the variance stays.
def down_block(self, x: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, skip: Tensor) -> Tensor:
  y = self.activate(self.convolve(x, weight0, bias0, 1))
  y = self.activate(self.convolve(y, weight1, bias1, 2))
  s = torch.conv2d(torch.avg_pool2d(x, [2, 2]), self.equalised(skip), None, [1, 1], [0, 0], [1, 1], 1)
  return (y + s) * 0.7071067811865476
# Global style: average over positions, then a linear layer to [n, c, 1, 1].
def pooled_style(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.linear(torch.mean(x, [2, 3]), self.equalised(weight), bias)
  return torch.unsqueeze(torch.unsqueeze(y, -1), -1)
def resize(self, style: Tensor, size: int) -> Tensor:
  if style.size(3) == 1 or style.size(3) == size:
    return style
  if style.size(3) > size:
    return torch.adaptive_avg_pool2d(style, [size, size])
  return torch.upsample_bilinear2d(style, [size, size], False)
# Spatial modulation layer, equation 3: gamma(w_s) * (F - mean) / std + beta(w_s), statistics over the channels of each position,
# then an optional bilinear doubling (the filter [1,3,3,1] away from the borders), convolution, learned map and activation.
def modulated(self, x: Tensor, style: Tensor, modulation: Tensor, shift: Tensor, weight: Tensor, bias: Tensor, up: bool) -> Tensor:
  s = self.resize(style, x.size(3))
  m = torch.conv2d(s, self.equalised(modulation), shift, [1, 1], [1, 1], [1, 1], 1)
  parts = torch.chunk(m, 2, 1)
  mean = torch.mean(x, [1], True)
  centred = x - mean
  variance = torch.mean(centred * centred, [1], True)
  y = (parts[0] + 1.0) * (centred * torch.rsqrt(variance + 1e-8)) + parts[1]
  if up:
    y = torch.upsample_bilinear2d(y, [x.size(2) * 2, x.size(3) * 2], False)
  return torch.conv2d(y, self.equalised(weight), bias, [1, 1], [1, 1], [1, 1], 1)
def sml(self, x: Tensor, style: Tensor, modulation: Tensor, shift: Tensor, weight: Tensor, bias: Tensor, up: bool) -> Tensor:
  return self.activate(self.modulated(x, style, modulation, shift, weight, bias, up))
def sml_mapped(self, x: Tensor, style: Tensor, modulation: Tensor, shift: Tensor, weight: Tensor, bias: Tensor, map: Tensor, up: bool) -> Tensor:
  return self.activate(self.modulated(x, style, modulation, shift, weight, bias, up) + map)
def repeat(self, style: Tensor, const: Tensor) -> Tensor:
  return torch.repeat(torch.unsqueeze(const, 0), [style.size(0), 1, 1, 1])
def planes(self, x: Tensor, weight: Tensor, bias: Tensor, scale: float) -> Tensor:
  return self.convolve(x, weight, bias, 1) * scale
def add_planes(self, x: Tensor, previous: Tensor, weight: Tensor, bias: Tensor, scale: float) -> Tensor:
  doubled = torch.upsample_bilinear2d(previous, [x.size(2), x.size(3)], False)
  return doubled + self.convolve(x, weight, bias, 1) * scale
def same(self, x: Tensor) -> Tensor:
  return torch.alias(x)
