package dev.triptych.workflows.experiment;

import dev.triptych.workflows.database.DatabaseStages;
import dev.triptych.workflows.dataset.DatasetStages;
import dev.triptych.workflows.portrait.PortraitStages;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Progress;

/** What a cell consists of. */
public final class CellStages {
  private CellStages() {}

  /** The stages that make its data. */
  public static Progress ofData(ExperimentSpec spec, Variant variant) {
    PortraitSettings settings = spec.settings(variant);
    return spec.trainedOn().regime().manyStyles()
        ? DatabaseStages.pending(
            spec.trainedOn(),
            settings.views(),
            settings.evaluation().scoredViews(),
            spec.styles().size())
        : DatasetStages.pending(settings.views(), settings.evaluation().scoredViews());
  }

  /** The stages of its own. */
  public static Progress ofPortrait(ExperimentSpec spec, Variant variant) {
    PortraitSettings settings = spec.settings(variant);
    int before = settings.scoredSteps().size();
    return spec.trainedOn().regime().manyStyles()
        ? PortraitStages.ofModel(spec.styles().size(), before)
        : PortraitStages.pending(settings.method(), true, before);
  }
}
