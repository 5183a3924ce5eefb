package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Incidental;
import org.jspecify.annotations.Nullable;

/**
 * A photo whose face is taken in place of a sampled one. Nothing here looks for faces: who does not
 * say where the head is gets the square in the middle.
 *
 * @param file JPEG or PNG, whose name changes nothing; relative to the spec's folder, or on the
 *     command line to the current one
 * @param mask a picture of the same size that is transparent, or without transparency dark, where
 *     the photo shows something else than the person; null for none. Named as {@code file} is
 * @param head the square that holds the head; null for the largest in the middle
 * @param roll degrees by which the head leans to the picture's right; null for 0
 * @param pitch from where the head is seen, degrees, positive from above; null for 0. The inversion
 *     begins there
 * @param yaw likewise, positive from the picture's right; null for 0
 * @param tuning makes the head more like the photo than the GAN's own heads are; null for none
 * @param picture the head cut out of the files, which are looked at no more once this is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PhotoSpec(
    @Incidental String file,
    @Incidental @Nullable String mask,
    @Nullable Head head,
    @Nullable Double roll,
    @Nullable Double pitch,
    @Nullable Double yaw,
    @Nullable PhotoTuning tuning,
    @Nullable ArtifactRef picture) {

  /**
   * A square, in pixels of the photo as it is looked at.
   *
   * @param left of its left border
   * @param top of its upper border
   * @param size of its side
   */
  public record Head(int left, int top, int size) {
    void check(Problems problems) {
      problems.between("size", size, 64, 100_000);
      problems.between("left", left, -100_000, 100_000);
      problems.between("top", top, -100_000, 100_000);
    }
  }

  /** By how much the head leans, degrees. */
  public double rollOr0() {
    return roll == null ? 0 : roll;
  }

  /** From where the inversion begins. */
  public ViewAngle seenFrom() {
    return new ViewAngle(pitch == null ? 0 : pitch, yaw == null ? 0 : yaw);
  }

  void check(Problems problems) {
    problems.text("file", file);
    if (mask != null) {
      problems.text("mask", mask);
    }
    if (head != null) {
      head.check(problems.in("head"));
    }
    problems.between("roll", rollOr0(), -180, 180);
    problems.between("pitch", seenFrom().pitch(), -60, 60);
    problems.between("yaw", seenFrom().yaw(), -90, 90);
    if (tuning != null) {
      tuning.check(problems.in("tuning"));
    }
  }
}
