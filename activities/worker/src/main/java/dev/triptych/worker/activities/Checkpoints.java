package dev.triptych.worker.activities;

import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one training in the store: the newest is kept, older ones are removed. */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final ArtifactStore store;
  private final String prefix;

  /**
   * @param prefix where they lie, ends in a slash
   */
  Checkpoints(ArtifactStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /**
   * Copies the newest checkpoint that can be gone on from into {@code folder}; those that cannot be
   * read, or have numbers that are NaN or infinite, are removed.
   */
  void restore(Path folder) {
    List<String> names = store.list(prefix);
    for (int i = names.size() - 1; i >= 0; i--) {
      Path target = folder.resolve(names.get(i).substring(prefix.length()));
      if (store.fetch(names.get(i), target) && usable(target)) {
        return;
      }
      remove(target);
      LOG.warn("{} cannot be used; the training goes on from an older one", names.get(i));
      store.delete(names.get(i));
    }
  }

  private static boolean usable(Path file) {
    try {
      return Safetensors.open(file).nonFinite().isEmpty();
    } catch (WeightsException e) {
      return false;
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  /** Keeps a checkpoint under its own name and removes the older ones. */
  ArtifactRef keep(Path file) {
    String name = prefix + file.getFileName();
    store.write(name, file);
    store.list(prefix).stream().filter(other -> other.compareTo(name) < 0).forEach(store::delete);
    try {
      return new ArtifactRef(name, Digests.sha256(file), Files.size(file), Tensors.SAFETENSORS);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }
}
