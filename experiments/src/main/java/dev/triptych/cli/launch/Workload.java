package dev.triptych.cli.launch;

import dev.triptych.workflows.experiment.CellStages;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much there is to do.
 *
 * @param cells portraits
 * @param datasets few-shot datasets, which cells may share
 * @param executions of each stage
 */
public record Workload(int cells, int datasets, SortedMap<Stage, Integer> executions) {
  public Workload {
    executions = Collections.unmodifiableSortedMap(new TreeMap<>(executions));
  }

  public static Workload of(ExperimentSpec spec) {
    SortedMap<Stage, Integer> executions = new TreeMap<>();
    Set<String> datasets = new HashSet<>();
    Set<I2tSpec> pretrainings = new HashSet<>();
    for (Cell cell : spec.cells()) {
      PortraitSettings settings = spec.settings(cell);
      if (datasets.add(spec.datasetId(cell))) {
        count(CellStages.ofData(spec, cell.variant()), executions);
      }
      if (settings.pretrained() && pretrainings.add(settings.i2t().asPretrained())) {
        executions.merge(Stage.PRETRAIN, 1, Integer::sum);
      }
      count(CellStages.ofPortrait(spec, cell.variant()), executions);
    }
    return new Workload(spec.cells().size(), datasets.size(), executions);
  }

  private static void count(Progress expected, Map<Stage, Integer> executions) {
    expected.stages().forEach(each -> executions.merge(each.stage(), each.total(), Integer::sum));
  }

  /** Steps whose results are kept. */
  public int activities() {
    return executions.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** For people: what the activities are. */
  public String description() {
    return executions.entrySet().stream()
        .map(each -> each.getValue() + " × " + each.getKey().slug())
        .collect(Collectors.joining(", ", activities() + " activities: ", "."));
  }
}
