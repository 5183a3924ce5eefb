# Convolutions and linear layers whose weight is either plain or in oneDNN's own layout; the latter has no gradient.
# A layer computes in its weight's precision: it rounds what it is given, and gives what it computed with.
def pack_convolution(self, weight: Tensor, stride: int, pad: int) -> Tensor:
  return ops.mkldnn._reorder_convolution_weight(weight, [pad, pad], [stride, stride], [1, 1], 1, None)  # [out, in, k, k]
def pack_linear(self, weight: Tensor) -> Tensor:
  return ops.mkldnn._reorder_linear_weight(weight, None)  # [out, in]
# Whether the processor multiplies in bfloat16.
def bfloat16_supported(self) -> bool:
  return ops.mkldnn._is_mkldnn_bf16_supported()
# x [n, in, h, w], weight [out, in, k, k]
def convolution(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, pad: int) -> Tensor:
  y = torch.to(x, ops.prim.dtype(weight))
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._convolution_pointwise(y, weight, bias, [pad, pad], [stride, stride], [1, 1], 1, "none", [], "")  # [n, out, h / stride, w / stride]
  return torch.conv2d(y, weight, bias, [stride, stride], [pad, pad], [1, 1], 1)  # [n, out, h / stride, w / stride]
# x [n, tokens, in], weight [out, in]
def linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  y = torch.to(x, ops.prim.dtype(weight))
  if ops.prim.is_mkldnn(weight):
    return ops.mkldnn._linear_pointwise(y, weight, bias, "none", [], "")  # [n, tokens, out]
  return torch.linear(y, weight, bias)  # [n, tokens, out]
# With another tensor [n, tokens, out] added to the result, which takes the wider type of the two.
def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  if ops.prim.is_mkldnn(weight):
    if torch.eq(ops.prim.dtype(other), ops.prim.dtype(weight)):
      return ops.mkldnn._linear_pointwise(torch.to(x, ops.prim.dtype(weight)), other, weight, bias, "add")  # [n, tokens, out]
  return other + self.linear(x, weight, bias)  # [n, tokens, out]
# GEGLU (Shazeer 2020): values [out, in] times the activation of gates [out, in].
def gated_by(self, x: Tensor, weight: Tensor, bias: Tensor, gate_weight: Tensor, gate_bias: Tensor) -> Tensor:
  y = torch.to(x, ops.prim.dtype(weight))
  if ops.prim.is_mkldnn(weight):
    gate = ops.mkldnn._linear_pointwise(y, gate_weight, gate_bias, "gelu", [], "none")  # [n, tokens, out]
    return ops.mkldnn._linear_pointwise(y, gate, weight, bias, "mul")
  return torch.linear(y, weight, bias) * torch.gelu(torch.linear(y, gate_weight, gate_bias))  # [n, tokens, out]
# The same with values and gates in one weight [2 out, in]. Halving it instead of the product keeps activations contiguous: faster, above all backwards.
def gated(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  w = torch.chunk(weight, 2, 0)  # twice [out, in]
  b = torch.chunk(bias, 2, 0)  # twice [out]
  return self.gated_by(x, w[0], b[0], w[1], b[1])  # [n, tokens, out]
