package dev.triptych.worker.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a user keeps artefacts and runs. */
public sealed interface DataPlace {
  /**
   * Reads a place as users write it.
   *
   * @param text a folder
   */
  static DataPlace of(String text, Map<String, String> environment) {
    return new Folder(Path.of(text));
  }

  /** Opens the store; makes it if need be. */
  ArtifactStore open();

  /** Opens the store, for those who only look at it: empty if there is none, and none is made. */
  Optional<ArtifactStore> existing();

  /** As {@link ArtifactStore#local}; no store is opened for it. */
  Path local();

  /** A folder, which may not exist yet. */
  record Folder(Path path) implements DataPlace {
    @Override
    public ArtifactStore open() {
      return FolderStore.open(path);
    }

    @Override
    public Optional<ArtifactStore> existing() {
      return Files.isDirectory(path) ? Optional.of(open()) : Optional.empty();
    }

    @Override
    public Path local() {
      return path;
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }
}
