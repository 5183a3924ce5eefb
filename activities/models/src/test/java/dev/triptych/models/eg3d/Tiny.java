package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;

/** A generator of a few thousand weights, for tests. */
public final class Tiny {
  public static final Camera.Rig RIG =
      new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL);

  public static final Eg3dConfig CONFIG =
      new Eg3dConfig(
          8,
          0,
          8,
          new Mapping.Config(2, 12, 1),
          new Backbone.Config(List.of(8, 8), 4, true),
          new OsgDecoder.Config(8, 0.7, PlaneLayout.ORTHOGONAL, 20, -2),
          new VolumeRenderer.Config(2.30, 3.08, 8, 0, true, 4),
          new SuperResolution.Config(
              4,
              List.of(new SuperResolution.Block(6, false), new SuperResolution.Block(4, true)),
              0,
              false,
              true),
          RIG);

  private Tiny() {}

  public static Eg3dConfig with(OsgDecoder.Config decoder, VolumeRenderer.Config rendering) {
    return new Eg3dConfig(
        CONFIG.zDim(),
        CONFIG.cDim(),
        CONFIG.wDim(),
        CONFIG.mapping(),
        CONFIG.backbone(),
        decoder,
        rendering,
        CONFIG.superResolution(),
        CONFIG.cameras());
  }

  public static Model<Eg3dGenerator> random(Eg3dConfig config, NDManager manager) {
    return Weights.random(5, manager, weights -> new Eg3dGenerator(weights, config));
  }

  /** A field that is the same everywhere: raw density {@code raw}, colours of one half. */
  public static Model<Eg3dGenerator> uniform(Eg3dConfig config, double raw, NDManager manager) {
    return Weights.generate(
        (name, shape, init) -> {
          float[] values = new float[(int) shape.size()];
          if (name.equals("decoder.net.2.bias")) {
            values[0] = (float) raw;
          }
          return values;
        },
        manager,
        weights -> new Eg3dGenerator(weights, config));
  }

  public static NDArray gaussian(NDManager manager, String name, long... shape) {
    Shape size = new Shape(shape);
    return manager.create(new CounterNoise(11).at(name).gaussian(0, (int) size.size()), size);
  }

  public static NDArray cameras(NDManager manager, int count) {
    List<Camera> cameras =
        IntStream.range(0, count)
            .mapToObj(i -> CONFIG.cameras().at(8.0 * i - 10, 20 - 15.0 * i))
            .toList();
    return Camera.labels(cameras, manager);
  }
}
