package dev.triptych.models.weights;

import org.jspecify.annotations.Nullable;

/**
 * One of several things that are wrong with a file.
 *
 * @param tensor that it is about; null if it is about the whole
 * @param what a sentence without its end
 */
public record Flaw(@Nullable String tensor, String what) {
  @Override
  public String toString() {
    return tensor == null ? what : tensor + ": " + what;
  }
}
