# not filled, on the device of `beside`
def empty(self, beside: Tensor, shape: List[int], type: int) -> Tensor:
  return torch.empty(shape, dtype=type, device=beside.device)  # shape
# the same tensor if it has the type already
def cast(self, x: Tensor, type: int) -> Tensor:
  return torch.to(x, type)
