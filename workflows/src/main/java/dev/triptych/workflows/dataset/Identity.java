package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * One face.
 *
 * @param latent w as safetensors
 */
public record Identity(ArtifactRef latent) implements StageResult {
  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.LATENT, latent));
  }
}
