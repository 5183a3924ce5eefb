package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.database.StyleDatabase;
import dev.triptych.workflows.mixing.MixRequest;
import dev.triptych.workflows.mixing.Mixture;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Finds in a run what a mix is made of, or says why there can be none. */
final class MixPlan {
  private static final int DIGEST = 8;

  /** How many, the front in the middle. */
  static final class Sides extends WholeNumber {
    Sides() {
      super(1, 31);
    }

    @Override
    public Integer convert(String value) {
      int sides = super.convert(value);
      if (sides % 2 == 0) {
        throw new TypeConversionException(
            "must be odd, for one of the sides is the front, but is " + sides);
      }
      return sides;
    }
  }

  private final ArtifactStore store;
  private final RunEntry entry;
  private final ExperimentSpec spec;
  private final Cell cell;
  private final int face;
  private final int sides;

  /**
   * @param slug of the model; null for the first
   * @throws UserError if the run has no such model
   */
  MixPlan(ArtifactStore store, RunEntry entry, @Nullable String slug, int face, int sides) {
    this.store = store;
    this.entry = entry;
    this.spec = new RunFolder(store, entry.run()).spec();
    if (!spec.trainedOn().regime().manyStyles()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " has a model for each style, and none that knows two. Mixing takes one model of many"
              + " styles: run a spec with `trainedOn: mssi`, such as experiments/specs/mssi.yaml.");
    }
    this.cell = cell(slug);
    this.face = face;
    this.sides = sides;
  }

  private Cell cell(@Nullable String slug) {
    List<Cell> cells = spec.cells();
    if (slug == null) {
      return cells.get(0);
    }
    List<String> slugs = cells.stream().map(Cell::slug).toList();
    return cells.stream()
        .filter(each -> each.slug().equals(slug))
        .findFirst()
        .orElseThrow(() -> unknown("model", slug, slugs));
  }

  private UserError unknown(String what, String given, List<String> known) {
    return UserError.usage(
        "The run "
            + entry.run()
            + " has no "
            + what
            + " \""
            + given
            + "\""
            + Suggestion.didYouMean(given, known, "; it has " + String.join(", ", known) + "."));
  }

  private PortraitSettings settings() {
    return spec.settings(cell.variant());
  }

  /**
   * What is to be mixed.
   *
   * @throws UserError if the model does not know both styles and the face, or is not trained yet
   */
  MixRequest request(String from, String to, int steps) {
    String first = style(from);
    String second = style(to);
    if (first.equals(second)) {
      throw UserError.usage("--from and --to are the same style, \"" + first + "\".");
    }
    List<StageRecord> stages = new RunFolder(store, entry.run()).stages().behind(cell, spec);
    StyleDatabase database = result(stages, Stage.ASSEMBLE_DATABASE, StyleDatabase.class);
    FineTunedGenerator model = result(stages, Stage.FINE_TUNE, FineTunedGenerator.class);
    List<Page> pages = DatabaseManifest.get(store, database.manifest()).pages();
    List<String> styles = pages.stream().map(Page::style).toList();
    int start = styles.indexOf(first);
    checkFace(DatabaseManifest.page(store, pages.get(start)));
    PortraitSettings settings = settings();
    ViewsSpec looked = settings.evaluation().views();
    Mixture mixture =
        new Mixture(
            entry.priors(),
            new GeneratorShape(settings.method(), settings.i2t().spatial()),
            model.checkpoint(),
            database.manifest(),
            start,
            styles.indexOf(second),
            face,
            looked.angles(),
            sides(looked.yawRange()));
    String title = first + " to " + second;
    String name = pages.get(start).slug() + "-to-" + pages.get(mixture.to()).slug();
    return new MixRequest(
        entry.run(),
        MixRequest.part(cell.slug(), name + "-" + digest(mixture, steps)),
        title,
        mixture,
        steps);
  }

  private String style(String given) {
    return spec.styles().stream()
        .filter(style -> style.equalsIgnoreCase(given.strip()))
        .findFirst()
        .orElseThrow(() -> unknown("style", given, spec.styles()));
  }

  /** The result of a stage behind the model; of several executions, of the last. */
  private <T extends StageResult> T result(List<StageRecord> stages, Stage stage, Class<T> type) {
    Optional<StageRecord> last =
        stages.stream()
            .filter(record -> record.stage() == stage && record.state() == State.DONE)
            .reduce((one, other) -> other);
    return last.flatMap(record -> new KeptResults(store).result(record, type))
        .orElseThrow(
            () ->
                UserError.usage(
                    "The model "
                        + cell.slug()
                        + " is not finished. Go on with it: triptych resume "
                        + entry.run()));
  }

  private void checkFace(List<PageLine> page) {
    if (page.stream().anyMatch(line -> line.member().identity() == face)) {
      return;
    }
    String numbers =
        page.stream()
            .map(line -> line.member().identity() + (line.member().heldOut() ? " (held out)" : ""))
            .collect(Collectors.joining(", "));
    throw UserError.usage("The model has no --face " + face + "; there are " + numbers + ".");
  }

  /** From the left to the right of the frontal picture's person, the front in the middle. */
  private List<ViewAngle> sides(double range) {
    int half = sides / 2;
    return IntStream.rangeClosed(-half, half)
        .mapToObj(side -> new ViewAngle(0, half == 0 ? 0 : range * side / half))
        .toList();
  }

  private static String digest(Mixture mixture, int steps) {
    String all = CanonicalJson.of(mixture) + steps;
    return Digests.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
  }
}
