package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.triptych.models.torch.MemoryExhaustedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ViewsAtOnceTest {
  private static final Device GPU = Device.gpu(0);
  private static final List<Integer> VIEWS = List.of(0, 1, 2, 3, 4, 5, 6, 7);
  private static final long VIEW = 1000;

  private final List<Integer> calls = new ArrayList<>();

  private static ViewsAtOnce with(long freeBytes) {
    return new ViewsAtOnce(device -> freeBytes);
  }

  /** Edits at most so many views; more are too much for the memory. */
  private Function<List<Integer>, List<Integer>> room(int most) {
    return views -> {
      calls.add(views.size());
      if (views.size() > most) {
        throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB.");
      }
      return views;
    };
  }

  @Test
  void theProcessorTakesOne() {
    assertThat(new ViewsAtOnce().first(VIEWS, Device.cpu(), 1, room(8))).containsExactly(0);
  }

  @Test
  void aGpuTakesAsManyAsHalfOfItsFreeMemoryHolds() {
    assertThat(with(6 * VIEW).first(VIEWS, GPU, VIEW, room(8))).containsExactly(0, 1, 2);
    assertThat(with(600 * VIEW).first(VIEWS, GPU, VIEW, room(8))).isEqualTo(VIEWS);
    assertThat(with(VIEW).first(VIEWS, GPU, VIEW, room(8))).containsExactly(0);
  }

  @Test
  void whenMemoryRunsOutHalfAsManyAreTriedFromThenOn() {
    ViewsAtOnce views = with(600 * VIEW);
    assertThat(views.first(VIEWS, GPU, VIEW, room(3))).containsExactly(0, 1);
    assertThat(views.first(VIEWS, GPU, VIEW, room(3))).containsExactly(0, 1);
    assertThat(calls).containsExactly(8, 4, 2, 2);
  }

  @Test
  void fewerViewsAtTheEndDoNotCountAsAShortage() {
    ViewsAtOnce views = with(8 * VIEW);
    assertThat(views.first(VIEWS.subList(0, 2), GPU, VIEW, room(8))).hasSize(2);
    assertThat(views.first(VIEWS, GPU, VIEW, room(8))).hasSize(4);
  }

  @Test
  void failsWhenThereIsNoRoomForOne() {
    assertThatThrownBy(() -> with(600 * VIEW).first(VIEWS, GPU, VIEW, room(0)))
        .satisfies(failure -> assertThat(MemoryExhaustedException.of(failure)).isPresent());
    assertThat(calls).containsExactly(8, 4, 2, 1);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    assertThatThrownBy(
            () ->
                with(600 * VIEW)
                    .first(
                        VIEWS,
                        GPU,
                        VIEW,
                        views -> {
                          calls.add(views.size());
                          throw new EngineException("no such kernel");
                        }))
        .hasMessage("no such kernel");
    assertThat(calls).containsExactly(8);
  }

  @Test
  void aViewOfStableDiffusionsSizeTakesSixActivationsOfItsDecoder() {
    assertThat(ViewsAtOnce.bytes(512, 256)).isEqualTo(6L * 512 * 512 * 256 * 4);
  }
}
