package dev.triptych.models.priors.imports;

import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants to import.
 *
 * @param name of the set, new or not
 * @param edit folder of a pipeline, or file of the original code
 * @param clip folder of a model, or OpenAI's file
 * @param tokenizer folder with a vocabulary
 * @param from parts that are taken from other sets
 * @param precision of the numbers that are kept, null for that of the files; what comes from
 *     another set stays as it is there
 */
public record ImportRequest(
    String name,
    @Nullable Path eg3d,
    @Nullable Path edit,
    @Nullable Path clip,
    @Nullable Path lpipsVgg,
    @Nullable Path lpipsLin,
    @Nullable Path tokenizer,
    Map<PriorPart, PriorSet> from,
    @Nullable Precision precision) {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  public ImportRequest {
    EnumMap<PriorPart, PriorSet> copy = new EnumMap<>(PriorPart.class);
    copy.putAll(from);
    from = copy;
  }

  /** The parts that are made from files. */
  Set<PriorPart> fromFiles() {
    Set<PriorPart> parts = EnumSet.noneOf(PriorPart.class);
    add(parts, PriorPart.EG3D, eg3d);
    add(parts, PriorPart.EDIT, edit);
    add(parts, PriorPart.CLIP, clip);
    add(parts, PriorPart.LPIPS, lpipsVgg == null ? lpipsLin : lpipsVgg);
    add(parts, PriorPart.TOKENIZER, tokenizer);
    return parts;
  }

  private static void add(Set<PriorPart> parts, PriorPart part, @Nullable Path file) {
    if (file != null) {
      parts.add(part);
    }
  }

  void check(Problems problems) {
    if (!name.matches(NAME)) {
      problems.add(
          "--name " + name,
          "a set's name has 1 to 64 letters, digits, dots, dashes and underscores, and begins with"
              + " a letter or digit",
          "Choose another name.");
    } else if (PriorSet.bundled().contains(name)) {
      problems.add(
          "--name " + name, "a set of this name comes with the program", "Choose another name.");
    }
    if (fromFiles().isEmpty() && from.isEmpty()) {
      problems.add(
          "priors import",
          "there is nothing to import",
          "Name at least one part, such as --eg3d FILE.");
    }
    for (PriorPart part : fromFiles()) {
      if (from.containsKey(part)) {
        problems.add(
            "--" + part.word() + "-from",
            "the part is named twice",
            "Name it by files or by a set.");
      }
    }
  }
}
