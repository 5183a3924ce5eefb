package dev.triptych.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An input in which a stage's request differs from an earlier one.
 *
 * @param input its path in the canonical inputs; of inputs in a list without their numbers
 * @param setting the same in the words of specs
 * @param count how many inputs of that path differ in this way
 * @param before null if the earlier request had none such; of an artefact how its digest begins
 * @param now null if this request has none such
 * @param artefact whether it is another step's result rather than a setting
 * @param because why that result is another one; empty also if that cannot be told
 * @param note why that cannot be told, or what else there is to say; null if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Difference(
    String input,
    String setting,
    int count,
    @Nullable String before,
    @Nullable String now,
    boolean artefact,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Difference> because,
    @Nullable String note) {
  Difference {
    because = List.copyOf(because);
  }

  private Difference times(int more) {
    return new Difference(input, setting, count + more, before, now, artefact, because, note);
  }

  /** Equal ones put together, in their order. */
  static List<Difference> merged(List<Difference> all) {
    Map<Difference, Difference> merged = new LinkedHashMap<>();
    for (Difference each : all) {
      Difference alike = each.times(-each.count);
      merged.merge(alike, each, (a, b) -> a.times(b.count));
    }
    return new ArrayList<>(merged.values());
  }

  /** What it comes from in the end: settings, and results of which no more can be told. */
  List<Difference> roots() {
    return because.isEmpty()
        ? List.of(this)
        : because.stream().flatMap(cause -> cause.roots().stream()).distinct().toList();
  }
}
