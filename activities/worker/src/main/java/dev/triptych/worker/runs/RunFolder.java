package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.StageRecord;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** As {@link StyleScores#of}. */
  public List<StyleScores> styleScores(List<StageRecord> stages) {
    return StyleScores.of(store, stages);
  }

  /**
   * Those of a model's styles in one artefact.
   *
   * @throws CorruptArtifact if it is gone, or is none
   */
  public List<StyleScores> styleScores(ArtifactRef perStyle) {
    return StyleScores.read(store, perStyle);
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
    String name = name(RunDocument.WARNINGS);
    List<Warning> warnings =
        documents.read(name, Warning[].class, resume(run)).map(Arrays::asList).orElse(List.of());
    if (warnings.stream().anyMatch(Objects::isNull)) {
      throw documents.damaged(name, resume(run));
    }
    return List.copyOf(warnings);
  }

  /** Keeps how far the run is. */
  public void writeStatus(StatusNote note) {
    store.write(name(RunDocument.STATUS), Json.bytes(note));
  }

  /** Keeps how a cell has ended, to be read with the run's status. */
  public void writeCell(String slug, CellResult result) {
    store.write(layout.cell(slug).document(RunDocument.STATUS), Json.bytes(result));
  }

  /**
   * How a cell has ended; empty if it never did. A resumed run has those of earlier launches until
   * it comes to the cell again.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public Optional<CellResult> cell(String slug) {
    String name = layout.cell(slug).document(RunDocument.STATUS);
    return documents.read(name, CellResult.class, resume(run));
  }

  /**
   * As written last, without what the cells' own documents tell; empty if the run never began.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public Optional<StatusNote> note() {
    return documents.read(name(RunDocument.STATUS), StatusNote.class, resume(run));
  }

  /**
   * As written last, with all of its cells; empty if the run never began.
   *
   * @throws DamagedDocument if some of it cannot be understood
   */
  public Optional<RunStatus> status() {
    return note().map(note -> note.states() == null ? note.whole() : whole(note));
  }

  private RunStatus whole(StatusNote note) {
    return new StatusReader(this, spec())
        .read(note, resolved(), warnings())
        .withNotice(notice().orElse(null));
  }

  /** How a document comes to be written anew that the run itself writes. */
  static String resume(String run) {
    return "`triptych resume " + run + "` writes it anew; finished steps are kept.";
  }

  /** Keeps whether somebody elsewhere was told of the run's end. */
  public void writeNotice(SentNotice notice) {
    store.write(name(RunDocument.NOTICE), Json.bytes(notice));
  }

  /** Forgets what was told of an earlier end: the run goes on. */
  public void deleteNotice() {
    store.delete(name(RunDocument.NOTICE));
  }

  /**
   * Whether somebody elsewhere was told of the run's end; empty if nobody was to be.
   *
   * @throws DamagedDocument if it cannot be understood
   */
  public Optional<SentNotice> notice() {
    return documents.read(name(RunDocument.NOTICE), SentNotice.class, resume(run));
  }

  public void writeReport(String page) {
    store.write(name(RunDocument.REPORT), page.getBytes(StandardCharsets.UTF_8));
  }

  /** Where people find the report: a path or a URL. */
  public String report() {
    return store.place(name(RunDocument.REPORT));
  }

  /**
   * Keeps a file of the folder beside the report.
   *
   * @param name in that folder
   */
  public void writeReportFile(String name, byte[] content) {
    store.write(layout.reportFile(name), content);
  }

  /** A file of the folder beside the report; empty if there is none of that name. */
  public Optional<byte[]> reportFile(String name) {
    return store.read(layout.reportFile(name));
  }

  /** Names of the files in the folder beside the report that begin with {@code prefix}, sorted. */
  public List<String> reportFiles(String prefix) {
    int folder = layout.reportFile("").length();
    return store.list(layout.reportFile(prefix)).stream()
        .map(name -> name.substring(folder))
        .toList();
  }

  /** Ids of datasets and slugs of cells whose stages are recorded. */
  public Set<String> recordedParts() {
    return store.list(layout.stages()).stream()
        .flatMap(name -> layout.partOf(name).stream())
        .collect(Collectors.toSet());
  }

  /**
   * The report as a file of this machine, to which it is copied if it lies elsewhere.
   *
   * @param beside whether the page needs what lies beside it, which is copied too
   */
  public Path localReport(boolean beside) {
    String name = name(RunDocument.REPORT);
    Path file = store.local().resolve(name);
    if (!file.toString().equals(store.place(name))) {
      store.fetch(name, file);
      if (beside) {
        reportFiles("").stream().filter(each -> !each.endsWith(".json")).forEach(this::fetch);
      }
    }
    return file;
  }

  private void fetch(String reportFile) {
    String name = layout.reportFile(reportFile);
    Path file = store.local().resolve(name);
    boolean lasting = reportFile.startsWith("pictures/"); // named by their content
    if (!lasting || !Files.exists(file)) {
      store.fetch(name, file);
    }
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
