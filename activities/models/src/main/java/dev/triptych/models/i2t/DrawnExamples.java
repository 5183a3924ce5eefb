package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import java.util.List;

/** Views of many heads; a step holds those that it learns from, and nothing longer. */
record DrawnExamples(TrainingItems items, Eg3dGenerator renderer, Lpips lpips) implements Examples {
  @Override
  public Example draw(CounterNoise noise, int step, int entry, NDManager scope) {
    return new Drawn(items.draw(noise, step, entry, scope), renderer, lpips);
  }

  @Override
  public NDArray planes(TriplaneGenerator generator, List<Example> heads, NDManager scope) {
    return generator.planes(
        Batch.join(heads.stream().map(head -> head.input(scope)).toList(), scope),
        Batch.join(heads.stream().map(head -> ((Drawn) head).item().ws()).toList(), scope));
  }

  private record Drawn(TrainingItems.Item item, Eg3dGenerator renderer, Lpips lpips)
      implements Example {
    @Override
    public Object head() {
      return item.head();
    }

    @Override
    public NDArray input(NDManager scope) {
      return item.frontal().toArray(scope);
    }

    @Override
    public NDArray style(NDManager scope) {
      try (GradMode off = GradMode.off()) {
        return renderer.renderStyle(item.ws());
      }
    }

    @Override
    public NDArray camera(NDManager scope) {
      return Camera.labels(List.of(item.view().camera()), scope);
    }

    @Override
    public NDArray picture(NDManager scope) {
      return item.view().image().toArray(scope);
    }

    @Override
    public Lpips.Features features(NDManager scope) {
      try (GradMode off = GradMode.off()) {
        return lpips.features(picture(scope));
      }
    }
  }
}
