package dev.triptych.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.spec.Warning;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Keys;
import dev.triptych.workflows.experiment.WorkflowIds;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  public RunFolder(ArtifactStore store, String run) {
    this.store = store;
    this.run = run;
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
    store.write(Keys.run(run, SOURCE), source.getBytes(StandardCharsets.UTF_8));
    store.write(Keys.run(run, RESOLVED), Json.bytes(resolved));
  }

  public void writeWarnings(List<Warning> warnings) {
    store.write(Keys.run(run, WARNINGS), Json.bytes(warnings));
  }

  /** What is odd about the spec; empty of runs that nobody has looked at in this way. */
  public List<Warning> warnings() {
    return store
        .read(Keys.run(run, WARNINGS))
        .map(json -> List.of(Json.parse(json, Warning[].class)))
        .orElse(List.of());
  }

  /** The resolved spec as JSON. */
  public JsonNode resolved() {
    byte[] json =
        store
            .read(Keys.run(run, RESOLVED))
            .orElseThrow(() -> new IllegalStateException("run " + run + " has no " + RESOLVED));
    return Json.parse(json, JsonNode.class);
  }

  public ExperimentSpec spec() {
    return Json.parse(Json.bytes(resolved()), ExperimentSpec.class);
  }

  public void writeStatus(RunStatus status) {
    store.write(Keys.run(run, STATUS), Json.bytes(status));
  }

  /** As written last; empty if the run never began. */
  public Optional<RunStatus> status() {
    return store.read(Keys.run(run, STATUS)).map(json -> Json.parse(json, RunStatus.class));
  }

  /** Where people find all of it: a path or a URL. */
  public String place() {
    return store.place("runs/" + run);
  }

  /** The report's place below the store's root. */
  public String reportName() {
    return Keys.run(run, REPORT);
  }

  /** Records of the stages behind a cell, in the order in which they run; as far as it has come. */
  public List<StageRecord> records(Cell cell, ExperimentSpec spec) {
    Cell named = asNamed(cell, spec);
    boolean optimised = cell.variant().edit(spec.edit()).optimised();
    List<StageRecord> records = new ArrayList<>(part(WorkflowIds.datasetId(named, optimised)));
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
    if (!cell.variant().pretrained()) {
      return Optional.empty();
    }
    boolean spatial = cell.variant().shape(spec.i2t()).spatial();
    return pretrainings().stream()
        .filter(record -> new KeptResult(store, record).flag("spatial") == spatial)
        .findFirst();
  }

  /** All pre-trainings of the run that are done. */
  public List<StageRecord> pretrainings() {
    return part(RecordStagesRequest.SHARED).stream()
        .filter(record -> record.stage() == Stage.PRETRAIN && record.state() == State.DONE)
        .toList();
  }

  private List<StageRecord> part(String part) {
    return store
        .read(Keys.run(run, "stages/" + part + ".json"))
        .map(json -> Json.parse(json, RecordStagesRequest.class).stages())
        .orElse(List.of());
  }
}
