package dev.triptych.worker.gc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.store.Digests;
import org.junit.jupiter.api.Test;

class DigestSetTest {
  private static String digest(int i) {
    return Digests.sha256(("content " + i).getBytes(UTF_8));
  }

  @Test
  void remembersWhatWasAddedAndNothingElse() {
    DigestSet set = new DigestSet();
    set.add("0".repeat(64));
    for (int i = 0; i < 5000; i++) {
      set.add(digest(i));
      set.add(digest(i));
    }

    assertThat(set.size()).isEqualTo(5001);
    assertThat(set.contains("0".repeat(64))).isTrue();
    for (int i = 0; i < 5000; i++) {
      assertThat(set.contains(digest(i))).isTrue();
      assertThat(set.contains(digest(i + 5000))).isFalse();
    }
  }
}
