package dev.triptych.workflows.spec;

import org.jspecify.annotations.Nullable;

/**
 * Which prior set an experiment uses.
 *
 * @param name for instance {@code mannequin-64} or {@code ffhq512-128}
 * @param digest pins the set: a launch fails when the set at hand has another digest; null takes
 *     the set as it is
 */
public record PriorsSpec(String name, @Nullable String digest) {
  void check(Problems problems) {
    problems.text("name", name);
    problems.require(
        digest == null || digest.matches("[0-9a-f]{64}"),
        "digest",
        "must be a SHA-256, 64 hexadecimal digits in lower case");
  }
}
