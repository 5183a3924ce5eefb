package dev.triptych.worker.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.StyleMixing;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A fine-tuned generator in memory, with the style codes that it mixed of late. */
final class LoadedModel implements AutoCloseable {
  private static final int CODES = 64; // a few hundred kilobytes each at most

  /** A style code outside the engine's memory, so that whoever mixes owns what comes of it. */
  private record Code(float[] values, Shape shape) {
    NDArray in(NDManager scope) {
      return scope.create(values, shape);
    }
  }

  private final NDManager owner;
  private final PortraitGenerator generator;
  private final Eg3dGenerator renderer;
  private final Function<ArtifactRef, Image> pictures;
  private final Map<ArtifactRef, Code> codes =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ArtifactRef, Code> eldest) {
          return size() > CODES;
        }
      };

  /**
   * @param owner of the generator's weights, closed with this
   * @param renderer of its planes
   */
  LoadedModel(
      NDManager owner,
      PortraitGenerator generator,
      Eg3dGenerator renderer,
      Function<ArtifactRef, Image> pictures) {
    this.owner = owner;
    this.generator = generator;
    this.renderer = renderer;
    this.pictures = pictures;
  }

  /** Turns its planes into pictures. */
  Eg3dGenerator renderer() {
    return renderer;
  }

  /** What its trained weights take. */
  long bytes() {
    return generator.trained().tensors().values().stream()
        .mapToLong(tensor -> Float.BYTES * tensor.size())
        .sum();
  }

  /** The identity's style vectors that it was trained with, [1, layers, w], for {@code scope}. */
  NDArray ws(NDManager scope) {
    NDArray own = generator.ws().duplicate();
    own.attach(scope); // so that what is computed from it belongs there
    return own;
  }

  /**
   * Planes that belong to {@code scope}.
   *
   * @param ws of the identity, [1, layers, w]
   */
  NDArray planes(ArtifactRef frontal, NDArray ws, NDManager scope) {
    return network().planes(pictures.apply(frontal).toArray(scope), ws);
  }

  /** As above of what lies between two. */
  NDArray planes(ArtifactRef from, ArtifactRef to, double share, NDArray ws, NDManager scope) {
    NDArray mixed = StyleMixing.mix(code(from, scope).in(scope), code(to, scope).in(scope), share);
    return network().synthesise(mixed, ws);
  }

  private TriplaneGenerator network() {
    return generator.network();
  }

  private synchronized Code code(ArtifactRef frontal, NDManager scope) {
    Code known = codes.get(frontal);
    if (known == null) {
      NDArray code = network().encode(pictures.apply(frontal).toArray(scope));
      known = new Code(code.toFloatArray(), code.getShape());
      codes.put(frontal, known);
    }
    return known;
  }

  @Override
  public void close() {
    owner.close();
  }
}
