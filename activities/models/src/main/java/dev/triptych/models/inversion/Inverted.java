package dev.triptych.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an inversion finds. Its tensors have a name for the style vectors, as the file of a sampled
 * identity has, one for the poses, in radians, and one for each noise map.
 *
 * @param ws [1, layers, w]
 * @param poses one for each picture
 * @param noise the backbone's noise maps by their names in the generator; empty unless they were
 *     optimised
 */
public record Inverted(NDArray ws, List<Pose> poses, Map<String, NDArray> noise) {
  private static final String WS = "ws";
  private static final String POSE = "pose";
  private static final String NOISE = "noise.";

  public Inverted {
    poses = List.copyOf(poses);
    noise = Map.copyOf(noise);
  }

  /** The same with the poses of the mirrored pictures after those of the pictures. */
  public Inverted withMirrored() {
    return new Inverted(
        ws, Stream.concat(poses.stream(), poses.stream().map(Pose::mirrored)).toList(), noise);
  }

  /**
   * The form that {@link #read} takes; what is made for it belongs to the manager of {@code ws}.
   */
  public Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put(WS, ws);
    tensors.put(POSE, Pose.radians(poses, ws.getManager()));
    noise.keySet().stream().sorted().forEach(name -> tensors.put(NOISE + name, noise.get(name)));
    return tensors;
  }

  /** An inversion out of its tensors. */
  public static Inverted read(TensorSource tensors, NDManager manager) {
    Map<String, NDArray> noise = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      if (name.startsWith(NOISE)) {
        noise.put(name.substring(NOISE.length()), tensors.read(name, manager));
      }
    }
    try (NDArray pose = tensors.read(POSE, manager)) {
      return new Inverted(tensors.read(WS, manager), Pose.of(pose), noise);
    }
  }

  /** Gives a generator the noise maps that were found. */
  public void addNoiseTo(StateDict generator) {
    noise.forEach(
        (name, map) -> {
          NDArray own = generator.tensors().get(name);
          if (own == null) {
            throw new IllegalArgumentException("the generator has no noise map " + name);
          }
          Autograd.overwrite(own, map);
        });
  }
}
