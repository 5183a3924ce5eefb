# Image-to-triplane kernels. Convolutions are equalised: the stored weight is N(0, 1) and is scaled by 1/sqrt(fan in) here.
# `p` holds a layer's weights under the names that they have in checkpoints.
def equalised(self, weight: Tensor) -> Tensor:
  fan = weight.size(1)
  if weight.dim() == 4:
    fan = weight.size(1) * weight.size(2) * weight.size(3)
  return weight * (1.0 / (float(fan) ** 0.5))
def activate(self, x: Tensor) -> Tensor:
  return torch.leaky_relu(x, 0.2) * 1.4142135623730951
# x [n, in, s, s]
def convolve(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
  pad = weight.size(2) // 2
  return torch.conv2d(x, self.equalised(weight), bias, [stride, stride], [pad, pad], [1, 1], 1)  # [n, out, s / stride, s / stride]
def conv(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.convolve(x, weight, bias, 1)  # [n, out, s, s]
def conv_activated(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.activate(self.convolve(x, weight, bias, 1))  # [n, out, s, s]
# Residual block that halves the image [n, in, s, s]: (conv, strided conv) + (average pool, 1x1 conv), each scaled so that the variance stays.
def down_block(self, x: Tensor, p: Dict[str, Tensor]) -> Tensor:
  y = self.activate(self.convolve(x, p["conv0.weight"], p["conv0.bias"], 1))  # [n, in, s, s]
  y = self.activate(self.convolve(y, p["conv1.weight"], p["conv1.bias"], 2))  # [n, out, s / 2, s / 2]
  s = torch.avg_pool2d(x, [2, 2])  # [n, in, s / 2, s / 2]
  s = torch.conv2d(s, self.equalised(p["skip.weight"]), None, [1, 1], [0, 0], [1, 1], 1)  # [n, out, s / 2, s / 2]
  return (y + s) * 0.7071067811865476
# Global style of x [n, last, k, k]: average over positions, then a linear layer.
def pooled_style(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.linear(torch.mean(x, [2, 3]), self.equalised(weight), bias)  # [n, c]
  return torch.unsqueeze(torch.unsqueeze(y, -1), -1)  # [n, c, 1, 1]
# style [n, c, k, k]
def resize(self, style: Tensor, size: int) -> Tensor:
  if style.size(3) == 1 or style.size(3) == size:
    return style
  if style.size(3) > size:
    return torch.adaptive_avg_pool2d(style, [size, size])  # [n, c, size, size]
  return torch.upsample_bilinear2d(style, [size, size], False)  # [n, c, size, size]
# Spatial modulation of x [n, in, s, s], equation 3: gamma(w_s) * (F - mean) / std + beta(w_s), statistics over the channels of each position,
# then an optional bilinear doubling (the filter [1,3,3,1] away from the borders) and convolution.
def modulated(self, x: Tensor, style: Tensor, p: Dict[str, Tensor], up: bool) -> Tensor:
  w = self.resize(style, x.size(3))  # [n, hidden, s, s], or [n, hidden, 1, 1]
  m = torch.conv2d(w, self.equalised(p["modulation.weight"]), p["modulation.bias"], [1, 1], [1, 1], [1, 1], 1)  # [n, 2 in, s, s], or [n, 2 in, 1, 1]
  parts = torch.chunk(m, 2, 1)  # gamma - 1 and beta, each [n, in, s, s], or [n, in, 1, 1]
  mean = torch.mean(x, [1], True)  # [n, 1, s, s]
  centred = x - mean  # [n, in, s, s]
  variance = torch.mean(centred * centred, [1], True)  # [n, 1, s, s]
  y = (parts[0] + 1.0) * (centred * torch.rsqrt(variance + 1e-8)) + parts[1]  # [n, in, s, s]
  if up:
    y = torch.upsample_bilinear2d(y, [x.size(2) * 2, x.size(3) * 2], False)  # [n, in, 2 s, 2 s]
  return torch.conv2d(y, self.equalised(p["conv.weight"]), p["conv.bias"], [1, 1], [1, 1], [1, 1], 1)  # [n, out, s, s], up [n, out, 2 s, 2 s]
# The whole layer: with its learned map, if it has one, and activation.
def sml(self, x: Tensor, style: Tensor, p: Dict[str, Tensor], up: bool) -> Tensor:
  y = self.modulated(x, style, p, up)  # [n, out, s, s], up [n, out, 2 s, 2 s]
  if "map" in p:
    y = y + p["map"]
  return self.activate(y)
# const [c, 4, 4] for every style
def repeat(self, style: Tensor, const: Tensor) -> Tensor:
  return torch.repeat(torch.unsqueeze(const, 0), [style.size(0), 1, 1, 1])  # [n, c, 4, 4]
# x [n, c, s, s]
def planes(self, x: Tensor, weight: Tensor, bias: Tensor, scale: float) -> Tensor:
  return self.convolve(x, weight, bias, 1) * scale  # [n, planes, s, s]
# previous [n, planes, s / 2, s / 2]
def add_planes(self, x: Tensor, previous: Tensor, weight: Tensor, bias: Tensor, scale: float) -> Tensor:
  doubled = torch.upsample_bilinear2d(previous, [x.size(2), x.size(3)], False)  # [n, planes, s, s]
  return doubled + self.convolve(x, weight, bias, 1) * scale
def same(self, x: Tensor) -> Tensor:
  return torch.alias(x)
