package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * D_s: edited views of one identity in one style.
 *
 * @param manifest JSON: the style, w and every pair of views with its angle
 * @param plainFrontal the identity before editing, from the front
 * @param frontal I_f, the edited frontal view
 * @param size number of views
 */
public record FewShotDataset(
    ArtifactRef manifest, ArtifactRef plainFrontal, ArtifactRef frontal, int size)
    implements StageResult {
  /** The frontal views are other stages' outputs. */
  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.MANIFEST, manifest));
  }
}
