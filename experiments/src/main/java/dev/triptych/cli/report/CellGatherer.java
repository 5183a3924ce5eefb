package dev.triptych.cli.report;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.CellResult;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.StatusNote;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.ModelEvaluation;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what a report shows of one cell. */
final class CellGatherer {
  private static final Logger LOG = LoggerFactory.getLogger(CellGatherer.class);

  private final ArtifactStore store;
  private final RunFolder folder;
  private final ExperimentSpec spec;
  private final RunStages stages;
  private final KeptResults kept;
  private final KeptReport report;
  private final ContactSheets contacts;
  private @Nullable Map<String, Failure> former;

  CellGatherer(
      ArtifactStore store,
      RunFolder folder,
      ExperimentSpec spec,
      RunStages stages,
      KeptReport report) {
    this.store = store;
    this.folder = folder;
    this.spec = spec;
    this.stages = stages;
    this.kept = new KeptResults(store);
    this.report = report;
    this.contacts = new ContactSheets(store, report);
  }

  /** The cell, which is kept from now on, or what is wrong with its documents. */
  CellReport gather(Cell cell, State run) {
    try {
      return readable(cell, run);
    } catch (DamagedDocument e) {
      LOG.warn("{} is left out of the report: {}", cell.slug(), e.getMessage());
      return CellReport.empty(
          cell,
          run.closed() ? State.FAILED : State.RUNNING,
          run.closed() ? String.valueOf(e.getMessage()) : null);
    }
  }

  private CellReport readable(Cell cell, State run) {
    List<StageRecord> records = stages.behind(cell, spec);
    PortraitPictures pictures = PortraitPictures.of(store, records);
    Map<String, MeanStd> metrics = metrics(cell, records);
    Map<String, Long> strips = new TreeMap<>();
    List<StyleReport> styles = styles(cell, records, strips);
    EvaluateRequest scored =
        find(records, Stage.EVALUATE)
            .flatMap(record -> kept.request(record, EvaluateRequest.class))
            .orElse(null);
    SortedMap<String, Sprite> sprites = new TreeMap<>();
    CellReport gathered =
        new CellReport(
            cell.slug(),
            cell.style(),
            cell.variant().slug(),
            cell.variant().description(),
            cell.seed(),
            metrics.isEmpty() ? (run.closed() ? State.FAILED : State.RUNNING) : State.DONE,
            run.closed() && metrics.isEmpty() ? failure(cell) : null,
            report.sprite(pictures.source(), sprites),
            report.sprite(pictures.edited(), sprites),
            report.sprite(pictures.novel(), sprites),
            metrics,
            times(records),
            styles,
            contacts.of(scored, strips),
            cell.identity(),
            strips);
    if (records.isEmpty()) {
      return gathered;
    }
    List<Curve> losses =
        Stream.of(Stage.INVERT, Stage.FINE_TUNE)
            .flatMap(stage -> find(records, stage).stream())
            .flatMap(record -> Curve.losses(store, record).stream())
            .toList();
    return report.keep(
        gathered, new CellDetail(cell.slug(), sprites, losses, scores(cell), artefacts(records)));
  }

  private List<Curve> scores(Cell cell) {
    Map<Integer, Map<String, Double>> points = new TreeMap<>();
    for (StepScores scores : folder.cell(cell.slug()).map(CellResult::scoresAt).orElse(List.of())) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (Metric metric : Metric.portraits(scores.metrics())) {
        values.put(metric.title(), Objects.requireNonNull(metric.in(scores.metrics())).mean());
        MeanStd heldOut = scores.metrics().get(metric.slug() + ModelEvaluation.HELD_OUT);
        if (heldOut != null) {
          values.put(metric.title() + ", held out", heldOut.mean());
        }
      }
      points.put(scores.step(), values);
    }
    return Curve.of(points);
  }

  /** Scores of the end; empty if a cell has got no further than to one of the steps before. */
  private Map<String, MeanStd> metrics(Cell cell, List<StageRecord> records) {
    int before = spec.settings(cell).scoredSteps().size();
    long scored =
        records.stream()
            .filter(r -> r.stage() == Stage.EVALUATE || r.stage() == Stage.EVALUATE_MODEL)
            .filter(record -> record.state() == State.DONE)
            .count();
    if (scored <= before) {
      return Map.of();
    }
    return find(records, Stage.EVALUATE)
        .flatMap(record -> kept.result(record, Evaluation.class))
        .map(Evaluation::metrics)
        .or(
            () ->
                find(records, Stage.EVALUATE_MODEL)
                    .flatMap(record -> kept.result(record, ModelEvaluation.class))
                    .map(ModelEvaluation::metrics))
        .orElse(Map.of());
  }

  private List<StyleReport> styles(Cell cell, List<StageRecord> records, Map<String, Long> strips) {
    try {
      return folder.styleScores(records).stream().map(style -> style(style, strips)).toList();
    } catch (CorruptArtifact e) {
      LOG.warn("{} shows no styles: {}", cell.slug(), e.getMessage());
      return List.of();
    }
  }

  private StyleReport style(StyleScores style, Map<String, Long> strips) {
    return new StyleReport(
        style.style(),
        style.metrics(),
        style.heldOut(),
        sample(style, false).map(sample -> strip(sample, strips)).orElse(null),
        sample(style, true).map(sample -> strip(sample, strips)).orElse(null),
        sample(style, false).map(sample -> contacts.of(sample.scored(), strips)).orElse(null),
        sample(style, true).map(sample -> contacts.of(sample.scored(), strips)).orElse(null));
  }

  private static Optional<StyleScores.Sample> sample(StyleScores style, boolean heldOut) {
    return style.samples().stream().filter(each -> each.heldOut() == heldOut).findFirst();
  }

  private @Nullable String strip(StyleScores.Sample sample, Map<String, Long> strips) {
    List<ArtifactRef> pictures = new ArrayList<>(List.of(sample.plain(), sample.edited()));
    sample.views().forEach(view -> pictures.add(view.image()));
    return report.strip(pictures, strips);
  }

  /** What is known of a cell that has no scores though the run has ended. */
  private String failure(Cell cell) {
    return folder
        .cell(cell.slug())
        .flatMap(result -> Optional.ofNullable(result.failure()))
        .or(() -> Optional.ofNullable(formerFailures().get(cell.slug())))
        .map(Failure::message)
        .orElse("it was not finished; triptych resume " + folder.run() + " goes on with it");
  }

  /** Of runs whose status was one document. */
  private Map<String, Failure> formerFailures() {
    Map<String, Failure> known = former;
    if (known == null) {
      known = folder.note().map(StatusNote::failures).orElse(Map.of());
      former = known;
    }
    return known;
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
