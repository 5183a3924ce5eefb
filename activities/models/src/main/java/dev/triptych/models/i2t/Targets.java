package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Edited views of one head, held in memory: cameras, pictures, and what LPIPS sees in them. LPIPS'
 * features take 40 times a picture's memory, so only those of the first views are kept, as many as
 * fit; the others' are computed whenever they are asked for, which gives the same bits.
 */
final class Targets implements Examples {
  /** The features of 101 views of 64 pixels fit, and of 8 views of 512. */
  static final long FEATURE_BYTES = 1L << 30;

  private final NDArray input;
  private final NDArray style;
  private final Lpips lpips;
  private final List<NDArray> cameras = new ArrayList<>();
  private final List<NDArray> pictures = new ArrayList<>();
  private final List<Lpips.Features> features = new ArrayList<>(); // of the first views

  /**
   * @param input I_f, the edited frontal view, [1, 3, s, s]
   * @param style the super-resolution's style vector, [1, w]
   * @param featureBytes memory for features that are kept
   * @param data owner of all that is kept
   */
  Targets(
      NDArray input,
      NDArray style,
      List<FineTuning.View> views,
      Lpips lpips,
      long featureBytes,
      NDManager data) {
    this.input = input;
    this.style = style;
    this.lpips = lpips;
    for (FineTuning.View view : views) {
      cameras.add(Camera.labels(List.of(view.camera()), data));
      try (NDArray shared = view.image().toArray(data)) {
        pictures.add(shared.duplicate()); // without Java's buffer behind it
      }
    }
    try (GradMode off = GradMode.off()) {
      for (long free = featureBytes; features.size() < pictures.size(); ) {
        Lpips.Features next = lpips.features(pictures.get(features.size()));
        free -= Arrays.stream(next.levels()).mapToLong(level -> level.size() * Float.BYTES).sum();
        if (free < 0) {
          next.close();
          return;
        }
        features.add(next);
      }
    }
  }

  /** Of how many views the features are kept. */
  int kept() {
    return features.size();
  }

  @Override
  public Example draw(CounterNoise noise, int step, int entry, NDManager scope) {
    return view(noise.below(pictures.size(), step, entry));
  }

  /** The {@code number}th view. */
  Example view(int number) {
    return new View(number);
  }

  @Override
  public NDArray planes(TriplaneGenerator generator, List<Example> heads, NDManager scope) {
    return generator.planes(Batch.join(List.of(input), scope));
  }

  private final class View implements Example {
    private final int number;

    View(int number) {
      this.number = number;
    }

    @Override
    public Object head() {
      return Targets.this;
    }

    @Override
    public NDArray input(NDManager scope) {
      return input;
    }

    @Override
    public NDArray style(NDManager scope) {
      return style;
    }

    @Override
    public NDArray camera(NDManager scope) {
      return cameras.get(number);
    }

    @Override
    public NDArray picture(NDManager scope) {
      return pictures.get(number);
    }

    @Override
    public Lpips.Features features(NDManager scope) {
      if (number < features.size()) {
        return features.get(number);
      }
      try (GradMode off = GradMode.off()) {
        return lpips.features(Batch.join(List.of(picture(scope)), scope));
      }
    }
  }
}
