package dev.triptych.worker.store;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.S3Calls.Condition;
import dev.triptych.worker.store.S3Calls.Fetched;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A store in a bucket, with the same keys as {@link FolderStore} has files. Blobs are read through
 * a cache of this machine.
 */
public final class S3Store implements ArtifactStore, AutoCloseable {
  private static final long PART_BYTES = 16 << 20; // so much of a file is in memory at a time
  private static final String ANY = "application/octet-stream";
  static final int READINGS = 2; // the second shows whether only the way was at fault

  private final S3Settings settings;
  private final S3Calls calls;
  private final ConditionalWrites conditional;
  private final S3Documents documents;
  private final BlobCache cache;

  private S3Store(S3Settings settings, Patience patience, long partBytes) {
    this.settings = settings;
    this.calls = new S3Calls(settings, patience, partBytes);
    this.conditional = new ConditionalWrites(calls);
    this.documents = new S3Documents(calls, conditional);
    this.cache = new BlobCache(settings.cache(), settings.cacheBytes());
  }

  /**
   * Opens the store and makes the bucket if need be.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StoreRefused if the server does not let us
   * @throws dev.triptych.worker.errors.TriptychException.StoreUnreachable if it does not answer
   */
  static S3Store open(S3Settings settings) {
    try (S3Calls brief = new S3Calls(settings, Patience.brief(), PART_BYTES)) {
      if (!brief.bucketExists()) {
        brief.makeBucket();
      }
    }
    return at(settings, Patience.usual(), PART_BYTES);
  }

  /** Opens the store for somebody who only looks at it: empty if there is no such bucket. */
  static Optional<S3Store> existing(S3Settings settings) {
    try (S3Calls brief = new S3Calls(settings, Patience.brief(), PART_BYTES)) {
      return brief.bucketExists()
          ? Optional.of(at(settings, Patience.usual(), PART_BYTES))
          : Optional.empty();
    }
  }

  /** The store of a bucket that exists. */
  static S3Store at(S3Settings settings, Patience patience, long partBytes) {
    S3Store store = new S3Store(settings, patience, partBytes);
    try {
      store.cache.prepare();
      Folders.make(store.local());
    } catch (IOException e) {
      throw StorageFailures.writing(settings.cache(), e);
    }
    return store;
  }

  /** Whether the server refuses writes whose condition does not hold; asks it once. */
  public boolean conditionalWrites() {
    return conditional.known();
  }

  @Override
  public ArtifactRef put(byte[] content, String mediaType) {
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(Keys.blob(sha256), sha256, content.length, mediaType);
    Condition condition = conditional.known() ? Condition.ABSENT : Condition.ALWAYS;
    boolean written = calls.put(ref.key(), content, mediaType, condition, "").written();
    if (!written && !intact(ref)) {
      calls.put(ref.key(), content, mediaType, Condition.ALWAYS, "");
    }
    Path temporary = cache.temporary();
    try {
      Files.write(temporary, content);
      cache.keep(ref, temporary);
    } catch (IOException e) {
      throw StorageFailures.writing(temporary, e);
    } finally {
      remove(temporary);
    }
    return ref;
  }

  @Override
  public ArtifactRef put(Path file, String mediaType) {
    Path temporary = cache.temporary();
    try {
      copy(file, temporary); // the file may change while it is sent
      ArtifactRef ref = ref(temporary, mediaType);
      if (!holds(ref.key(), ref.bytes()) || !intact(ref)) {
        calls.put(ref.key(), temporary, ref.sha256(), mediaType);
      }
      cache.keep(ref, temporary);
      return ref;
    } finally {
      remove(temporary);
    }
  }

  private static ArtifactRef ref(Path file, String mediaType) {
    try {
      String sha256 = Digests.sha256(file);
      return new ArtifactRef(Keys.blob(sha256), sha256, Files.size(file), mediaType);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }

  /** Reads what the bucket has, and nothing of the cache. */
  private boolean intact(ArtifactRef ref) {
    return calls
        .get(ref.key(), OutputStream::nullOutputStream)
        .filter(found -> matches(found, ref))
        .isPresent();
  }

  private static boolean matches(Fetched found, ArtifactRef ref) {
    return found.bytes() == ref.bytes() && found.sha256().equals(ref.sha256());
  }

  @Override
  public byte[] get(ArtifactRef ref) {
    Optional<byte[]> cached = cache.read(ref);
    if (cached.isPresent()) {
      return cached.get();
    }
    Path file = file(ref);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
  }

  @Override
  public Path file(ArtifactRef ref) {
    return cache.find(ref).orElseGet(() -> download(ref));
  }

  private Path download(ArtifactRef ref) {
    Path temporary = cache.temporary();
    try {
      String etag = "";
      for (int reading = 0; reading < READINGS; reading++) {
        Fetched found =
            calls
                .get(ref.key(), () -> Files.newOutputStream(temporary))
                .orElseThrow(() -> new CorruptArtifact("An artefact is missing", place(ref.key())));
        if (matches(found, ref)) {
          return cache.keep(ref, temporary);
        }
        etag = found.etag();
      }
      throw setAside(ref, etag);
    } finally {
      remove(temporary);
    }
  }

  /** Unless somebody has mended it meanwhile. */
  private CorruptArtifact setAside(ArtifactRef ref, String etag) {
    String aside = FolderStore.PRIVATE + "/corrupt/" + ref.sha256();
    if (calls.stat(ref.key()).filter(now -> now.etag().equals(etag)).isPresent()) {
      calls.copy(ref.key(), aside);
      calls.delete(ref.key());
    }
    return new CorruptArtifact(
        "The content was not what its digest says, and was moved to " + calls.place(aside),
        place(ref.key()));
  }

  @Override
  public boolean holds(String key, long bytes) {
    return calls.stat(Keys.checked(key)).filter(stat -> stat.bytes() == bytes).isPresent();
  }

  @Override
  public void write(String name, byte[] content) {
    documents.write(name, content);
  }

  @Override
  public void write(String name, Path file) {
    calls.put(Keys.checked(name), file, ref(file, ANY).sha256(), ANY);
  }

  @Override
  public boolean create(String name, byte[] content) {
    return documents.create(name, content);
  }

  @Override
  public boolean replace(String name, byte[] expected, byte[] content) {
    return documents.replace(name, expected, content);
  }

  @Override
  public boolean delete(String name, byte[] expected) {
    return documents.delete(name, expected);
  }

  @Override
  public void append(String name, byte[] lines) {
    documents.append(name, lines);
  }

  @Override
  public Optional<byte[]> read(String name) {
    return documents.read(name);
  }

  @Override
  public boolean fetch(String name, Path target) {
    Path temporary = cache.temporary();
    try {
      boolean found = documents.fetch(name, () -> Files.newOutputStream(temporary));
      if (found) {
        copy(temporary, target);
      }
      return found;
    } finally {
      remove(temporary);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Folders.make(AtomicFiles.parent(to));
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageFailures.writing(to, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  @Override
  public List<String> list(String prefix) {
    return calls.list(prefix).stream().filter(Keys::valid).sorted().toList();
  }

  @Override
  public void delete(String name) {
    calls.delete(Keys.checked(name));
  }

  @Override
  public String place(String name) {
    return calls.place(Keys.checked(name));
  }

  @Override
  public Path local() {
    return settings.local();
  }

  @Override
  public void close() {
    calls.close();
  }
}
