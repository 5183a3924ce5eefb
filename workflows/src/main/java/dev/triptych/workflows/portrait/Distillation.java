package dev.triptych.workflows.portrait;

import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.EditPrecision;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.ViewsSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a triplane is distilled from: the editor's score of its views, by a text alone.
 *
 * @param prompt that the editor would get for an edit
 * @param negativePrompt empty for none
 * @param views within whose ranges it is looked at
 * @param guidance of the text
 * @param leastTime earliest time of the noise, a share of the schedule
 * @param mostTime latest time of the noise
 * @param precision of the editor's networks; null if all compute in float32
 */
public record Distillation(
    String prompt,
    String negativePrompt,
    ViewsSpec views,
    double guidance,
    double leastTime,
    double mostTime,
    @Nullable EditPrecision precision) {
  /** For a portrait with these settings. */
  public static Distillation of(PortraitSettings settings, Cell cell) {
    EditSettings edit = EditSettings.of(settings.edit(), cell.style(), cell.seed());
    return new Distillation(
        edit.prompt(),
        edit.negativePrompt(),
        settings.views(),
        settings.distillation().guidance(),
        settings.distillation().leastTime(),
        settings.distillation().mostTime(),
        edit.precision());
  }
}
