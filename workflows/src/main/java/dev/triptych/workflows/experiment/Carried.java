package dev.triptych.workflows.experiment;

import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a long launch takes along when it goes on as a new execution, whose history begins anew. No
 * cell is under way then.
 *
 * @param tracking of the launch
 * @param failed cells in the order in which they failed
 * @param mendings rounds of mending that have begun
 * @param shared progress of the steps that no cell owns
 * @param datasets by id, those that cells to come need
 * @param pretrained networks that cells to come may need
 * @param report place of the newest report; null before the first
 * @param reported how many cells it shows as finished
 */
record Carried(
    TrackingRun tracking,
    CellStates cells,
    List<FailedCell> failed,
    int mendings,
    Progress shared,
    Map<String, FewShotDataset> datasets,
    List<Pretrained> pretrained,
    @Nullable String report,
    int reported) {
  Carried {
    failed = List.copyOf(failed);
    datasets = new TreeMap<>(datasets);
    pretrained = List.copyOf(pretrained);
  }

  /** A network and what it was made for. */
  record Pretrained(PretrainRequest request, PretrainedI2t network) {}
}
