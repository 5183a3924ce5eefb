package dev.triptych.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One finished portrait of a run, or what a model of many styles has scored in one of them.
 *
 * @param cell its slug
 * @param settings all that it depends on beside style, seed and identity
 * @param identity the seed of the face, or of the faces
 * @param faces how many it was scored on
 * @param heldOut whether the model was never trained on them
 * @param ownFace whether each seed of the run has a face, or faces, of its own
 * @param step of fine-tuning after which it was scored; null for the end
 * @param values means over views by the names of metrics, and seconds by {@link Quantity}'s names
 */
record Sample(
    String run,
    String cell,
    String variant,
    JsonNode settings,
    String style,
    long seed,
    long identity,
    int faces,
    boolean heldOut,
    boolean ownFace,
    @Nullable Integer step,
    Map<String, Double> values) {
  Sample {
    values = new TreeMap<>(values);
  }

  /** The same with more values. */
  Sample with(Map<String, Double> more) {
    Map<String, Double> all = new TreeMap<>(values);
    all.putAll(more);
    return new Sample(
        run, cell, variant, settings, style, seed, identity, faces, heldOut, ownFace, step, all);
  }

  /** What the same model has scored on faces that it was never trained on. */
  Sample heldOut(int count, Map<String, Double> scores) {
    return new Sample(
        run, cell, variant, settings, style, seed, identity, count, true, ownFace, step, scores);
  }

  /** What two portraits have in common that may be compared in pairs. */
  record Subject(String style, long seed, long identity, boolean heldOut) {
    /** For people. */
    String title() {
      return style
          + ", seed "
          + seed
          + ", identity "
          + identity
          + (heldOut ? ", on a face held out" : "");
    }
  }

  Subject subject() {
    return new Subject(style, seed, identity, heldOut);
  }

  /** The face or faces: another seed draws others. */
  record Faces(long identity, boolean heldOut, int count) {}

  Faces scoredOn() {
    return new Faces(identity, heldOut, faces);
  }
}
