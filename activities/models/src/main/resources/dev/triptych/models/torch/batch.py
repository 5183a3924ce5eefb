# parts [n, ...], [m, ...] and so on
def join(self, parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 0)  # [n + m, ...]
