package dev.triptych.models.checkpoints;

import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;

/**
 * EG3D's generator out of a pickle of its training code.
 *
 * @param tensors under the names that {@link dev.triptych.models.eg3d.Eg3dGenerator} asks for
 * @param notes sentences for the user about what was found
 */
public record Eg3dCheckpoint(Eg3dConfig config, TensorSource tensors, List<String> notes) {
  public Eg3dCheckpoint {
    notes = List.copyOf(notes);
  }

  /**
   * @throws WeightsException if the file is damaged or holds no generator that can be expressed
   *     here; it gives every reason
   */
  public static Eg3dCheckpoint open(Path pickle) {
    return Checkpoints.reading(
        pickle,
        () -> {
          throw new Malformed("not yet");
        });
  }
}
