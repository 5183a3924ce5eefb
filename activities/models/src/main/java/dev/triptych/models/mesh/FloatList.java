package dev.triptych.models.mesh;

import java.util.Arrays;

/** An array that grows. */
final class FloatList {
  private float[] values = new float[1 << 10];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
