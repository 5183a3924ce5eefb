package dev.triptych.workflows.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.dataset.DrawnIdentity;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the datasets of many styles, and of many identities if they are trained on.
 *
 * @param run whose folder takes the stage records
 * @param id of the database within the run, for instance {@code mssi-s0}
 * @param seed of the diffusion noise
 * @param datasets that may be under way at a time
 * @param edits editing steps of one dataset that may wait or run at a time
 * @param viewsPerStep views that one of these steps edits; null for 1
 * @param eventsPerExecution events of its history after which it begins no more datasets, and goes
 *     on as a new execution; 0 for the usual
 * @param carried from the execution before; null in the first
 * @param scored views of each style to score by, if it has one face; null for none
 * @param inversion how the identity's photo is inverted; null if it has none
 */
public record StyleDatabaseRequest(
    String run,
    String id,
    PriorRef priors,
    IdentitySpec identity,
    ViewsSpec views,
    EditSpec edit,
    long seed,
    TrainedOnSpec trainedOn,
    List<StyleName> styles,
    int datasets,
    int edits,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer viewsPerStep,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int eventsPerExecution,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Carried carried,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ViewsSpec scored,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InversionSpec inversion) {
  private static final int USUAL_EVENTS = 4_000; // a dataset has some 12, so it ends below 10,000

  public StyleDatabaseRequest {
    styles = List.copyOf(styles);
    if (datasets < 1 || edits < 1) {
      throw new IllegalArgumentException(
          "datasets and edits must be at least 1: " + datasets + ", " + edits);
    }
  }

  /** Of a sampled face, without views to score by. */
  public StyleDatabaseRequest(
      String run,
      String id,
      PriorRef priors,
      IdentitySpec identity,
      ViewsSpec views,
      EditSpec edit,
      long seed,
      TrainedOnSpec trainedOn,
      List<StyleName> styles,
      int datasets,
      int edits,
      @Nullable Integer viewsPerStep,
      int eventsPerExecution,
      @Nullable Carried carried) {
    this(
        run,
        id,
        priors,
        identity,
        views,
        edit,
        seed,
        trainedOn,
        styles,
        datasets,
        edits,
        viewsPerStep,
        eventsPerExecution,
        carried,
        null,
        null);
  }

  /** Whether a history of so many events is long enough. */
  boolean fills(long events) {
    return events >= (eventsPerExecution > 0 ? eventsPerExecution : USUAL_EVENTS);
  }

  /** The same, gone on. */
  StyleDatabaseRequest with(Carried carried) {
    return new StyleDatabaseRequest(
        run,
        id,
        priors,
        identity,
        views,
        edit,
        seed,
        trainedOn,
        styles,
        datasets,
        edits,
        viewsPerStep,
        eventsPerExecution,
        carried,
        scored,
        inversion);
  }

  /** Datasets of each style. */
  int perStyle() {
    return trainedOn.trainedIdentities() + trainedOn.heldOutIdentities();
  }

  /** Datasets in all, numbered style by style. */
  int count() {
    return styles.size() * perStyle();
  }

  StyleName style(int dataset) {
    return styles.get(dataset / perStyle());
  }

  /** Number of the dataset's identity. */
  int identity(int dataset) {
    return dataset % perStyle();
  }

  /** Whether the dataset is never trained on. */
  boolean heldOut(int dataset) {
    return identity(dataset) >= trainedOn.trainedIdentities();
  }

  /** The dataset's own id within the run: {@code mssi-s0/an-elf}, {@code msmi-s0/an-elf/3}. */
  String part(int dataset) {
    String part = id + "/" + style(dataset).slug();
    return trainedOn.regime().manyIdentities() ? part + "/" + identity(dataset) : part;
  }

  FewShotDatasetRequest request(int dataset) {
    String style = style(dataset).text();
    // One random view of a face that is trained on: the front is its input, and is learned too.
    DrawnIdentity drawn =
        trainedOn.regime().manyIdentities()
            ? new DrawnIdentity(identity(dataset), heldOut(dataset) ? 0 : 1)
            : null;
    return new FewShotDatasetRequest(
        run,
        part(dataset),
        priors,
        identity,
        views,
        style,
        EditSettings.of(edit, style, seed),
        edits,
        viewsPerStep,
        drawn,
        drawn == null ? scored : null,
        inversion);
  }
}
