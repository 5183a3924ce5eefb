package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spec whose every field has a value.
 *
 * @param tree the same as JSON, fields in the records' order
 * @param source the text of the user's file
 * @param adjustments settings that gave way to what the user asked for
 * @param head the picture that {@code identity.photo} names; null if it was read earlier, or there
 *     is no photo
 */
public record ResolvedSpec(
    ExperimentSpec spec,
    JsonNode tree,
    String source,
    List<Adjustment> adjustments,
    @Nullable HeadPicture head) {
  public ResolvedSpec {
    adjustments = List.copyOf(adjustments);
  }
}
