package dev.triptych.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of one portrait, in its tables; a {@link CellDetail} has the rest.
 *
 * @param id slug of the cell
 * @param settings what the variant sets, as text; empty if nothing
 * @param failure why it failed; null unless it did
 * @param source sprite of the plain views; null if there are none yet
 * @param edited sprite of the edited views; null if there are none yet
 * @param portrait sprite of the novel views; null if there are none yet
 * @param metrics scores by name
 * @param stages in the order in which they run
 * @param styles scores of each style; empty unless this is one model of many styles
 * @param contact the scored views; null if they are not known, or this is a model of many styles
 * @param identity seed of its face if each seed has one of its own; null if all share one
 * @param weight bytes of the detail and its pictures, by the names of their files
 */
public record CellReport(
    String id,
    String style,
    String variant,
    String settings,
    long seed,
    State state,
    @Nullable String failure,
    @Nullable String source,
    @Nullable String edited,
    @Nullable String portrait,
    Map<String, MeanStd> metrics,
    List<StageTime> stages,
    List<StyleReport> styles,
    @Nullable ContactSheet contact,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long identity,
    Map<String, Long> weight) {
  public CellReport {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(state, "state is null");
    metrics = new TreeMap<>(metrics);
    stages = List.copyOf(stages);
    styles = styles == null ? List.of() : List.copyOf(styles); // kept by earlier versions
    weight = new TreeMap<>(weight);
  }

  /** The same, with what its detail and pictures weigh. */
  CellReport weighing(Map<String, Long> weight) {
    return new CellReport(
        id, style, variant, settings, seed, state, failure, source, edited, portrait, metrics,
        stages, styles, contact, identity, weight);
  }

  /** Of a portrait of which nothing can be shown. */
  static CellReport empty(Cell cell, State state, @Nullable String failure) {
    return new CellReport(
        cell.slug(),
        cell.style(),
        cell.variant().slug(),
        cell.variant().description(),
        cell.seed(),
        state,
        failure,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        null,
        cell.identity(),
        Map.of());
  }

  /**
   * Time of one stage.
   *
   * @param executions how many, for instance one for each view
   * @param cached how many of them were kept from before
   * @param seconds of work of all executions, those kept included
   */
  public record StageTime(String stage, int executions, int cached, double seconds) {}

  /** One artefact, identified by its digest. */
  public record Artefact(String name, String sha256, long bytes) {}

  /** For people: {@code seed 0}, or {@code seed 0, identity 3}. */
  public String seeds() {
    return "seed " + seed + (identity == null ? "" : ", identity " + identity);
  }

  /** Whether any style has scores over identities that were never trained on. */
  public boolean hasHeldOut() {
    return styles.stream().anyMatch(each -> !each.heldOut().isEmpty());
  }

  /** Seconds of work in all stages. */
  public double seconds() {
    return stages.stream().mapToDouble(StageTime::seconds).sum();
  }

  /** The time of a stage, or null if it has not run. */
  public @Nullable StageTime time(String stage) {
    return stages.stream().filter(t -> t.stage().equals(stage)).findFirst().orElse(null);
  }
}
