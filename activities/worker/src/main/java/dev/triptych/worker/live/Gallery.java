package dev.triptych.worker.live;

import dev.triptych.worker.activities.Tensors;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.StyleDatabase;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run has to look at by now. */
public final class Gallery {
  /** A head and how angles are meant for it. */
  public record Sight(Subject subject, AngleMode angles) {}

  /** Knows the heads of one exhibit. */
  interface Sitter {
    Exhibit exhibit();

    /** Empty if it has no such head. */
    Optional<Subject> head(Choice choice);
  }

  private record Shown(Sitter sitter, AngleMode angles) {}

  private final Map<String, Shown> shown;
  private final List<String> unfinished;

  private Gallery(Map<String, Shown> shown, List<String> unfinished) {
    this.shown = shown;
    this.unfinished = List.copyOf(unfinished);
  }

  /**
   * Reads what the run's stages have left.
   *
   * @throws dev.triptych.worker.errors.TriptychException if the run's documents cannot be read
   */
  public static Gallery of(ArtifactStore store, String run) {
    RunFolder folder = new RunFolder(store, run);
    ExperimentSpec spec = folder.spec();
    RunStages stages = folder.stages();
    Map<String, Shown> shown = new LinkedHashMap<>();
    List<String> unfinished = new ArrayList<>();
    for (Cell cell : spec.cells()) {
      if (!spec.settings(cell).method().hasHead()) {
        continue; // edits, which nothing can render from elsewhere
      }
      Reader reader = new Reader(store, cell, spec, stages.behind(cell, spec));
      Optional<Sitter> sitter =
          spec.trainedOn().regime().manyStyles() ? reader.model() : reader.portrait();
      if (sitter.isPresent()) {
        AngleMode angles = spec.settings(cell).evaluation().views().angles();
        shown.put(cell.slug(), new Shown(sitter.get(), angles));
      } else {
        unfinished.add(cell.slug());
      }
    }
    return new Gallery(shown, unfinished);
  }

  /** In the spec's order. */
  public List<Exhibit> exhibits() {
    return shown.values().stream().map(each -> each.sitter().exhibit()).toList();
  }

  /** Names of portraits and models that there are none of yet. */
  public List<String> unfinished() {
    return unfinished;
  }

  /** Empty if there is no such exhibit, or it has no such head. */
  public Optional<Sight> find(String id, Choice choice) {
    Shown exhibit = shown.get(id);
    return exhibit == null
        ? Optional.empty()
        : exhibit.sitter().head(choice).map(subject -> new Sight(subject, exhibit.angles()));
  }

  /** Of one cell. */
  private record Reader(
      ArtifactStore store, Cell cell, ExperimentSpec spec, List<StageRecord> records) {
    Optional<Sitter> portrait() {
      KeptResults kept = new KeptResults(store);
      Optional<RenderPortraitRequest> rendered =
          last(Stage.RENDER_PORTRAIT)
              .flatMap(record -> kept.request(record, RenderPortraitRequest.class));
      Optional<ArtifactRef> face = face();
      return rendered.map(
          made ->
              new OnePortrait(
                  exhibit(face.map(ArtifactRef::sha256).orElse(""), List.of(), List.of()),
                  new Subject.Portrait(
                      made.shape(), made.checkpoint(), made.frontal(), made.latent()),
                  face.orElse(null)));
    }

    /** The latent of the last step that made one: a photo's face may be found, and then tuned. */
    private Optional<ArtifactRef> face() {
      return records.stream()
          .filter(record -> record.state() == State.DONE)
          .flatMap(record -> record.output(OutputName.LATENT).stream())
          .reduce((first, second) -> second)
          .map(output -> output.ref(Tensors.SAFETENSORS));
    }

    Optional<Sitter> model() {
      Optional<StyleDatabase> database = result(Stage.ASSEMBLE_DATABASE, StyleDatabase.class);
      Optional<FineTunedGenerator> generator = result(Stage.FINE_TUNE, FineTunedGenerator.class);
      if (database.isEmpty() || generator.isEmpty()) {
        return Optional.empty();
      }
      ManyPortraits.Database pages =
          new ManyPortraits.Database(
              store, DatabaseManifest.get(store, database.get().manifest()).pages());
      return Optional.of(
          new ManyPortraits(
              exhibit(cell.slug(), pages.styles(), pages.faces()),
              spec.settings(cell).shape(),
              generator.get().checkpoint(),
              pages));
    }

    private Exhibit exhibit(String person, List<String> styles, List<Exhibit.Face> faces) {
      return new Exhibit(
          cell.slug(), cell.style(), cell.variant().slug(), cell.seeds(), person, styles, faces);
    }

    private <T extends StageResult> Optional<T> result(Stage stage, Class<T> type) {
      return last(stage).flatMap(record -> new KeptResults(store).result(record, type));
    }

    /** Of a stage that ran more than once, the last counts. */
    private Optional<StageRecord> last(Stage stage) {
      return records.stream()
          .filter(record -> record.stage() == stage && record.state() == State.DONE)
          .reduce((first, second) -> second);
    }
  }
}
