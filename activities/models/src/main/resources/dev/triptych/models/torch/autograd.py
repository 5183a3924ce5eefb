# DJL's own copy goes through a variable mode that libtorch calls deprecated, and warns.
def overwrite(self, target: Tensor, values: Tensor) -> Tensor:
  return torch.copy_(target, values)
def detached(self, x: Tensor) -> Tensor:
  return torch.detach(x)
def recorded(self, x: Tensor) -> bool:
  return ops.prim.requires_grad(x)
