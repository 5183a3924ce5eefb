package dev.triptych.worker.activities;

import dev.triptych.models.training.CheckpointName;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one training in the store: the newest is kept, older ones are removed. */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final DocumentStore store;
  private final String prefix;

  /**
   * @param prefix where they lie, ends in a slash
   */
  Checkpoints(DocumentStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /**
   * Copies the newest checkpoint that can be gone on from into {@code folder}; those that cannot be
   * read, or have numbers that are NaN or infinite, are removed.
   */
  void restore(Path folder) {
    restore(folder, step -> true);
  }

  /**
   * As above.
   *
   * @param possible whether the training can go on after so many steps
   */
  void restore(Path folder, LongPredicate possible) {
    for (String name : newestFirst()) {
      Path target = folder.resolve(fileName(name));
      if (possible.test(step(name)) && store.fetch(name, target) && usable(target)) {
        return;
      }
      remove(target);
      LOG.warn("{} cannot be used; the training goes on from an older one", name);
      store.delete(name);
    }
  }

  private List<String> newestFirst() {
    return store.list(prefix).stream()
        .filter(name -> step(name) >= 0)
        .sorted(Comparator.comparingLong(this::step).reversed())
        .toList();
  }

  private String fileName(String name) {
    return name.substring(prefix.length());
  }

  private long step(String name) {
    return CheckpointName.step(fileName(name)).orElse(-1);
  }

  /** Whether it can be read, and has neither NaN nor infinity. */
  static boolean usable(Path file) {
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
    newestFirst().stream().filter(other -> step(other) < step(name)).forEach(store::delete);
    try {
      return new ArtifactRef(name, Digests.sha256(file), Files.size(file), Tensors.SAFETENSORS);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }
}
