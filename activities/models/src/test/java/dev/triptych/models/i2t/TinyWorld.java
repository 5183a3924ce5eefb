package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.PlaneLayout;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of the smallest sizes, so that a thousand steps take seconds. Portraits have 16 pixels.
 */
public final class TinyWorld {
  private static final float[] COLOUR = {.2f, -.3f, .5f};

  public static final ImageToTriplane.Config IMAGE_TO_TRIPLANE =
      new ImageToTriplane.Config(16, List.of(4, 8), 8, true, 4, List.of(8, 8), 12, 1, true);

  public static final Eg3dConfig EG3D =
      new Eg3dConfig(
          8,
          0,
          8,
          new Mapping.Config(2, 8, 1),
          new Backbone.Config(List.of(8, 8), 4, true),
          new OsgDecoder.Config(8, .7, PlaneLayout.ORTHOGONAL, 20, -1),
          new VolumeRenderer.Config(2.3, 3.08, 6, 0, true, 8),
          new SuperResolution.Config(
              8, List.of(new SuperResolution.Block(4, true)), 0, false, true),
          new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL));

  public final Eg3dGenerator generator;
  public final Lpips lpips;

  public TinyWorld(NDManager manager) {
    generator = Weights.random(1, manager, weights -> new Eg3dGenerator(weights, EG3D)).network();
    lpips =
        Weights.random(
                2,
                manager,
                weights -> new Lpips(weights, new Lpips.Config(List.of(4, 4), List.of(1, 1), 1e-3)))
            .network();
  }

  public static Model<ImageToTriplane> imageToTriplane(NDManager manager) {
    return Weights.random(3, manager, weights -> new ImageToTriplane(weights, IMAGE_TO_TRIPLANE));
  }

  /** A portrait of one colour. */
  public static Image portrait() {
    float[] portrait = new float[3 * 16 * 16];
    for (int i = 0; i < portrait.length; i++) {
      portrait[i] = COLOUR[i / (16 * 16)];
    }
    return Image.of(portrait, 16, 16, Image.Range.SIGNED);
  }

  public static List<FineTuning.View> views(int count) {
    List<FineTuning.View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(new FineTuning.View(EG3D.cameras().at(i * 5 - 10, 10 - i * 4), portrait()));
    }
    return views;
  }

  /** Heads of different colours, each with six views; a head has the colour of its number. */
  public static TrainingItems heads(int count) {
    return (noise, step, entry, scope) -> {
      int view = noise.below(6, step, entry);
      int head = count == 1 ? 0 : noise.below(count, step + 1000, entry);
      float[] values = portrait().values();
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] - head * .2f;
      }
      Image portrait = Image.of(values, 16, 16, Image.Range.SIGNED);
      NDArray ws = scope.ones(new Shape(1, 2, 8)).mul(head);
      return new TrainingItems.Item(
          "head " + head, new FineTuning.View(views(6).get(view).camera(), portrait), portrait, ws);
    };
  }
}
