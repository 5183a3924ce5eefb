package dev.triptych.cli.explain;

import dev.triptych.cli.explain.ExplainedRun.Compared;
import dev.triptych.cli.explain.ExplainedRun.ExplainedCell;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.StatusNote;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.mixing.MixRequest;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says of each stage that a run rests on who made it, and of those that the run made itself why
 * nothing that was kept would do. Looks first at all that is asked for, then once through what is
 * kept of each stage, so the work does not grow with the product of both.
 */
final class Explainer {
  private final RunFolder folder;
  private final KeptCatalog catalog;
  private final Differences differences;
  private final Map<Stage, Nearest> nearest = new TreeMap<>();
  private final Budget budget = new Budget();

  Explainer(ArtifactStore store, RunFolder folder) {
    this.folder = folder;
    this.catalog = new KeptCatalog(store, folder.run());
    this.differences = new Differences(catalog);
  }

  /**
   * @param cells of the run
   * @param stage null for all
   */
  ExplainedRun explain(List<Cell> cells, @Nullable Stage stage) {
    try (catalog) {
      Map<Cell, List<Executions>> gathered = gather(cells, stage);
      nearest.values().removeIf(search -> search.size() == 0);
      List<Compared> compared = new ArrayList<>();
      nearest.forEach(
          (each, search) -> {
            KeptCatalog.Candidates seen = search.search(catalog, each);
            compared.add(new Compared(each, seen.keys().size(), seen.total()));
          });
      ExperimentSpec spec = folder.spec();
      List<ExplainedCell> explained = new ArrayList<>();
      gathered.forEach(
          (cell, all) ->
              explained.add(
                  new ExplainedCell(
                      cell.slug(),
                      spec.datasetId(cell),
                      all.stream().map(e -> e.explain(catalog, differences, nearest)).toList())));
      return new ExplainedRun(folder.run(), explained, compared);
    }
  }

  private Map<Cell, List<Executions>> gather(List<Cell> cells, @Nullable Stage stage) {
    ExperimentSpec spec = folder.spec();
    RunStages stages = folder.stages();
    Map<String, CellStatus> open = new HashMap<>();
    folder
        .note()
        .map(StatusNote::cells)
        .ifPresent(all -> all.forEach(cell -> open.put(cell.cell(), cell)));
    TreeSet<String> parts = new TreeSet<>(folder.recordedParts());
    Map<String, Map<Stage, Executions>> datasets = new HashMap<>();
    Map<Cell, List<Executions>> gathered = new LinkedHashMap<>();
    for (Cell cell : cells) {
      List<StageRecord> recorded = stages.behind(cell, spec);
      CellStatus going = open.get(cell.slug());
      List<StageRecord> records =
          going != null && going.stages().size() > recorded.size() ? going.stages() : recorded;
      String dataset = spec.datasetId(cell);
      Map<Stage, Executions> data =
          datasets.computeIfAbsent(
              dataset, id -> executions(data(records, stages, parts, id), stage));
      List<Executions> all = new ArrayList<>(data.values());
      all.addAll(
          executions(records.stream().filter(r -> !r.stage().scope().ofDataset()).toList(), stage)
              .values());
      List<StageRecord> mixes = recorded(MixRequest.parts(cell.slug()), stages, parts);
      all.addAll(executions(mixes, stage).values());
      gathered.put(cell, all);
    }
    return gathered;
  }

  /** Of a database, whose own records only sum up, those of its datasets. */
  private static List<StageRecord> data(
      List<StageRecord> records, RunStages stages, NavigableSet<String> parts, String dataset) {
    List<StageRecord> data = recorded(dataset + "/", stages, parts);
    boolean database = !data.isEmpty();
    records.stream()
        .filter(record -> record.stage().scope().ofDataset())
        .filter(record -> !database || record.key() != null)
        .forEach(data::add);
    return data;
  }

  /** What was recorded of all parts whose names begin so. */
  private static List<StageRecord> recorded(
      String begin, RunStages stages, NavigableSet<String> parts) {
    List<StageRecord> recorded = new ArrayList<>();
    parts
        .subSet(begin, begin + Character.MAX_VALUE)
        .forEach(part -> recorded.addAll(stages.part(part)));
    return recorded;
  }

  private Map<Stage, Executions> executions(List<StageRecord> records, @Nullable Stage wanted) {
    catalog.learn(records); // all of them: one may be what another was made from
    Map<Stage, List<StageRecord>> byStage = new LinkedHashMap<>();
    for (StageRecord record : records) {
      if (wanted == null || record.stage() == wanted) {
        byStage.computeIfAbsent(record.stage(), each -> new ArrayList<>()).add(record);
      }
    }
    Map<Stage, Executions> executions = new LinkedHashMap<>();
    byStage.forEach(
        (stage, all) ->
            executions.put(
                stage,
                Executions.look(
                    stage,
                    all,
                    folder.run(),
                    catalog,
                    nearest.computeIfAbsent(stage, each -> new Nearest()),
                    budget)));
    return executions;
  }
}
