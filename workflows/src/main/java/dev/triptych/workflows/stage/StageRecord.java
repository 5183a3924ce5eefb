package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told about one executed stage; part of the documented output of {@code status --json}.
 *
 * @param key SHA-256 of the canonical inputs; null when nothing keyed the stage
 * @param cached whether an earlier execution's result was taken
 * @param seconds of the execution that made the result, even if it was cached
 * @param renewed that this launch made it anew in spite of what was kept; null if it did not
 */
public record StageRecord(
    Stage stage,
    @Nullable String key,
    State state,
    boolean cached,
    double seconds,
    List<StageOutput> outputs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Renewed renewed) {
  public StageRecord {
    outputs = List.copyOf(outputs);
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("seconds of " + stage + " is not a duration: " + seconds);
    }
  }

  /** Not made anew. */
  public StageRecord(
      Stage stage,
      @Nullable String key,
      State state,
      boolean cached,
      double seconds,
      List<StageOutput> outputs) {
    this(stage, key, state, cached, seconds, outputs, null);
  }

  /** The same without its artefacts, which the kept result of its key names too. */
  StageRecord withoutOutputs() {
    return new StageRecord(stage, key, state, cached, seconds, List.of(), renewed);
  }

  /** The artefact of that name; empty if the stage has made none such. */
  public Optional<StageOutput> output(OutputName name) {
    return outputs.stream().filter(output -> output.name().equals(name.slug())).findFirst();
  }
}
