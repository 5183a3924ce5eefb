package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of one style of a model of many.
 *
 * @param scores JSON: metrics over all views of the portraits that were scored, and samples of them
 * @param pictures of the samples
 */
public record ScoredStyle(ArtifactRef scores, List<ArtifactRef> pictures) implements StageResult {
  public ScoredStyle {
    pictures = List.copyOf(pictures);
  }

  @Override
  public List<StageOutput> outputs() {
    List<StageOutput> outputs = new ArrayList<>();
    outputs.add(new StageOutput(OutputName.PER_STYLE, scores));
    for (int i = 0; i < pictures.size(); i++) {
      outputs.add(new StageOutput("picture-" + i, pictures.get(i)));
    }
    return List.copyOf(outputs);
  }
}
