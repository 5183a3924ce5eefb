package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.util.List;

/** Several files as one bag of tensors, for checkpoints that were cut into shards. */
public final class Shards {
  private Shards() {}

  /**
   * @param origin for messages, such as the folder or the index file
   * @throws WeightsException if two parts have a tensor of the same name
   */
  public static TensorSource of(List<TensorSource> parts, String origin) {
    Selection all = new Selection(origin);
    for (TensorSource part : parts) {
      for (String name : part.names()) {
        if (all.shape(name) != null) {
          throw new WeightsException(
              "The tensor " + Shown.of(name) + " is in more than one shard", part.origin());
        }
        all.add(name, part, name);
      }
    }
    return all;
  }
}
