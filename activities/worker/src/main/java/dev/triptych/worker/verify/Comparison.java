package dev.triptych.worker.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.triptych.workflows.stage.Stage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a stage that was made once more.
 *
 * @param elsewhere in what its place differs from that of the kept result: {@code processor A → B};
 *     empty if that is the same, as far as it was noted
 * @param seconds that it took this time
 * @param keptSeconds that it took then
 * @param differing artefacts whose digests differ
 * @param why it could not be compared or has failed; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Comparison(
    Stage stage,
    String key,
    Outcome outcome,
    List<String> elsewhere,
    double seconds,
    double keptSeconds,
    List<Differing> differing,
    @Nullable String why) {
  public Comparison {
    elsewhere = List.copyOf(elsewhere);
    differing = List.copyOf(differing);
  }

  /** How it went. */
  public enum Outcome {
    /** The same digests. */
    SAME_BITS,
    /** Made at another place, with values within the tolerance. */
    WITHIN_TOLERANCE,
    /** Other bits at the same place, or values beyond the tolerance. */
    DIFFERENT,
    /** This version of the program asks for it under another key. */
    NOT_COMPARABLE,
    /** It did not come to an end. */
    FAILED,
    /** It did not come to an end, for something around the program. */
    IN_THE_WAY;

    @JsonValue
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * An artefact.
   *
   * @param distance of its values: 0 for equal ones; infinite if they cannot be compared
   * @param measure what the distance is
   */
  public record Differing(String name, String kept, String now, double distance, String measure) {}
}
