package dev.triptych.worker.gc;

import dev.triptych.worker.store.StoredObject;

/** So many objects, and what they hold. */
public record Amount(long objects, long bytes) {
  public static final Amount NONE = new Amount(0, 0);

  static Amount of(StoredObject object) {
    return new Amount(1, object.bytes());
  }

  Amount plus(Amount other) {
    return new Amount(objects + other.objects, bytes + other.bytes);
  }
}
