# dtype by PyTorch's number; the result has a tensor of its own.
def cast(self, x: Tensor, dtype: int) -> Tensor:
  return torch.to(x, dtype, False, True)
def bfloat16_supported(self) -> bool:
  return ops.mkldnn._is_mkldnn_bf16_supported()
