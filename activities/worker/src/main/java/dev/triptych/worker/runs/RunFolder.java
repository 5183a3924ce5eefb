package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Warning;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the store keeps of one run. */
public final class RunFolder {
  private final ArtifactStore store;
  private final String run;
  private final RunLayout layout;
  private final Documents documents;

  public RunFolder(ArtifactStore store, String run) {
    this.store = store;
    this.run = run;
    this.layout = RunLayout.of(run);
    this.documents = new Documents(store);
  }

  public String run() {
    return run;
  }

  /** What it keeps of the run's stages. */
  public RunStages stages() {
    return new RunStages(store, run);
  }

  /**
   * Keeps what the run was asked to do.
   *
   * @param source the user's file as it was
   */
  public void writeSpec(String source, JsonNode resolved) {
    store.write(name(RunDocument.SPEC), source.getBytes(StandardCharsets.UTF_8));
    store.write(name(RunDocument.RESOLVED), Json.bytes(resolved));
  }

  /**
   * The resolved spec as JSON.
   *
   * @throws DamagedDocument if it is not there or cannot be understood
   */
  public JsonNode resolved() {
    String name = name(RunDocument.RESOLVED);
    return documents
        .read(name, JsonNode.class, launchAgain())
        .orElseThrow(() -> documents.damaged(name, launchAgain()));
  }

  /**
   * @throws DamagedDocument as {@link #resolved}
   */
  public ExperimentSpec spec() {
    try {
      return Json.parse(Json.bytes(resolved()), ExperimentSpec.class);
    } catch (UncheckedIOException e) {
      throw documents.damaged(name(RunDocument.RESOLVED), launchAgain());
    }
  }

  private String launchAgain() {
    return "Launch the same spec again, which writes it anew: triptych run SPEC --run "
        + run
        + " (the spec as it was is "
        + store.place(name(RunDocument.SPEC))
        + ").";
  }

  public void writeWarnings(List<Warning> warnings) {
    store.write(name(RunDocument.WARNINGS), Json.bytes(warnings));
  }

  /**
   * What is odd about the spec; empty of runs that nobody has looked at in this way.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public List<Warning> warnings() {
    return documents
        .read(name(RunDocument.WARNINGS), Warning[].class, resume(run))
        .map(List::of)
        .orElse(List.of());
  }

  public void writeStatus(RunStatus status) {
    store.write(name(RunDocument.STATUS), Json.bytes(status));
  }

  /**
   * As written last; empty if the run never began.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public Optional<RunStatus> status() {
    return documents.read(name(RunDocument.STATUS), RunStatus.class, resume(run));
  }

  /** How a document comes to be written anew that the run itself writes. */
  static String resume(String run) {
    return "`triptych resume " + run + "` writes it anew; finished steps are kept.";
  }

  public void writeReport(String page) {
    store.write(name(RunDocument.REPORT), page.getBytes(StandardCharsets.UTF_8));
  }

  /** Where people find the report: a path or a URL. */
  public String report() {
    return store.place(name(RunDocument.REPORT));
  }

  /** The report as a file of this machine, to which it is copied if it lies elsewhere. */
  public Path localReport() {
    String name = name(RunDocument.REPORT);
    Path file = store.local().resolve(name);
    if (!file.toString().equals(store.place(name))) {
      store.fetch(name, file);
    }
    return file;
  }

  /** The log, a file of this machine. */
  public Path log() {
    return store.local().resolve(name(RunDocument.LOG));
  }

  /** Where people find all of it: a path or a URL. */
  public String place() {
    return store.place(layout.folder());
  }

  private String name(RunDocument document) {
    return layout.document(document);
  }
}
