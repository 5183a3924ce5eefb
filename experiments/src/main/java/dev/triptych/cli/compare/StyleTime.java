package dev.triptych.cli.compare;

import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long a portrait in a new style takes, as Table 1 of the paper counts it. */
final class StyleTime {
  private static final Map<String, Double> PAPER_MINUTES =
      Map.of(
          Variant.OURS.slug(), 3.,
          Variant.GAN_INVERSION.slug(), 2.,
          Variant.SCORE_DISTILLATION.slug(), 40.); // of DreamFusion

  private StyleTime() {}

  /**
   * Seconds of work that the style makes necessary: plain views and their edits, as many as the
   * method needs, and its trainings; neither what serves all styles, nor showing and scoring.
   *
   * @param records of the portrait and its data
   */
  static double seconds(ExperimentSpec spec, Cell cell, List<StageRecord> records) {
    PortraitSettings settings = spec.settings(cell);
    int views = views(settings.method(), settings.views().list().size());
    double seconds = views * (each(records, Stage.RENDER_VIEWS) + each(records, Stage.EDIT_VIEW));
    for (StageRecord record : records) {
      if (record.stage() == Stage.INVERT || record.stage() == Stage.FINE_TUNE) {
        seconds += record.seconds();
      }
    }
    return seconds;
  }

  /** Seconds of what the paper says of this variant, on an NVIDIA A100. */
  static Optional<Double> paper(Variant variant) {
    return Optional.ofNullable(PAPER_MINUTES.get(variant.slug())).map(minutes -> 60 * minutes);
  }

  private static int views(Method method, int all) {
    return switch (method) {
      case I2T, MODULATED_BACKBONE, PER_VIEW_EDIT -> all;
      case GAN_INVERSION -> 1;
      case SCORE_DISTILLATION -> 0;
    };
  }

  /** Seconds of one picture of a stage. */
  private static double each(List<StageRecord> records, Stage stage) {
    List<StageRecord> of = records.stream().filter(record -> record.stage() == stage).toList();
    int pictures = of.stream().mapToInt(record -> record.outputs().size()).sum();
    return pictures == 0 ? 0 : of.stream().mapToDouble(StageRecord::seconds).sum() / pictures;
  }
}
