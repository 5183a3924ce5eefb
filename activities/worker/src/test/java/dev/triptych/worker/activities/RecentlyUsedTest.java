package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
  private final List<Integer> loaded = new ArrayList<>();
  private final RecentlyUsed<Integer, String> strings =
      new RecentlyUsed<>(
          6,
          String::length,
          key -> {
            loaded.add(key);
            return "x".repeat(key);
          });

  @Test
  void keepsWhatWasAskedForLastAndNoMoreThanFits() {
    strings.get(1);
    strings.get(2);
    strings.get(3);
    strings.get(1); // younger than 2 and 3 now
    strings.get(4);
    assertThat(strings.size()).isEqualTo(2);
    strings.get(1);
    strings.get(2);
    assertThat(loaded).containsExactly(1, 2, 3, 4, 2);
  }

  @Test
  void holdsTheOneThingThatIsLargerThanAll() {
    strings.get(3);
    assertThat(strings.get(9)).hasSize(9);
    assertThat(strings.size()).isEqualTo(1);
  }
}
