package dev.triptych.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The losses of the newest steps, on the device until a block of them is read at once. Reading a
 * number waits for everything that a GPU was given to do before, and meanwhile it is given nothing
 * new.
 */
final class StepNumbers {
  private static final Kernels KERNELS = Kernels.of(StepNumbers.class, "optimizer.py");
  private static final int BLOCK_ON_GPU = 16; // steps whose launches a GPU can run behind

  /**
   * What one step gave.
   *
   * @param step counted from 0
   * @param losses {@code total} first
   * @param norm of the gradient
   */
  record Read(int step, Map<String, Float> losses, float norm) {}

  /** A step whose numbers are on the device, [losses + 1]. */
  private record Kept(int step, List<String> names, NDArray numbers) {}

  private final int block;
  private final NDManager owner;
  private final List<Kept> kept = new ArrayList<>();

  /**
   * @param block steps that are read at once
   * @param owner of the numbers until they are read
   */
  StepNumbers(int block, NDManager owner) {
    this.block = block;
    this.owner = owner;
  }

  /** The block that suits a device. */
  static int blockFor(NDManager manager) {
    return manager.getDevice().isGpu() ? BLOCK_ON_GPU : 1;
  }

  /** Keeps a step's scalars, which may be freed afterwards. */
  void keep(int step, Training.Losses losses, NDArray norm) {
    List<String> names = new ArrayList<>(List.of("total"));
    List<NDArray> scalars = new ArrayList<>(List.of(losses.total()));
    losses
        .parts()
        .forEach(
            (name, part) -> {
              names.add(name);
              scalars.add(part);
            });
    scalars.add(norm);
    try (GradMode off = GradMode.off()) {
      NDArray numbers = KERNELS.callIn(owner, "numbers", (Object) scalars.toArray(NDArray[]::new));
      kept.add(new Kept(step, names, numbers));
    }
  }

  /** Whether a block of steps is complete. */
  boolean full() {
    return kept.size() >= block;
  }

  /** The steps that were kept since the last call, in their order. */
  List<Read> read() {
    if (kept.isEmpty()) {
      return List.of();
    }
    NDArray[] all = kept.stream().map(Kept::numbers).toArray(NDArray[]::new);
    List<Read> steps = new ArrayList<>();
    try (NDArray joined = KERNELS.callIn(owner, "joined", (Object) all)) {
      float[] values = joined.toFloatArray();
      int at = 0;
      for (Kept step : kept) {
        Map<String, Float> losses = new LinkedHashMap<>();
        for (String name : step.names()) {
          losses.put(name, values[at++]);
        }
        steps.add(new Read(step.step(), losses, values[at++]));
      }
    }
    Arrays.stream(all).forEach(NDArray::close);
    kept.clear();
    return steps;
  }
}
