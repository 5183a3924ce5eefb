package dev.triptych.worker.store.s3;

import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.StoredObject;
import dev.triptych.worker.store.s3.S3Reads.Fetched;
import dev.triptych.worker.store.s3.S3Writes.Condition;
import dev.triptych.worker.store.s3.S3Writes.Written;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a bucket. They carry their digest in their metadata: one that does not agree
 * counts as missing.
 *
 * <p>Where the server knows no conditional writes, two processes that create, replace or append to
 * one document at the same moment may overwrite each other, and both be told that they did it.
 */
final class S3Documents implements DocumentStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3Documents.class);
  private static final String ANY = "application/octet-stream";

  private final S3Bucket bucket;
  private final S3Reads reads;
  private final S3Writes writes;
  private final ConditionalWrites conditional;
  private final BlobCache cache;
  private final Object appending = new Object();

  S3Documents(
      S3Bucket bucket,
      S3Reads reads,
      S3Writes writes,
      ConditionalWrites conditional,
      BlobCache cache) {
    this.bucket = bucket;
    this.reads = reads;
    this.writes = writes;
    this.conditional = conditional;
    this.cache = cache;
  }

  /** What was read, whether or not it is what its digest says. */
  private record Found(byte[] content, Fetched object) {}

  @Override
  public void write(String name, byte[] content) {
    writes.put(StoreLayout.checked(name), content, ANY, Condition.ALWAYS, "");
  }

  @Override
  public void write(String name, Path file) {
    writes.put(StoreLayout.checked(name), file, LocalCopies.ref(file, ANY).sha256(), ANY);
  }

  @Override
  public boolean create(String name, byte[] content) {
    if (!conditional.known()) {
      boolean absent = reads.stat(StoreLayout.checked(name)).isEmpty();
      if (absent) {
        write(name, content);
      }
      return absent;
    }
    return done(put(name, content, Optional.empty()), name, content);
  }

  @Override
  public boolean replace(String name, byte[] expected, byte[] content) {
    Optional<Found> old = find(name).filter(found -> Arrays.equals(found.content(), expected));
    return old.isPresent() && done(put(name, content, old), name, content);
  }

  /** The answer to an attempt that did it may have been lost. */
  private boolean done(Written written, String name, byte[] content) {
    return written.written()
        || (written.repeated()
            && read(name).filter(kept -> Arrays.equals(kept, content)).isPresent());
  }

  /** S3 removes unconditionally: whoever replaces the document right now loses. */
  @Override
  public boolean delete(String name, byte[] expected) {
    boolean same = find(name).filter(old -> Arrays.equals(old.content(), expected)).isPresent();
    if (same) {
      writes.delete(name);
    }
    return same;
  }

  @Override
  public void append(String name, byte[] lines) {
    synchronized (appending) {
      boolean mayBeThere = false;
      while (true) {
        Optional<Found> old = find(name);
        byte[] before = old.map(Found::content).orElse(new byte[0]);
        if (mayBeThere && endsWith(before, lines)) {
          return;
        }
        Written written = put(name, joined(before, lines), old);
        if (written.written()) {
          return;
        }
        mayBeThere |= written.repeated();
      }
    }
  }

  private static byte[] joined(byte[] before, byte[] lines) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(before);
    if (before.length > 0 && before[before.length - 1] != '\n') {
      content.write('\n');
    }
    content.writeBytes(lines);
    return content.toByteArray();
  }

  private static boolean endsWith(byte[] content, byte[] end) {
    int from = content.length - end.length;
    return from >= 0 && Arrays.equals(content, from, content.length, end, 0, end.length);
  }

  /** Writes if the server still has {@code old}, as far as it heeds conditions. */
  private Written put(String name, byte[] content, Optional<Found> old) {
    Condition condition = old.isEmpty() ? Condition.ABSENT : Condition.UNCHANGED;
    return writes.put(
        StoreLayout.checked(name),
        content,
        ANY,
        conditional.known() ? condition : Condition.ALWAYS,
        old.map(found -> found.object().etag()).orElse(""));
  }

  private Optional<Found> find(String name) {
    Optional<Found> found = Optional.empty();
    for (int reading = 0; reading < S3Reads.READINGS; reading++) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      found =
          reads
              .get(StoreLayout.checked(name), () -> emptied(content))
              .map(object -> new Found(content.toByteArray(), object));
      if (found.isEmpty() || found.get().object().intact()) {
        return found;
      }
    }
    return found;
  }

  private static ByteArrayOutputStream emptied(ByteArrayOutputStream content) {
    content.reset();
    return content;
  }

  @Override
  public Optional<byte[]> read(String name) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return fetch(name, () -> emptied(content))
        ? Optional.of(content.toByteArray())
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> take(String name) {
    while (true) {
      Optional<Found> found = find(name).filter(each -> each.object().intact());
      if (found.isEmpty() || !found.get().object().stale()) {
        return found.map(Found::content);
      }
      byte[] content = found.get().content();
      if (done(put(name, content, found), name, content)) {
        return Optional.of(content);
      } // else it was removed or replaced meanwhile
    }
  }

  @Override
  public boolean fetch(String name, Path target) {
    return cache.using(
        temporary -> {
          boolean found = fetch(name, () -> Files.newOutputStream(temporary));
          if (found) {
            LocalCopies.copy(temporary, target);
          }
          return found;
        });
  }

  /**
   * Reads a document.
   *
   * @return whether there is a sound one
   */
  private boolean fetch(String name, S3Reads.Sink sink) {
    for (int reading = 0; reading < S3Reads.READINGS; reading++) {
      Optional<Fetched> found = reads.get(StoreLayout.checked(name), sink);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().intact()) {
        return true;
      }
    }
    LOG.warn("{} is not what its digest says, and counts as missing", bucket.place(name));
    return false;
  }

  @Override
  public void delete(String name) {
    writes.delete(StoreLayout.checked(name));
  }

  @Override
  public List<String> list(String prefix) {
    List<String> names = new ArrayList<>();
    scan(prefix, object -> names.add(object.name()));
    return names.stream().sorted().toList();
  }

  @Override
  public void scan(String prefix, Consumer<StoredObject> visitor) {
    boolean aside = prefix.equals(StoreLayout.ASIDE);
    reads.scan(
        prefix,
        object -> {
          if (aside || StoreLayout.valid(object.name())) {
            visitor.accept(object);
          }
        });
  }

  /** S3 removes unconditionally: who comes to use it in the moment after the look loses it. */
  @Override
  public boolean deleteUnused(String name, Instant before) {
    String checked = StoreLayout.removable(name);
    if (reads.stat(checked).filter(stat -> stat.used().isBefore(before)).isEmpty()) {
      return false;
    }
    writes.delete(checked);
    if (StoreLayout.isBlob(checked)) {
      cache.forget(StoreLayout.digest(checked));
    }
    return true;
  }

  @Override
  public String place(String name) {
    return bucket.place(StoreLayout.checked(name));
  }
}
