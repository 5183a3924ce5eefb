package dev.triptych.workflows.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D_s: edited views of one identity in one style.
 *
 * @param manifest JSON: the style, w and every pair of views with its angle
 * @param plainFrontal the identity before editing, from the front
 * @param frontal I_f, the edited frontal view
 * @param size number of views
 * @param references manifest of further views of the same identity in the same style, to score by;
 *     null if there are none
 */
public record FewShotDataset(
    ArtifactRef manifest,
    ArtifactRef plainFrontal,
    ArtifactRef frontal,
    int size,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArtifactRef references)
    implements StageResult {
  /** Without views to score by. */
  public FewShotDataset(
      ArtifactRef manifest, ArtifactRef plainFrontal, ArtifactRef frontal, int size) {
    this(manifest, plainFrontal, frontal, size, null);
  }

  FewShotDataset withReferences(FewShotDataset scored) {
    return new FewShotDataset(manifest, plainFrontal, frontal, size, scored.manifest);
  }

  /** The frontal views are other stages' outputs. */
  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.MANIFEST, manifest));
  }
}
