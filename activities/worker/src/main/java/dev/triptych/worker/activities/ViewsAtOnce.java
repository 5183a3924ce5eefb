package dev.triptych.worker.activities;

import ai.djl.Device;
import dev.triptych.models.torch.MemoryExhaustedException;
import dev.triptych.models.torch.Torch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How many views go through a network in one call. On the processor it is one, for several bring
 * nothing there; on a GPU as many as half of the memory takes that was free when a view of that
 * size first came. The other half is for what is not counted: networks that come later, other
 * slots, gaps between arrays. If memory runs out nevertheless, half as many are tried.
 */
final class ViewsAtOnce {
  // Of the largest size, in float32: input, output and workspace of a convolution, a normalised
  // copy, a residual, and one for what lies around.
  private static final long ACTIVATIONS = 6;

  private final ToLongFunction<Device> freeBytes;
  private final Map<Load, Integer> most = new ConcurrentHashMap<>();

  private record Load(Device device, long bytes) {}

  ViewsAtOnce() {
    this(device -> device.isGpu() ? Torch.freeBytes(device) : 0);
  }

  /**
   * @param freeBytes of a device that are meant for several views
   */
  ViewsAtOnce(ToLongFunction<Device> freeBytes) {
    this.freeBytes = freeBytes;
  }

  /**
   * Roughly the memory that one view takes on its way through a network.
   *
   * @param side of the view in pixels
   * @param channels of the widest activation at that size
   */
  static long bytes(int side, int channels) {
    return ACTIVATIONS * side * side * channels * Float.BYTES;
  }

  /** How many views of {@code bytes} each fit, at least 1. */
  int most(Device device, long bytes) {
    return most.computeIfAbsent(
        new Load(device, bytes),
        load -> (int) Math.max(1, freeBytes.applyAsLong(device) / 2 / bytes));
  }

  /**
   * Does the first of {@code views}, as many as fit.
   *
   * @param bytes that one of them takes
   * @param work returns a result for each view that it is given
   * @return results of the first views, one at least
   */
  <V, R> List<R> first(List<V> views, Device device, long bytes, Function<List<V>, List<R>> work) {
    int count = Math.min(views.size(), most(device, bytes));
    while (true) {
      try {
        return work.apply(views.subList(0, count));
      } catch (RuntimeException e) {
        if (count == 1 || MemoryExhaustedException.of(e).isEmpty()) {
          throw e;
        }
        count /= 2;
        most.merge(new Load(device, bytes), count, Math::min);
      }
    }
  }
}
