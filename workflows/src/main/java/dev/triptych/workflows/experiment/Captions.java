package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.Summary;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Temporal's UI tells people of workflows; details are Markdown. */
public final class Captions {
  private static final int SHOWN = 40;

  private Captions() {}

  /** {@code quickstart: an elf, a clown}. */
  public static String summary(ExperimentSpec spec) {
    return Summary.of(spec.name() + ": " + String.join(", ", spec.styles()));
  }

  /**
   * What a launch does.
   *
   * @param place of the run's documents; null if nobody knows
   */
  public static String details(Launch launch, @Nullable String place) {
    ExperimentSpec spec = launch.spec();
    String variants = some(spec.variants().stream().map(Variant::slug).toList());
    return "**"
        + spec.name()
        + "** with the priors "
        + spec.priors().name()
        + "\n\n- run: `"
        + launch.run()
        + "`"
        + (place == null ? "" : "\n- kept in: " + linked("kept", place))
        + "\n- styles: "
        + some(spec.styles())
        + "\n- variants: "
        + variants
        + "\n- seeds: "
        + "["
        + some(spec.seeds())
        + "]"
        + "\n- portraits: "
        + spec.cells().size();
  }

  /** The server refuses long texts. */
  private static String some(List<?> items) {
    String first =
        items.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return items.size() <= SHOWN ? first : first + " and " + (items.size() - SHOWN) + " more";
  }

  /** {@code an elf, ours, seed 0}. */
  static String summary(Cell cell) {
    return Summary.of(cell.title());
  }

  /** {@code views as an elf, seed 0}. */
  static String datasetSummary(Cell cell) {
    return Summary.of("views as " + cell.style() + ", " + cell.seeds());
  }

  /** What a portrait is, and where it is shown. */
  static String details(Cell cell, TrackingRun tracking) {
    return "**" + cell.title() + "**\n\n" + links(tracking, null);
  }

  /** What a dataset is made of. */
  static String datasetDetails(Cell cell, Launch launch) {
    PortraitSettings settings = launch.spec().settings(cell);
    return "**"
        + views(cell, launch)
        + " views edited to "
        + cell.style()
        + "**, seed "
        + cell.seed()
        + "\n\n- run: `"
        + launch.run()
        + "`\n- identity: "
        + identity(settings.identity());
  }

  private static String identity(IdentitySpec identity) {
    return identity.photo() == null
        ? "seed " + identity.seed() + ", truncation " + identity.truncationPsi()
        : "that of a photo";
  }

  private static int views(Cell cell, Launch launch) {
    return CellStages.ofData(launch.spec(), cell.variant()).stages().stream()
        .filter(stage -> stage.stage() == Stage.EDIT_VIEW)
        .mapToInt(StageProgress::total)
        .sum();
  }

  /**
   * Where a launch or a portrait is shown; never empty.
   *
   * @param report path or URL; null before the first
   */
  static String links(TrackingRun tracking, @Nullable String report) {
    List<String> lines = new ArrayList<>();
    lines.add("- run: `" + tracking.run() + "`");
    if (report != null) {
      lines.add("- report: " + linked("report", report));
    }
    String page = tracking.link();
    if (page != null) {
      lines.add("- tracking: " + linked("run " + tracking.trackerId(), page));
    }
    return String.join("\n", lines);
  }

  /** Only what a browser opens becomes a link. */
  private static String linked(String text, String place) {
    return place.startsWith("http") ? "[" + text + "](" + place + ")" : "`" + place + "`";
  }
}
