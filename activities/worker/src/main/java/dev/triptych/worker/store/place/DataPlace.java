package dev.triptych.worker.store.place;

import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.store.s3.S3Settings;
import dev.triptych.worker.store.s3.S3Store;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a user keeps artefacts and runs. */
public sealed interface DataPlace {
  /** {@code scheme://…}, or {@code S3:…} however it goes on. */
  Pattern ADDRESS = Pattern.compile("(?i)([a-z][a-z0-9+.-]*(?=://)|s3(?=:)):/*(.*)");

  /**
   * Reads a place as users write it.
   *
   * @param text a folder, or {@code s3://bucket[/prefix]}
   * @param environment names the object store's server and credentials
   * @throws StoreMisconfigured if it is neither, or a bucket is named and the environment does not
   *     say how to get at it
   */
  static DataPlace of(String text, Map<String, String> environment) {
    if (text.startsWith("s3:")) {
      return new Bucket(S3Settings.of(text, environment));
    }
    Matcher address = ADDRESS.matcher(text);
    if (address.matches()) {
      // Java would take it for a folder "S3:" with others in it.
      throw new StoreMisconfigured(
          "Neither a folder nor a bucket",
          text,
          address.group(1).equalsIgnoreCase("s3")
              ? "Write a bucket with a lower-case s: s3://" + address.group(2)
              : "Write a bucket as s3://BUCKET/PREFIX, and a folder by its path alone.");
    }
    try {
      return new Folder(Path.of(text));
    } catch (InvalidPathException e) {
      throw new StoreMisconfigured(
          "Not the name of a folder (" + e.getReason() + ")", text, "Name another one.");
    }
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

  /** A bucket of an object store, or a prefix in one; it may not exist yet. */
  final class Bucket implements DataPlace {
    private final S3Settings settings;

    private Bucket(S3Settings settings) {
      this.settings = settings;
    }

    @Override
    public S3Store open() {
      return S3Store.open(settings);
    }

    @Override
    public Optional<ArtifactStore> existing() {
      return S3Store.existing(settings).map(store -> store);
    }

    @Override
    public Path local() {
      return settings.local();
    }

    /** The server's base URL. */
    public String endpoint() {
      return settings.endpoint().toString();
    }

    @Override
    public String toString() {
      return settings.place();
    }
  }
}
