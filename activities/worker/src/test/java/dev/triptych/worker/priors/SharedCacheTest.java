package dev.triptych.worker.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SharedCacheTest {
  private final List<String> made = new ArrayList<>();
  private final List<String> freed = new ArrayList<>();
  private final SharedCache<String, String> cache = new SharedCache<>(1, freed::add);

  private SharedCache.Lease<String> use(String key) {
    return cache.acquire(
        key,
        () -> {
          made.add(key);
          return key;
        });
  }

  @Test
  void keepsWhatNobodyUsesUntilTheRoomIsNeeded() {
    use("a").close();
    use("a").close();
    assertThat(made).containsExactly("a");
    assertThat(freed).isEmpty();

    use("b").close();

    assertThat(freed).containsExactly("a");
    cache.close();
    assertThat(freed).containsExactly("a", "b");
  }

  @Test
  void freesNothingThatIsInUse() {
    SharedCache.Lease<String> first = use("a");
    SharedCache.Lease<String> second = use("a");
    use("b").close();
    second.close();
    second.close();
    assertThat(freed).containsExactly("b");
    assertThat(first.value()).isEqualTo("a");

    use("c").close();
    first.close();

    assertThat(freed).containsExactly("b", "c");
    assertThat(made).containsExactly("a", "b", "c");
  }

  @Test
  void forgetsWhatCouldNotBeMade() {
    assertThatThrownBy(
            () ->
                cache.acquire(
                    "a",
                    () -> {
                      throw new IllegalStateException("no luck");
                    }))
        .hasMessage("no luck");

    assertThat(use("a").value()).isEqualTo("a");
  }

  @Test
  void makesAValueOnceForAllThreads() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                cache
                    .acquire(
                        "a",
                        () -> {
                          inside.countDown();
                          awaitQuietly(go);
                          return "first";
                        })
                    .value());
    inside.await();
    CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> use("a").value());
    go.countDown();

    assertThat(first.get()).isEqualTo("first");
    assertThat(second.get()).isEqualTo("first");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsAsMuchAsFits() {
    SharedCache<String, String> heavy = new SharedCache<>(5, String::length, freed::add);
    for (String value : List.of("aa", "bbb", "aa", "c")) {
      heavy.acquire(value, () -> value).close();
    }
    assertThat(freed).as("of 6, the one that was not used for the longest").containsExactly("bbb");
    heavy.acquire("ddddddd", () -> "ddddddd").close();
    assertThat(freed).as("what never fits").containsExactly("bbb", "aa", "c", "ddddddd");
  }
}
