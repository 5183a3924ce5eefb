package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.images.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private static final long PATIENCE = 20; // seconds

  private final FakeStudio studio = new FakeStudio(FakeStudio.portrait("e", "an elf"));
  private final Map<Double, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<Double, CountDownLatch> begun = new ConcurrentHashMap<>();
  private final FrameQueue queue = new FrameQueue(1, 2);

  /** Waits as long as a test holds the picture of this yaw. */
  private Image picture(FrameRequest request) {
    double yaw = request.angle().yaw();
    begun.computeIfAbsent(yaw, any -> new CountDownLatch(1)).countDown();
    CountDownLatch gate = gates.get(yaw);
    if (gate != null) {
      await(gate);
    }
    return studio.picture(request);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<String> ask(int head, int yaw) {
    return ask("e", head, yaw);
  }

  private CompletableFuture<String> ask(String exhibit, int head, int yaw) {
    CompletableFuture<String> become = new CompletableFuture<>();
    String query = "exhibit=" + exhibit + "&head=" + head + "&yaw=" + yaw;
    FrameRequest request = FrameRequest.of(new Parameters(query));
    queue.ask(
        request.place(),
        () -> Content.pixels(picture(request)),
        new FrameQueue.Answer() {
          @Override
          public void made(Content content) {
            become.complete("picture");
          }

          @Override
          public void needless() {
            become.complete("needless");
          }

          @Override
          public void busy() {
            become.complete("busy");
          }

          @Override
          public void failed(Throwable reason) {
            become.complete(reason.getMessage());
          }
        });
    return become;
  }

  private CountDownLatch hold(double yaw) {
    CountDownLatch gate = new CountDownLatch(1);
    gates.put(yaw, gate);
    return gate;
  }

  private void awaitBegun(double yaw) {
    await(begun.computeIfAbsent(yaw, any -> new CountDownLatch(1)));
  }

  private static String of(CompletableFuture<String> answer) throws Exception {
    return answer.get(PATIENCE, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    gates.values().forEach(CountDownLatch::countDown);
    queue.close();
  }

  @Test
  void theNewestPoseWins() throws Exception {
    CountDownLatch first = hold(1);
    CompletableFuture<String> underWay = ask(0, 1);
    awaitBegun(1);
    List<CompletableFuture<String>> later = List.of(ask(0, 2), ask(0, 3), ask(0, 4));

    assertThat(later.get(0)).isCompletedWithValue("needless");
    assertThat(later.get(1)).isCompletedWithValue("needless");
    assertThat(queue.size()).isEqualTo(1);
    first.countDown();

    assertThat(of(underWay)).isEqualTo("picture");
    assertThat(of(later.get(2))).isEqualTo("picture");
    assertThat(studio.asked).extracting(asked -> asked.angle().yaw()).containsExactly(1., 4.);
  }

  @Test
  void aHeadThatMovesDoesNotKeepOthersWaiting() throws Exception {
    CountDownLatch first = hold(1);
    ask(0, 1);
    awaitBegun(1);
    ask(1, 2);
    CompletableFuture<String> other = ask(2, 3);
    CompletableFuture<String> renewed = ask(1, 4);
    first.countDown();

    assertThat(of(other)).isEqualTo("picture");
    assertThat(of(renewed)).isEqualTo("picture");
    assertThat(studio.asked).extracting(asked -> asked.angle().yaw()).containsExactly(1., 4., 3.);
  }

  @Test
  void noMoreWaitThanThereIsRoomFor() throws Exception {
    CountDownLatch first = hold(1);
    ask(0, 1);
    awaitBegun(1);
    ask(1, 2);
    CompletableFuture<String> last = ask(2, 3);

    assertThat(ask(3, 4)).isCompletedWithValue("busy");
    CompletableFuture<String> renewed = ask(2, 5);
    assertThat(last).as("of a place that waits already").isCompletedWithValue("needless");
    first.countDown();
    assertThat(of(renewed)).isEqualTo("picture");
  }

  @Test
  void aPictureThatFailsHarmsNoOther() throws Exception {
    assertThat(of(ask(FakeStudio.BROKEN, 0, 1))).isEqualTo("the brush broke");
    assertThat(of(ask(0, 2))).isEqualTo("picture");
  }

  @Test
  void whatIsLessUrgentGivesWayToAPicture() throws Exception {
    Duration patience = Duration.ofSeconds(PATIENCE);
    queue.giveWay(patience);
    CountDownLatch first = hold(1);
    CompletableFuture<String> underWay = ask(0, 1);
    awaitBegun(1);
    queue.giveWay(Duration.ofMillis(1));
    assertThat(underWay).as("but not for ever").isNotDone();

    Thread other = new Thread(() -> queue.giveWay(patience));
    other.start();
    while (other.getState() == Thread.State.NEW || other.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    assertThat(other.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    first.countDown();
    other.join();
    assertThat(of(underWay)).isEqualTo("picture");
  }

  @Test
  void whatIsLessUrgentIsLeftOffAtTheEnd() {
    queue.close();
    assertThatThrownBy(() -> queue.giveWay(Duration.ZERO)).isInstanceOf(Refusal.Refused.class);
  }

  @Test
  void letsGoOfAllAtTheEnd() {
    CountDownLatch first = hold(1);
    CompletableFuture<String> underWay = ask(0, 1);
    awaitBegun(1);
    CompletableFuture<String> waiting = ask(1, 2);
    Thread closing = new Thread(queue::close);
    closing.start();
    assertThat(waiting.join()).isEqualTo("busy");
    assertThat(ask(2, 3)).isCompletedWithValue("busy");
    first.countDown();
    assertThat(underWay.join()).isEqualTo("picture");
  }
}
