package dev.triptych.worker.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  /** Time that passes only while somebody sleeps. */
  private static final class FakeTime implements Backoff.Time {
    final List<Duration> slept = new ArrayList<>();
    long now = -5; // a nano time begins anywhere

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void sleep(Duration pause) {
      slept.add(pause);
      now += pause.toNanos();
    }
  }

  private final FakeTime time = new FakeTime();

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "5, 1600", "7, 6400", "8, 8000", "60, 8000"})
  void drawsAPauseBetweenAQuarterAndTheWholeOfTheLongest(int failures, long longest) {
    List<Duration> pauses =
        IntStream.range(0, 500).mapToObj(i -> Backoff.USUAL.pause(failures)).toList();

    assertThat(pauses)
        .allSatisfy(
            pause ->
                assertThat(pause)
                    .isBetween(Duration.ofMillis(longest / 4), Duration.ofMillis(longest)));
    assertThat(new HashSet<>(pauses)).hasSizeGreaterThan(400); // of 500: many clients, many times
  }

  @ParameterizedTest
  @CsvSource({"120, 100, 8000", "6, 100, 2000", "20, 1000, 1000"})
  void goesOnUntilItsTimeIsOver(long seconds, long first, long most) throws InterruptedException {
    Backoff backoff =
        new Backoff(Duration.ofSeconds(seconds), Duration.ofMillis(first), Duration.ofMillis(most));
    Backoff.Attempts attempts = backoff.begin(time);

    int pauses = 0;
    while (attempts.pause()) {
      pauses++;
    }

    assertThat(time.slept).hasSize(pauses).hasSizeGreaterThan(5);
    Duration spent = time.slept.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(spent)
        .isBetween(Duration.ofSeconds(seconds).minusMillis(most), Duration.ofSeconds(seconds));
  }

  @Test
  void countsTheTimeOfTheAttemptsThemselves() throws InterruptedException {
    Backoff.Attempts attempts = Backoff.BRIEF.begin(time);
    time.now += Duration.ofSeconds(7).toNanos();

    assertThat(attempts.pause()).isFalse();
    assertThat(time.slept).isEmpty();
  }

  @Test
  void neverTriesAgainWithoutTime() throws InterruptedException {
    Backoff none = new Backoff(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));

    assertThat(none.begin(time).pause()).isFalse();
  }
}
