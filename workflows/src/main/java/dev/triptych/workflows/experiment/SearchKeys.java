package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.Cell;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.List;

/**
 * Search attributes by which workflows are found in Temporal: {@code TriptychStyle = "an elf"}. A
 * launch that carries {@link #EXPERIMENT} says by it that the server knows all of them, and its
 * children carry them too.
 */
public final class SearchKeys {
  /** Name of the spec. */
  public static final SearchAttributeKey<String> EXPERIMENT =
      SearchAttributeKey.forKeyword("TriptychExperiment");

  public static final SearchAttributeKey<String> STYLE =
      SearchAttributeKey.forKeyword("TriptychStyle");
  public static final SearchAttributeKey<String> VARIANT =
      SearchAttributeKey.forKeyword("TriptychVariant");
  public static final SearchAttributeKey<Long> SEED = SearchAttributeKey.forLong("TriptychSeed");

  public static final List<SearchAttributeKey<?>> ALL = List.of(EXPERIMENT, STYLE, VARIANT, SEED);

  private SearchKeys() {}

  /** Of a launch. */
  public static SearchAttributes ofLaunch(String experiment) {
    return SearchAttributes.newBuilder().set(EXPERIMENT, experiment).build();
  }

  /** Of a portrait; none if the launch has none. */
  static SearchAttributes ofPortrait(Cell cell) {
    return wanted() ? ofDatasetOf(cell).set(VARIANT, cell.variant().slug()).build() : none();
  }

  /** Of a dataset, which cells of several variants may share; none if the launch has none. */
  static SearchAttributes ofDataset(Cell cell) {
    return wanted() ? ofDatasetOf(cell).build() : none();
  }

  private static SearchAttributes.Builder ofDatasetOf(Cell cell) {
    String experiment = Workflow.getTypedSearchAttributes().get(EXPERIMENT);
    return SearchAttributes.newBuilder()
        .set(EXPERIMENT, experiment)
        .set(STYLE, cell.style())
        .set(SEED, cell.seed());
  }

  private static boolean wanted() {
    return Workflow.getTypedSearchAttributes().containsKey(EXPERIMENT);
  }

  private static SearchAttributes none() {
    return SearchAttributes.EMPTY;
  }
}
