# Cosines of unit vectors: images [n, c] with one text [1, c].
def cosines(self, images: Tensor, text: Tensor) -> Tensor:
  return torch.flatten(torch.matmul(images, torch.t(text)))  # [n]
# before, after [n, c]; texts [2, c] holds the neutral caption and the style's.
def directional(self, before: Tensor, after: Tensor, texts: Tensor) -> Tensor:
  change = after - before
  wanted = torch.unsqueeze(torch.select(texts, 0, 1) - torch.select(texts, 0, 0), 0)  # [1, c]
  return torch.cosine_similarity(change, wanted, 1, 1e-8)  # [n]
# images [n, c] with every text [m, c].
def all_cosines(self, images: Tensor, texts: Tensor) -> Tensor:
  return torch.matmul(images, torch.t(texts))  # [n, m]
