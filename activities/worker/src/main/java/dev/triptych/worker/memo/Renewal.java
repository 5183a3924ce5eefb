package dev.triptych.worker.memo;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.stage.Renewed;
import dev.triptych.workflows.stage.StageOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a stage was made anew in spite of what was kept.
 *
 * @param order by which it was, so that nobody makes it anew a second time
 * @param former what was kept until then; null if nothing was
 */
public record Renewal(
    String order, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Former former) {
  public Renewal {
    Objects.requireNonNull(order, "order is null");
  }

  /**
   * A result that was replaced.
   *
   * @param host on which it was made
   * @param differing its artefacts that are not what the new ones are
   */
  public record Former(String finishedAt, String host, List<StageOutput> differing) {
    public Former {
      differing = List.copyOf(differing);
    }
  }

  /**
   * @param former what is kept by now; null if nothing is
   * @param outputs the new ones
   */
  static Renewal of(String order, @Nullable KeptStage former, List<StageOutput> outputs) {
    if (former == null) {
      return new Renewal(order, null);
    }
    Map<String, String> digests = new HashMap<>();
    outputs.forEach(output -> digests.put(output.name(), output.sha256()));
    return new Renewal(
        order,
        new Former(
            former.finishedAt(),
            former.host(),
            former.outputs().stream()
                .filter(old -> !old.sha256().equals(digests.get(old.name())))
                .toList()));
  }

  /** In brief, for the stage's record; null if nothing was replaced. */
  @Nullable Renewed brief() {
    return former == null ? null : Renewed.one(former.differing().isEmpty());
  }
}
