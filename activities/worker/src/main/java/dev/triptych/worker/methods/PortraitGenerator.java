package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.weights.StateDict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The generator of one portrait: the network that fine-tuning trains, and what it needs to render.
 * Its checkpoint holds {@code generator.…} (trained), {@code encoder.…} (frozen, of methods that
 * need one) and {@code ws} (the identity's style vectors).
 *
 * @param ws [1, layers, w]
 * @param renderer turns the network's triplanes into pictures: the set's own GAN, unless that was
 *     tuned
 */
public record PortraitGenerator(
    TriplaneGenerator network,
    StateDict trained,
    StateDict frozen,
    NDArray ws,
    Eg3dGenerator renderer) {
  static final String GENERATOR = "generator.";
  static final String ENCODER = "encoder.";

  /** Name of the style vectors, in a checkpoint and in the latent of an identity. */
  public static final String WS = "ws";

  /** With nothing frozen beside the GAN. */
  PortraitGenerator(
      TriplaneGenerator network, StateDict trained, NDArray ws, Eg3dGenerator renderer) {
    this(network, trained, new StateDict(Map.of()), ws, renderer);
  }

  /** All it takes to load the generator. */
  public Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    trained.tensors().forEach((name, tensor) -> tensors.put(GENERATOR + name, tensor));
    frozen.tensors().forEach((name, tensor) -> tensors.put(ENCODER + name, tensor));
    tensors.put(WS, ws);
    return tensors;
  }
}
