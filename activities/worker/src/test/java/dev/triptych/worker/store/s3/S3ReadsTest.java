package dev.triptych.worker.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ReadsTest {
  @TempDir private Path cache;

  @Test
  void tellsOfMoreObjectsThanOneAnswerHolds() throws Exception {
    try (InJvmS3 server = new InJvmS3()) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("TRIPTYCH_CACHE", cache.toString());
      S3Settings settings = S3Settings.of("s3://triptych-many/of/them", environment);
      try (S3Bucket bucket = new S3Bucket(settings, Backoff.BRIEF)) {
        bucket.make();
        S3Writes writes = new S3Writes(bucket);
        List<String> names = new ArrayList<>();
        for (int i = 10; i < 17; i++) {
          names.add("stages/" + i);
          writes.put("stages/" + i, new byte[i], "text/plain", S3Writes.Condition.ALWAYS, "");
        }
        for (int atATime : new int[] {1, 3, 7, 1000}) {
          List<StoredObject> told = new ArrayList<>();
          new S3Reads(bucket, atATime).scan("stages/", told::add);
          assertThat(told).extracting(StoredObject::name).containsExactlyElementsOf(names);
          assertThat(told.get(6).bytes()).isEqualTo(16);
        }
      }
    }
  }

  @Test
  void notesTheUseOfWhatIsOlderThanADayByTheServersClock() {
    Instant now = Instant.parse("1999-01-31T12:00:00Z");

    assertThat(S3Reads.stale(now.minus(Duration.ofHours(23)), now)).isFalse();
    assertThat(S3Reads.stale(now.minus(Duration.ofHours(25)), now)).isTrue();
    assertThat(S3Reads.stale(null, now)).as("one whose age is not told").isTrue();
  }
}
