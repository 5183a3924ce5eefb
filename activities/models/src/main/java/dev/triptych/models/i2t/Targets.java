package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Edited views as fine-tuning compares with them: cameras, pictures, and what LPIPS sees in them.
 * LPIPS' features take 40 times a picture's memory, so only those of the first views are kept, as
 * many as fit; the others' are computed whenever they are asked for, which gives the same bits.
 */
final class Targets {
  /** The features of 101 views of 64 pixels fit, and of 8 views of 512. */
  static final long FEATURE_BYTES = 1L << 30;

  private final Lpips lpips;
  private final List<NDArray> cameras = new ArrayList<>();
  private final List<NDArray> pictures = new ArrayList<>();
  private final List<Lpips.Features> features = new ArrayList<>(); // of the first views

  /**
   * @param featureBytes memory for features that are kept
   * @param data owner of all that is kept
   */
  Targets(List<FineTuning.View> views, Lpips lpips, long featureBytes, NDManager data) {
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

  int count() {
    return pictures.size();
  }

  /** Of how many views the features are kept. */
  int kept() {
    return features.size();
  }

  /** [n, 25] */
  NDArray cameras(List<Integer> chosen, NDManager scope) {
    return join(chosen, cameras::get, scope);
  }

  /** [n, 3, h, w] in [-1, 1] */
  NDArray pictures(List<Integer> chosen, NDManager scope) {
    return join(chosen, pictures::get, scope);
  }

  Lpips.Features features(List<Integer> chosen, NDManager scope) {
    List<NDArray[]> each = chosen.stream().map(view -> features(view, scope).levels()).toList();
    NDArray[] levels = new NDArray[each.get(0).length];
    for (int level = 0; level < levels.length; level++) {
      int at = level;
      levels[level] = Batch.join(each.stream().map(all -> all[at]).toList(), scope);
    }
    return new Lpips.Features(levels);
  }

  private Lpips.Features features(int view, NDManager scope) {
    if (view < features.size()) {
      return features.get(view);
    }
    try (GradMode off = GradMode.off()) {
      return lpips.features(pictures(List.of(view), scope));
    }
  }

  private static NDArray join(
      List<Integer> chosen, Function<Integer, NDArray> of, NDManager scope) {
    return Batch.join(chosen.stream().map(of).toList(), scope);
  }
}
