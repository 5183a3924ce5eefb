package dev.triptych.workflows.database;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Edited views of one identity, or of many, in many styles.
 *
 * @param manifest JSON lines, a {@link Page} for each style
 * @param pages their content, in the same order
 * @param plainFrontal of the first dataset, before editing
 * @param frontal I_f of the first dataset
 * @param size views that a model may be trained on
 */
public record StyleDatabase(
    ArtifactRef manifest,
    List<ArtifactRef> pages,
    ArtifactRef plainFrontal,
    ArtifactRef frontal,
    int size)
    implements StageResult {
  /** Media type by which a manifest of many styles is told from that of one dataset. */
  public static final String MEDIA_TYPE = "application/vnd.triptych.database+jsonl";

  public StyleDatabase {
    pages = List.copyOf(pages);
  }

  /** The form in which portraits take their data. */
  public FewShotDataset asDataset() {
    return new FewShotDataset(manifest, plainFrontal, frontal, size);
  }

  @Override
  public List<StageOutput> outputs() {
    List<StageOutput> outputs = new ArrayList<>();
    outputs.add(new StageOutput(OutputName.MANIFEST, manifest));
    for (int i = 0; i < pages.size(); i++) {
      outputs.add(new StageOutput("page-" + i, pages.get(i)));
    }
    return List.copyOf(outputs);
  }
}
