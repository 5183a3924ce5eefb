package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Tensors out of bytes, which go straight into PyTorch's memory. */
public final class RawMemory {
  private static final Kernels KERNELS = Kernels.of(RawMemory.class, "memory.py");

  private RawMemory() {}

  /**
   * A tensor of bytes.
   *
   * @param stored type of the bytes, PyTorch's index of it; also one that DJL does not know
   * @param wanted type of the result
   * @param fill writes the bytes, little-endian and row-major; the buffer is valid in this call
   * @param owner of the result, which is on its device
   */
  public static NDArray filled(
      Shape shape, int stored, int wanted, Consumer<ByteBuffer> fill, NDManager owner) {
    try (GradMode off = GradMode.off();
        NDArray beside = owner.create(new Shape(0), DataType.UINT8, Device.cpu());
        NDArray numbers = KERNELS.callIn(owner, "empty", beside, shape.getShape(), stored)) {
      fill.accept(memory(numbers));
      NDArray cast = KERNELS.callIn(owner, "cast", numbers, wanted);
      if (owner.getDevice().equals(cast.getDevice())) {
        return cast;
      }
      try (cast) {
        NDArray moved = cast.toDevice(owner.getDevice(), true);
        moved.attach(owner);
        return moved;
      }
    }
  }

  private static ByteBuffer memory(NDArray array) {
    ByteBuffer memory =
        array.size() == 0
            ? ByteBuffer.allocate(0) // it has no address
            : ((PtNDArray) array).toByteBuffer(true);
    return memory.order(ByteOrder.LITTLE_ENDIAN);
  }
}
