package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Named tensors in the store. */
final class Tensors {
  static final String SAFETENSORS = "application/vnd.safetensors";

  private final BlobStore store;
  private final Path scratch;

  Tensors(BlobStore store, Path scratch) {
    this.store = store;
    this.scratch = scratch;
  }

  ArtifactRef put(Map<String, NDArray> tensors) {
    try (ScratchFolder folder = ScratchFolder.in(scratch)) {
      Path file = folder.path().resolve("tensors.safetensors");
      SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT32);
      return store.put(file, SAFETENSORS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Safetensors get(ArtifactRef ref) {
    return Safetensors.open(store.file(ref));
  }
}
