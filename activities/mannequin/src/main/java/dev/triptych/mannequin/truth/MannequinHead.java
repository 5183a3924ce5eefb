package dev.triptych.mannequin.truth;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.mannequin.head.FaceCorners;
import dev.triptych.mannequin.head.HeadField;
import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.Box;
import dev.triptych.models.metrics.KnownHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The procedural head behind a latent code, in a style. Of a truncated code it is the look between
 * the average and the code's own: the mapping network has learned styles in which looks are linear.
 */
public final class MannequinHead implements KnownHead {
  private final HeadField field;

  private MannequinHead(HeadField field) {
    this.field = field;
  }

  /** How prompts name the styles that the head knows. */
  public static List<String> styles() {
    return Styles.all().stream().map(Style::phrase).toList();
  }

  /**
   * The head of a latent code in a style; empty if the head does not know it.
   *
   * @param z latent code, [64]
   * @param psi truncation, 0 to 1
   * @param style as prompts name it
   */
  public static Optional<KnownHead> of(float[] z, double psi, String style) {
    String wanted = style.strip().toLowerCase(Locale.ROOT);
    return Styles.all().stream()
        .filter(known -> known.phrase().equals(wanted))
        .findFirst()
        .map(known -> new MannequinHead(new HeadField(known.applyTo(look(z, psi)))));
  }

  /** The natural look behind a latent code. */
  static Look look(float[] z, double psi) {
    return Look.average().towards(Look.ofLatent(z), psi);
  }

  @Override
  public Image picture(Camera camera, int size) {
    double[] origin = camera.origin();
    double horizontal = Math.hypot(origin[0], origin[2]);
    double pitch = Math.toDegrees(Math.atan2(origin[1], horizontal));
    double yaw = Math.toDegrees(Math.atan2(origin[0], origin[2]));
    return Image.of(
        HeadRenderer.render(field, (float) pitch, (float) yaw, size), size, size, Image.Range.UNIT);
  }

  @Override
  public Box face(Camera camera) {
    double left = 1;
    double top = 1;
    double right = 0;
    double bottom = 0;
    for (double[] corner : FaceCorners.inWorld()) {
      double[] place = camera.project(corner);
      left = Math.min(left, place[0]);
      top = Math.min(top, place[1]);
      right = Math.max(right, place[0]);
      bottom = Math.max(bottom, place[1]);
    }
    return new Box(Math.max(0, left), Math.max(0, top), Math.min(1, right), Math.min(1, bottom));
  }
}
