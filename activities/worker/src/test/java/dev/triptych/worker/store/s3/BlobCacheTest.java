package dev.triptych.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {
  private static final int BOUND = 1000;

  @TempDir private Path root;
  private BlobCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = new BlobCache(root, BOUND);
    cache.prepare();
  }

  private static ArtifactRef keep(BlobCache cache, char letter) {
    return keep(cache, String.valueOf(letter).repeat(300).getBytes(UTF_8));
  }

  private static ArtifactRef keep(BlobCache cache, byte[] content) {
    String sha256 = Digests.sha256(content);
    ArtifactRef ref =
        new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length, "text/plain");
    return cache.using(
        temporary -> {
          write(temporary, content);
          cache.keep(ref, temporary);
          return ref;
        });
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void usedAgo(ArtifactRef ref, Duration ago) throws IOException {
    Files.setLastModifiedTime(
        cache.find(ref).orElseThrow(), FileTime.from(Instant.now().minus(ago)));
  }

  @Test
  void removesWhatWasUsedLongestAgo() throws IOException {
    ArtifactRef a = keep(cache, 'a');
    ArtifactRef b = keep(cache, 'b');
    ArtifactRef c = keep(cache, 'c');
    usedAgo(a, Duration.ofHours(1));
    usedAgo(b, Duration.ofHours(3));
    usedAgo(c, Duration.ofHours(2));

    ArtifactRef d = keep(cache, 'd');

    assertThat(cache.find(b)).isEmpty();
    assertThat(cache.find(a)).isPresent();
    assertThat(cache.find(c)).isPresent();
    assertThat(cache.find(d)).isPresent();
  }

  @Test
  void countsWhatOtherProcessesKeep() throws IOException {
    BlobCache other = new BlobCache(root, BOUND);
    ArtifactRef a = keep(other, 'a');
    ArtifactRef b = keep(other, 'b');
    ArtifactRef c = keep(cache, 'c');
    usedAgo(a, Duration.ofHours(1));
    usedAgo(b, Duration.ofHours(2));
    usedAgo(c, Duration.ofHours(3));

    keep(cache, 'd');

    assertThat(cache.find(c)).isEmpty();
    assertThat(other.find(a)).isPresent();
  }

  @Test
  void keepsWhatSomebodyMayBeAboutToOpen() throws IOException {
    for (char letter = 'a'; letter < 'h'; letter++) {
      ArtifactRef ref = keep(cache, letter);
      assertThat(cache.find(ref)).isPresent();
    }
    assertThat(cache.find(keep(cache, 'a'))).isPresent();
  }

  @Test
  void forgetsACopyThatIsNotWhatItsNameSays() throws IOException {
    ArtifactRef a = keep(cache, 'a');
    Path copy = cache.find(a).orElseThrow();
    Files.writeString(copy, "b".repeat(300));

    assertThat(cache.find(a)).isEmpty();
    assertThat(copy).doesNotExist();

    keep(cache, 'a');
    Files.writeString(copy, "b".repeat(300));
    assertThat(cache.read(a)).isEmpty();
  }

  @Test
  void leavesNoTemporaryFileBehindWhateverHappens() {
    assertThatThrownBy(
            () ->
                cache.using(
                    temporary -> {
                      write(temporary, new byte[3]);
                      throw new IllegalStateException("cut off");
                    }))
        .hasMessage("cut off");

    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void staysWithinItsBoundBehindALink() throws IOException {
    Path target = Files.createDirectories(root.resolve("target"));
    Path linked = Files.createDirectories(root.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("blobs"), target);
    BlobCache cache = new BlobCache(linked, 10, Duration.ZERO);
    cache.prepare();

    for (int i = 0; i < 5; i++) {
      keep(cache, ("copy " + i).getBytes(UTF_8));
    }

    int[] bytes = new int[1];
    Folders.visit(target, 9, (file, attributes) -> bytes[0] += attributes.size());
    assertThat(bytes[0]).isBetween(1, 10);
  }
}
