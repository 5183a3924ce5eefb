package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/** One view in the style, of the source's size. */
public record EditedView(ArtifactRef image) implements StageResult {
  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.EDITED, image));
  }
}
