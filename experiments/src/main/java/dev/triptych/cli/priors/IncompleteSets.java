package dev.triptych.cli.priors;

import dev.triptych.models.priors.PriorPart;
import java.util.List;
import java.util.stream.Collectors;

/** What to tell of a set that lacks parts. */
final class IncompleteSets {
  private IncompleteSets() {}

  /** {@code clip, lpips}. */
  static String words(List<PriorPart> missing) {
    return missing.stream().map(PriorPart::word).collect(Collectors.joining(", "));
  }

  /** The command that completes the set. */
  static String command(String name, List<PriorPart> missing) {
    return "triptych priors import --name "
        + name
        + missing.stream().map(part -> " " + part.option()).collect(Collectors.joining());
  }
}
