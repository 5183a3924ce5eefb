package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * How a baseline makes its portrait.
 *
 * @param training of its head; null if it has none
 * @param inversion null unless a picture is inverted
 * @param distillation null unless a score is distilled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Baseline(
    @Nullable TrainingSpec training,
    @Nullable InversionSpec inversion,
    @Nullable Distillation distillation) {
  /** Of a portrait with these settings; null if its method is no baseline. */
  public static @Nullable Baseline of(PortraitSettings settings, Cell cell) {
    return switch (settings.method()) {
      case I2T, MODULATED_BACKBONE -> null;
      case PER_VIEW_EDIT -> new Baseline(null, null, null);
      case GAN_INVERSION -> new Baseline(settings.inversion().tuning(), settings.inversion(), null);
      case SCORE_DISTILLATION ->
          new Baseline(settings.distillation().training(), null, Distillation.of(settings, cell));
    };
  }
}
