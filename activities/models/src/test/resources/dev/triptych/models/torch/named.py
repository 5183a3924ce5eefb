def line(self, x: Tensor, p: Dict[str, Tensor]) -> Tensor:
  y = x * p["slope"]
  if "offset" in p:
    y = y + p["offset"]
  return y
