package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Named tensors in the store. */
public final class Tensors {
  /** Their media type. */
  public static final String SAFETENSORS = "application/vnd.safetensors";

  private final BlobStore store;
  private final Path scratch;

  Tensors(BlobStore store, Path scratch) {
    this.store = store;
    this.scratch = scratch;
  }

  ArtifactRef put(Map<String, NDArray> tensors) {
    try (ScratchFolder folder = ScratchFolder.in(scratch)) {
      Path file = folder.path().resolve("tensors.safetensors");
      write(file, tensors);
      return store.put(file, SAFETENSORS);
    }
  }

  static void write(Path file, Map<String, NDArray> tensors) {
    try {
      SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT32);
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  Safetensors get(ArtifactRef ref) {
    return Safetensors.open(store.file(ref));
  }
}
