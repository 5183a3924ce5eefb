# SplitMix64 (Steele, Lea and Flood 2014), as CounterNoise has it. Integers of 64 bits wrap here as they do in Java.
# A right shift copies the sign, which the mask takes away again.
def folded(self, x: Tensor, by: int) -> Tensor:
  high = torch.bitwise_and(torch.bitwise_right_shift(x, by), (1 << (64 - by)) - 1)
  return torch.bitwise_xor_(high, x)
# The numbers first, first + 1 and so on of the stream that begins with `start`: 24 bits each, so that no number is rounded to 1. On the device of `beside`.
def uniform(self, beside: Tensor, start: int, first: int, shape: List[int]) -> Tensor:
  count = 1
  for size in shape:
    count = count * size
  x = torch.arange(first + 1, first + 1 + count, dtype=4, device=beside.device)
  x = torch.add_(torch.mul_(x, -7046029254386353131), start)
  x = torch.mul_(self.folded(x, 30), -4658895280553007687)
  x = torch.mul_(self.folded(x, 27), -7723592293110705685)
  x = self.folded(x, 31)
  bits = torch.bitwise_and(torch.bitwise_right_shift(x, 40), 16777215)
  return torch.view(torch.mul_(torch.to(bits, 6), 5.9604644775390625e-08), shape)
