package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of this machine on their way to a bucket, or from it. */
final class LocalCopies {
  private LocalCopies() {}

  /** Names the blob that {@code file} will be. */
  static ArtifactRef ref(Path file, String mediaType) {
    try {
      String sha256 = Digests.sha256(file);
      return new ArtifactRef(StoreLayout.blob(sha256), sha256, Files.size(file), mediaType);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }

  static void copy(Path from, Path to) {
    try {
      Folders.make(AtomicFiles.parent(to));
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageFailures.writing(to, e);
    }
  }
}
