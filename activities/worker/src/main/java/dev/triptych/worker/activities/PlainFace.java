package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.worker.methods.PortraitGenerator;
import java.util.Map;

/**
 * A face before any editing, as its latent has it: style vectors alone, or also planes that the
 * generator does not make of these, since it was tuned to a photo.
 *
 * @param ws [1, layers, w]
 * @param planes [1, 3·c, h, h]
 */
public record PlainFace(NDArray ws, NDArray planes) {
  private static final String PLANES = "planes";

  /** Both arrays belong to {@code scope}. */
  public static PlainFace read(TensorSource latent, Eg3dGenerator generator, NDManager scope) {
    NDArray ws = latent.read(PortraitGenerator.WS, scope);
    NDArray planes =
        latent.names().contains(PLANES) ? latent.read(PLANES, scope) : generator.planes(ws);
    return new PlainFace(ws, planes);
  }

  /** The face that the generator itself makes of style vectors, [1, layers, w]. */
  static PlainFace of(NDArray ws, Eg3dGenerator generator) {
    return new PlainFace(ws, generator.planes(ws));
  }

  /** A latent that {@link #read} takes. */
  Map<String, NDArray> tensors() {
    return Map.of(PortraitGenerator.WS, ws, PLANES, planes);
  }
}
