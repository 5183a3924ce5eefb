# Convolutions and linear layers whose weight is either plain or in oneDNN's own layout; the latter has no gradient.
def pack_convolution(self, weight: Tensor, stride: int, pad: int) -> Tensor:
  return ops.mkldnn._reorder_convolution_weight(weight, [pad, pad], [stride, stride], [1, 1], 1, None)
def pack_linear(self, weight: Tensor) -> Tensor:
  return ops.mkldnn._reorder_linear_weight(weight, None)
def convolution(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, pad: int) -> Tensor:
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._convolution_pointwise(x, weight, bias, [pad, pad], [stride, stride], [1, 1], 1, "none", [], "")
  return torch.conv2d(x, weight, bias, [stride, stride], [pad, pad], [1, 1], 1)
# With another tensor added to the result.
def convolution_plus(self, x: Tensor, weight: Tensor, bias: Tensor, pad: int, other: Tensor) -> Tensor:
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._convolution_pointwise(x, weight, bias, [pad, pad], [1, 1], [1, 1], 1, "none", [], "") + other
  return torch.conv2d(x, weight, bias, [1, 1], [pad, pad], [1, 1], 1) + other
def linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
  return torch.linear(x, weight, bias)
def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._linear_pointwise(x, other, weight, bias, "add")
  return other + torch.linear(x, weight, bias)
# GEGLU. p: weight and bias of both halves, or of each half when packed. Halving the weights instead of their product keeps the activations contiguous, which is faster, above all backwards.
def gated(self, x: Tensor, p: List[Tensor]) -> Tensor:
  if len(p) == 4:
    gate = ops.mkldnn._linear_pointwise(x, p[2], p[3], "gelu", [], "none")
    return ops.mkldnn._linear_pointwise(x, gate, p[0], p[1], "mul")
  w = torch.chunk(p[0], 2, 0)
  b = torch.chunk(p[1], 2, 0)
  return torch.linear(x, w[0], b[0]) * torch.gelu(torch.linear(x, w[1], b[1]))
