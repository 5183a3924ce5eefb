package dev.triptych.cli.report;

import dev.triptych.cli.spec.SpecText;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.memo.Versions;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.stage.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what a run's folder holds by now. */
final class ReportGatherer {
  private static final Logger LOG = LoggerFactory.getLogger(ReportGatherer.class);
  private static final int MOST = 60; // portraits, each with three pictures and four curves to draw

  private final ArtifactStore store;
  private final RunFolder folder;
  private final KeptResults kept;
  private final ExperimentSpec spec;
  private final RunStages stages;
  private final KeptReport report;
  private final CellGatherer gatherer;

  ReportGatherer(ArtifactStore store, String run) {
    this.store = store;
    this.folder = new RunFolder(store, run);
    this.kept = new KeptResults(store);
    this.spec = folder.spec();
    this.stages = folder.stages();
    this.report = new KeptReport(store, folder);
    this.gatherer = new CellGatherer(store, folder, spec, stages, report);
  }

  /**
   * Keeps what is to be shown of cells that have ended.
   *
   * @param slugs those of others are passed over
   */
  void keep(Collection<String> slugs) {
    Set<String> wanted = new HashSet<>(slugs);
    spec.cells().stream()
        .filter(cell -> wanted.contains(cell.slug()))
        .forEach(cell -> gatherer.gather(cell, State.RUNNING));
  }

  /**
   * @param state of the run
   * @param anew whether all is gathered that was kept before; pictures are not drawn again
   */
  ReportData gather(State state, Instant now, boolean anew) {
    RunEntry entry =
        new RunIndex(store)
            .find(folder.run())
            .orElseThrow(() -> new IllegalStateException("run " + folder.run() + " is not listed"));
    Set<String> kept = anew ? Set.of() : Set.copyOf(report.cells());
    Set<String> begun = folder.recordedParts();
    List<CellReport> cells =
        spec.cells().stream().map(cell -> cell(cell, state, kept, begun)).toList();
    List<MixReport> mixes = new MixGatherer(store, stages, report).gather(spec.cells(), begun);
    List<ShapeReport> shapes = report.shapes();
    return new ReportData(
        folder.run(),
        spec.name(),
        state,
        now,
        new ReportData.PriorsUsed(
            entry.priors().name(), entry.priors().digest(), entry.comparableWithPaper()),
        spec.trainedOn().regime(),
        cells,
        photo(),
        mixes,
        shapes,
        inside(cells, mixes, shapes),
        pretrainings(),
        SpecText.yaml(folder.resolved()),
        provenance(entry),
        folder.warnings());
  }

  private @Nullable PhotoReport photo() {
    PhotoSpec photo = spec.identity().photo();
    return photo == null
        ? null
        : spec.cells().stream()
            .flatMap(cell -> PhotoReport.of(photo, stages.behind(cell, spec), store).stream())
            .findFirst()
            .orElse(null);
  }

  /** As it is kept, if it is done; gathered, if there is anything of it. */
  private CellReport cell(Cell cell, State run, Set<String> kept, Set<String> begun) {
    Optional<CellReport> known =
        kept.contains(cell.slug())
            ? report.cell(cell.slug()).filter(each -> each.state() == State.DONE)
            : Optional.empty();
    return known.orElseGet(
        () ->
            run.closed() || begun.contains(cell.slug()) || begun.contains(spec.datasetId(cell))
                ? gatherer.gather(cell, run)
                : readableUnderItsFormerName(cell, run));
  }

  private CellReport readableUnderItsFormerName(Cell cell, State run) {
    return cell.formerlyNamed().equals(cell)
        ? CellReport.empty(cell, State.RUNNING, null)
        : gatherer.gather(cell, run);
  }

  /** All that is shown, unless a page with it would be too large to send around. */
  private ReportData.@Nullable Inside inside(
      List<CellReport> cells, List<MixReport> mixes, List<ShapeReport> shapes) {
    Map<String, Long> weight = new HashMap<>();
    cells.forEach(cell -> weight.putAll(cell.weight()));
    mixes.stream()
        .flatMap(mix -> mix.sprites().values().stream())
        .forEach(sprite -> weight.put(sprite.file(), sprite.bytes()));
    shapes.forEach(shape -> weight.put(shape.file(), shape.bytes()));
    long all = weight.values().stream().mapToLong(Long::longValue).sum();
    if (PageParts.inline(all) > ReportPage.LARGEST || cells.size() > MOST) {
      return null;
    }
    List<CellDetail> details =
        cells.stream()
            .map(
                cell ->
                    cell.weight().isEmpty()
                        ? CellDetail.empty(cell.id())
                        : report.detail(cell.id()))
            .toList();
    Map<String, byte[]> pictures = new HashMap<>();
    weight.keySet().stream()
        .filter(file -> file.startsWith(KeptReport.PICTURES))
        .forEach(file -> report.picture(file).ifPresent(picture -> pictures.put(file, picture)));
    return new ReportData.Inside(details, pictures);
  }

  private static Map<String, String> provenance(RunEntry entry) {
    Map<String, String> provenance = new TreeMap<>(Versions.current());
    provenance.put("host", entry.host());
    provenance.put("spec digest", entry.specDigest());
    return provenance;
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
    return stages.pretrainings().stream()
        .map(
            record ->
                new ReportData.Training(
                    kept.pretraining(record).filter(PretrainRequest::spatial).isPresent()
                        ? "spatial style code"
                        : "style code as a vector",
                    Curve.losses(store, record)))
        .filter(training -> !training.curves().isEmpty())
        .toList();
  }
}
