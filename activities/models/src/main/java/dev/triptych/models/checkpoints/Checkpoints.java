package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.nio.file.Path;

/**
 * Opens a file of tensors by its content, whatever its name: safetensors; PyTorch's zip format
 * ({@code .pth}, {@code .bin}, {@code .pt}, {@code .ckpt}; also TorchScript archives) and the
 * format before it; with a state dict at the top or below a key such as {@code state_dict}.
 */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * @throws WeightsException if the file is missing, damaged, cut short or of another kind
   */
  public static TensorSource open(Path file) {
    return NotYet.of(file);
  }
}
