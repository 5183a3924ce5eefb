# Optimiser arithmetic over lists of tensors: one call a step instead of one a tensor. Nothing is read from the device.
def norm(self, gradients: List[Tensor]) -> Tensor:
  return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2), 0), 2)  # []
# Tensors that learn at one rate, in place; norm [] is that of all gradients, and these are zero afterwards. The lists must be those that came in: of lists
# made here TorchScript does not see that they are written to, and leaves the call out.
def adam(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], norm: Tensor, rate: float, beta1: float, beta2: float, epsilon: float, decay: float, clip: float, step: int) -> Tensor:
  divisor = annotate(Optional[Tensor], None)
  if clip > 0.:
    divisor = torch.clamp(torch.div(torch.add(norm, 1e-6), clip), 1.)  # []
  time = torch.full([], float(step), dtype=6, device=norm.device)  # []
  times = annotate(List[Tensor], [])
  for i in range(len(parameters)):
    times.append(time)
  if decay > 0.:
    torch._fused_adamw_(parameters, gradients, means, squares, [], times, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False, grad_scale=divisor, found_inf=None)
  else:
    torch._fused_adam_(parameters, gradients, means, squares, [], times, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0., eps=epsilon, amsgrad=False, maximize=False, grad_scale=divisor, found_inf=None)
  torch._foreach_zero_(gradients)
  return norm
def average(self, averages: List[Tensor], parameters: List[Tensor], weight: float) -> Tensor:
  for i in range(len(averages)):
    a = torch.lerp_(averages[i], parameters[i], weight)
  return averages[0]
# Scalars of one step.
def numbers(self, scalars: List[Tensor]) -> Tensor:
  return torch.stack(scalars, 0)  # [k]
# Of several steps.
def joined(self, numbers: List[Tensor]) -> Tensor:
  return torch.cat(numbers, 0)  # [steps k]
