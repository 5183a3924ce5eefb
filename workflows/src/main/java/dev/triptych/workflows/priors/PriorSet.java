package dev.triptych.workflows.priors;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.ArrayList;
import java.util.List;

/**
 * A packed prior set.
 *
 * @param manifest {@code prior.json}
 * @param files what the manifest lists, in its order
 */
public record PriorSet(PriorRef ref, ArtifactRef manifest, List<ArtifactRef> files)
    implements StageResult {
  public PriorSet {
    files = List.copyOf(files);
  }

  @Override
  public List<StageOutput> outputs() {
    List<StageOutput> outputs = new ArrayList<>();
    outputs.add(new StageOutput(OutputName.MANIFEST, manifest));
    for (int i = 0; i < files.size(); i++) {
      outputs.add(new StageOutput("file-" + i, files.get(i)));
    }
    return List.copyOf(outputs);
  }
}
