package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers made in Java, on their way to a device, for what is done in every step. {@link
 * NDManager#create(float[], Shape)} waits until a GPU has done everything that it was given before.
 */
public final class Upload {
  private static final Kernels KERNELS = Kernels.of(Upload.class, "upload.py");

  private Upload() {}

  /** An array of {@code values} on the owner's device. */
  public static NDArray create(float[] values, Shape shape, NDManager owner) {
    if (Precision.isCpu(owner.getDevice())) {
      return owner.create(values, shape);
    }
    try (NDManager host = owner.newSubManager(Device.cpu());
        NDArray beside = owner.create(new Shape(0))) {
      return KERNELS.callIn(owner, "upload", host.create(values, shape), beside);
    }
  }
}
