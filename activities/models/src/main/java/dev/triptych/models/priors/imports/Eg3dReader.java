package dev.triptych.models.priors.imports;

import dev.triptych.models.checkpoints.Eg3dCheckpoint;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.priors.PriorPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The generator out of a pickle, and the shape of the image-to-triplane network for it. */
final class Eg3dReader {
  private static final int STYLE_MAP = 32; // side of w_s in the paper
  private static final int HIDDEN = 128; // channels between w_s and its scale and shift maps
  private static final int FIRST = 64; // channels at the picture's own size

  private Eg3dReader() {}

  /**
   * @return null if there are problems
   */
  static @Nullable PartDraft read(Path file, Problems problems) {
    return problems.attempt(
        "eg3d",
        () -> {
          Eg3dCheckpoint checkpoint = Eg3dCheckpoint.open(file);
          Eg3dConfig config = checkpoint.config();
          NetworkDraft network =
              NetworkDraft.fit(
                  "eg3d",
                  config,
                  w -> new Eg3dGenerator(w, config),
                  checkpoint.tensors(),
                  List.of(file));
          return PartDraft.of(
              PriorPart.EG3D,
              "--eg3d " + file,
              Map.of("i2t", imageToTriplane(config)),
              List.of(network),
              null,
              checkpoint.notes());
        });
  }

  /**
   * The default shape for a generator: it mirrors the backbone, and its encoder halves the picture
   * down to a style map of 32 pixels; {@link ImageToTriplane.Config#ffhq512} for FFHQ's.
   */
  static ImageToTriplane.Config imageToTriplane(Eg3dConfig eg3d) {
    List<Integer> encoder = new ArrayList<>();
    int channels = FIRST;
    for (int size = eg3d.imageSize(); size >= STYLE_MAP || encoder.size() < 2; size /= 2) {
      encoder.add(Math.min(channels, eg3d.wDim()));
      channels *= 2;
    }
    return new ImageToTriplane.Config(
        eg3d.imageSize(),
        encoder,
        eg3d.wDim(),
        true,
        Math.min(HIDDEN, Math.max(1, eg3d.wDim() / 4)),
        eg3d.backbone().widths(),
        3 * eg3d.backbone().planeChannels(),
        1,
        false);
  }
}
