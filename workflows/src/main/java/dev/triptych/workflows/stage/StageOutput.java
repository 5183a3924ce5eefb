package dev.triptych.workflows.stage;

import dev.triptych.workflows.artifact.ArtifactRef;

/**
 * One artefact that a stage made.
 *
 * @param name what it is within the stage, for instance {@code checkpoint} or {@code p-10_y+22.5}
 * @param key path in the store
 * @param sha256 digest of the content
 */
public record StageOutput(String name, String key, String sha256, long bytes) {
  public StageOutput {
    if (!ArtifactRef.isKey(key)) {
      throw new IllegalArgumentException("not a name in the store: \"" + key + "\"");
    }
  }

  public StageOutput(String name, ArtifactRef ref) {
    this(name, ref.key(), ref.sha256(), ref.bytes());
  }

  public StageOutput(OutputName name, ArtifactRef ref) {
    this(name.slug(), ref);
  }

  /**
   * The artefact.
   *
   * @param mediaType which the output does not tell
   */
  public ArtifactRef ref(String mediaType) {
    return new ArtifactRef(key, sha256, bytes, mediaType);
  }
}
