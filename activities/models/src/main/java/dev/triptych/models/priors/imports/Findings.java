package dev.triptych.models.priors.imports;

import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.TensorContent;
import dev.triptych.models.priors.imports.ImportReport.Network;
import dev.triptych.models.priors.imports.ImportReport.Part;
import dev.triptych.models.priors.imports.ImportReport.Source;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an import found, for people. */
record Findings(Map<String, List<Source>> sources, @Nullable Precision asked) {
  /**
   * @param kept the files by role, written or planned
   */
  List<Part> of(SetDraft set, Map<String, Entry> kept) {
    List<Part> parts = new ArrayList<>();
    for (PartDraft draft : set.parts()) {
      List<Network> networks = new ArrayList<>();
      for (NetworkDraft network : draft.networks()) {
        networks.add(
            new Network(
                network.role(),
                sources.getOrDefault(network.role(), List.of()),
                network.shapes().size(),
                network.parameters(),
                word(network.precision(asked)),
                Objects.requireNonNull(kept.get(network.role())).bytes()));
      }
      PriorSet from = draft.from();
      if (from != null) {
        draft.copied().forEach(role -> networks.add(copy(role, from)));
      }
      parts.add(new Part(draft.part(), draft.label(), networks, notes(draft)));
    }
    return parts;
  }

  private Network copy(String role, PriorSet from) {
    Entry entry = Objects.requireNonNull(from.manifest().files().get(role));
    TensorContent content = from.content(role);
    return new Network(
        role,
        sources.getOrDefault(role, List.of()),
        content.tensors(),
        content.parameters(),
        "as it is",
        entry.bytes());
  }

  private static List<String> notes(PartDraft draft) {
    List<String> notes = new ArrayList<>(draft.notes());
    if (draft.vocabulary() != null) {
      notes.add("The vocabulary has " + draft.vocabulary().size() + " tokens.");
    }
    return notes;
  }

  /** As the option has it. */
  static String word(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> "fp32";
      case FLOAT16 -> "fp16";
      case BFLOAT16 -> "bf16";
    };
  }
}
