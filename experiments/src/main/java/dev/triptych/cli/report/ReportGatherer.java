package dev.triptych.cli.report;

import dev.triptych.cli.spec.SpecText;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.memo.Versions;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what a run's folder holds by now. */
final class ReportGatherer {
  private static final Logger LOG = LoggerFactory.getLogger(ReportGatherer.class);

  private final ArtifactStore store;
  private final RunFolder folder;
  private final KeptResults kept;
  private final ExperimentSpec spec;
  private final SortedMap<String, Sprite> sprites = new TreeMap<>();

  ReportGatherer(ArtifactStore store, String run) {
    this.store = store;
    this.folder = new RunFolder(store, run);
    this.kept = new KeptResults(store);
    this.spec = folder.spec();
  }

  /**
   * @param state of the run
   */
  ReportData gather(State state, Instant now) {
    RunEntry entry =
        new RunIndex(store)
            .find(folder.run())
            .orElseThrow(() -> new IllegalStateException("run " + folder.run() + " is not listed"));
    List<CellReport> cells = spec.cells().stream().map(cell -> readable(cell, state)).toList();
    return new ReportData(
        folder.run(),
        spec.name(),
        state,
        now,
        new ReportData.PriorsUsed(
            entry.priors().name(), entry.priors().digest(), entry.comparableWithPaper()),
        cells,
        sprites,
        pretrainings(),
        SpecText.yaml(folder.resolved()),
        provenance(entry),
        folder.warnings());
  }

  private static Map<String, String> provenance(RunEntry entry) {
    Map<String, String> provenance = new TreeMap<>(Versions.current());
    provenance.put("host", entry.host());
    provenance.put("spec digest", entry.specDigest());
    return provenance;
  }

  /** The cell, or what is wrong with its documents. */
  private CellReport readable(Cell cell, State run) {
    try {
      return cell(cell, run);
    } catch (DamagedDocument e) {
      LOG.warn("{} is left out of the report: {}", cell.slug(), e.getMessage());
      return CellReport.empty(
          cell,
          run.closed() ? State.FAILED : State.RUNNING,
          run.closed() ? String.valueOf(e.getMessage()) : null);
    }
  }

  private CellReport cell(Cell cell, State run) {
    List<StageRecord> records = folder.stages().behind(cell, spec);
    PortraitPictures pictures = PortraitPictures.of(store, records);
    Map<String, MeanStd> metrics =
        find(records, Stage.EVALUATE)
            .flatMap(record -> kept.result(record, Evaluation.class))
            .map(Evaluation::metrics)
            .orElse(Map.of());
    return new CellReport(
        cell.slug(),
        cell.style(),
        cell.variant().slug(),
        cell.variant().description(),
        cell.seed(),
        metrics.isEmpty() ? (run.closed() ? State.FAILED : State.RUNNING) : State.DONE,
        run.closed() && metrics.isEmpty() ? failure(cell) : null,
        sprite(pictures.source()),
        sprite(pictures.edited()),
        sprite(pictures.novel()),
        metrics,
        times(records),
        find(records, Stage.FINE_TUNE).map(this::curves).orElse(List.of()),
        artefacts(records));
  }

  /** What the status knows of a cell that has no scores though the run has ended. */
  private String failure(Cell cell) {
    return folder
        .status()
        .flatMap(
            status ->
                status.cells().stream()
                    .filter(each -> each.cell().equals(cell.slug()))
                    .flatMap(each -> Optional.ofNullable(each.failure()).stream())
                    .map(failure -> failure.message())
                    .findFirst())
        .orElse("it was not finished; triptych resume " + folder.run() + " goes on with it");
  }

  private @Nullable String sprite(Map<ViewAngle, ArtifactRef> views) {
    if (views.isEmpty()) {
      return null;
    }
    String digests = views.values().stream().map(ArtifactRef::sha256).collect(Collectors.joining());
    String id = Digests.sha256(digests.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    if (!sprites.containsKey(id)) {
      try {
        Map<ViewAngle, byte[]> pictures = new LinkedHashMap<>();
        views.forEach((angle, ref) -> pictures.put(angle, store.get(ref)));
        sprites.put(id, Sprite.of(pictures));
      } catch (CorruptArtifact e) {
        LOG.warn("left out of the report: {}", e.getMessage());
        return null; // all else can still be shown
      }
    }
    return id;
  }

  private List<ReportData.Training> pretrainings() {
    try {
      return readablePretrainings();
    } catch (DamagedDocument e) {
      LOG.warn("pre-trainings are left out of the report: {}", e.getMessage());
      return List.of();
    }
  }

  private List<ReportData.Training> readablePretrainings() {
    return folder.stages().pretrainings().stream()
        .map(
            record ->
                new ReportData.Training(
                    kept.pretraining(record).filter(PretrainRequest::spatial).isPresent()
                        ? "spatial style code"
                        : "style code as a vector",
                    curves(record)))
        .filter(training -> !training.curves().isEmpty())
        .toList();
  }

  private List<Curve> curves(StageRecord record) {
    Map<Integer, Map<String, Double>> points = new LinkedHashMap<>();
    LossCurve.of(store, record)
        .forEach(point -> points.put(point.step(), withoutPrefix(point.values())));
    return Curve.of(points);
  }

  /** {@code loss/rec} is shown as {@code rec}. */
  private static Map<String, Double> withoutPrefix(Map<String, Double> losses) {
    Map<String, Double> named = new TreeMap<>();
    losses.forEach((name, value) -> named.put(name.replaceFirst("^loss/", ""), value));
    return named;
  }

  private static List<CellReport.StageTime> times(List<StageRecord> records) {
    Map<Stage, List<StageRecord>> byStage =
        records.stream()
            .collect(
                Collectors.groupingBy(StageRecord::stage, LinkedHashMap::new, Collectors.toList()));
    List<CellReport.StageTime> times = new ArrayList<>();
    byStage.forEach(
        (stage, list) ->
            times.add(
                new CellReport.StageTime(
                    stage.slug(),
                    list.size(),
                    (int) list.stream().filter(StageRecord::cached).count(),
                    list.stream().mapToDouble(StageRecord::seconds).sum())));
    return times;
  }

  /** Single artefacts by name, and of pictures their number only. */
  private static List<CellReport.Artefact> artefacts(List<StageRecord> records) {
    List<CellReport.Artefact> artefacts = new ArrayList<>();
    for (StageRecord record : records) {
      if (record.stage().output() != Stage.Output.PICTURES) {
        for (StageOutput output : record.outputs()) {
          String name = record.stage().slug() + "/" + output.name();
          artefacts.add(new CellReport.Artefact(name, output.sha256(), output.bytes()));
        }
      }
    }
    return artefacts;
  }

  private static Optional<StageRecord> find(List<StageRecord> records, Stage stage) {
    return records.stream()
        .filter(record -> record.stage() == stage && record.state() == State.DONE)
        .reduce((first, second) -> second);
  }
}
