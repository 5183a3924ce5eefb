package dev.triptych.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
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

  private ArtifactRef keep(BlobCache cache, char letter) throws IOException {
    byte[] content = String.valueOf(letter).repeat(300).getBytes(UTF_8);
    Path temporary = Files.write(cache.temporary(), content);
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(Keys.blob(sha256), sha256, 300, "text/plain");
    cache.keep(ref, temporary);
    return ref;
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
}
