package dev.triptych.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.spec.Warning;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the store keeps of one run: {@code runs/<run>/…}. */
public final class RunFolder {
  public static final String REPORT = "report.html";
  private static final String SOURCE = "spec.yaml";
  private static final String RESOLVED = "resolved.json";
  private static final String STATUS = "status.json";
  private static final String WARNINGS = "warnings.json";

  private final ArtifactStore store;
  private final String run;
  private final Documents documents;

  public RunFolder(ArtifactStore store, String run) {
    this.store = store;
    this.run = run;
    this.documents = new Documents(store);
  }

  public String run() {
    return run;
  }

  /**
   * Keeps what the run was asked to do.
   *
   * @param source the user's file as it was
   */
  public void writeSpec(String source, JsonNode resolved) {
    store.write(StoreLayout.run(run, SOURCE), source.getBytes(StandardCharsets.UTF_8));
    store.write(StoreLayout.run(run, RESOLVED), Json.bytes(resolved));
  }

  public void writeWarnings(List<Warning> warnings) {
    store.write(StoreLayout.run(run, WARNINGS), Json.bytes(warnings));
  }

  /** What is odd about the spec; empty of runs that nobody has looked at in this way. */
  public List<Warning> warnings() {
    return store
        .read(StoreLayout.run(run, WARNINGS))
        .map(json -> List.of(Json.parse(json, Warning[].class)))
        .orElse(List.of());
  }

  /**
   * The resolved spec as JSON.
   *
   * @throws DamagedDocument if it is not there or cannot be understood
   */
  public JsonNode resolved() {
    return documents
        .read(StoreLayout.run(run, RESOLVED), JsonNode.class, launchAgain())
        .orElseThrow(() -> documents.damaged(StoreLayout.run(run, RESOLVED), launchAgain()));
  }

  /**
   * @throws DamagedDocument as {@link #resolved}
   */
  public ExperimentSpec spec() {
    try {
      return Json.parse(Json.bytes(resolved()), ExperimentSpec.class);
    } catch (UncheckedIOException e) {
      throw documents.damaged(StoreLayout.run(run, RESOLVED), launchAgain());
    }
  }

  private String launchAgain() {
    return "Launch the same spec again, which writes it anew: triptych run SPEC --run "
        + run
        + " (the spec as it was is "
        + store.place(StoreLayout.run(run, SOURCE))
        + ").";
  }

  public void writeStatus(RunStatus status) {
    store.write(StoreLayout.run(run, STATUS), Json.bytes(status));
  }

  /**
   * As written last; empty if the run never began.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public Optional<RunStatus> status() {
    return documents.read(StoreLayout.run(run, STATUS), RunStatus.class, resume());
  }

  private String resume() {
    return "`triptych resume " + run + "` writes it anew; finished steps are kept.";
  }

  /** Where people find all of it: a path or a URL. */
  public String place() {
    return store.place("runs/" + run);
  }

  /** The report's place below the store's root. */
  public String reportName() {
    return StoreLayout.run(run, REPORT);
  }

  /**
   * Records of the stages behind a cell, in the order in which they run; as far as it has come.
   *
   * @throws DamagedDocument if some cannot be understood
   */
  public List<StageRecord> records(Cell cell, ExperimentSpec spec) {
    Cell named = asNamed(cell, spec);
    List<StageRecord> records = new ArrayList<>(part(spec.datasetId(named)));
    pretraining(cell, spec).ifPresent(records::add);
    records.addAll(part(named.slug()));
    return List.copyOf(records);
  }

  /** The cell under the name that an earlier version may have given it. */
  private Cell asNamed(Cell cell, ExperimentSpec spec) {
    Cell former = cell.formerlyNamed();
    boolean another = spec.cells().stream().anyMatch(c -> c.slug().equals(former.slug()));
    boolean renamed = part(cell.slug()).isEmpty() && !part(former.slug()).isEmpty();
    return renamed && !another ? former : cell;
  }

  /** Pre-training of the network that {@code cell} starts from. */
  private Optional<StageRecord> pretraining(Cell cell, ExperimentSpec spec) {
    PortraitSettings settings = spec.settings(cell.variant());
    if (!settings.pretrained()) {
      return Optional.empty();
    }
    I2tSpec i2t = settings.i2t();
    Map<String, Object> asked =
        Map.of(
            "spatial", i2t.spatial(),
            "seed", i2t.pretrainingSeed(),
            "truncationPsi", i2t.pretrainingPsi(),
            "training", i2t.pretraining());
    return pretrainings().stream()
        .filter(record -> new KeptResult(store, record).wasAskedFor(asked))
        .findFirst();
  }

  /** All pre-trainings of the run that are done. */
  public List<StageRecord> pretrainings() {
    return part(RecordStagesRequest.SHARED).stream()
        .filter(record -> record.stage() == Stage.PRETRAIN && record.state() == State.DONE)
        .toList();
  }

  private List<StageRecord> part(String part) {
    return documents
        .read(StoreLayout.stageLog(run, part), RecordStagesRequest.class, resume())
        .map(RecordStagesRequest::stages)
        .orElse(List.of());
  }
}
