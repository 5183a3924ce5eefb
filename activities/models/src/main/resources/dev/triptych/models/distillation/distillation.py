# A triplane that is trained itself.
def scaled(self, planes: Tensor, scale: float) -> Tensor:
  return torch.mul(planes, scale)  # [1, planes, h, h]
