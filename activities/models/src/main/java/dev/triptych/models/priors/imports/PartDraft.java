package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a set that was found and checked.
 *
 * @param label the option that named it, for messages
 * @param configs configuration records by role, also of what has no tensors
 * @param networks to convert
 * @param copied roles whose files are taken from {@code from} as they are
 * @param recommendations the settings that this part suggests, in the form of a specification
 * @param notes sentences for the user
 */
record PartDraft(
    PriorPart part,
    String label,
    Map<String, Object> configs,
    List<NetworkDraft> networks,
    List<String> copied,
    @Nullable PriorSet from,
    @Nullable Vocabulary vocabulary,
    JsonNode recommendations,
    List<String> notes) {
  PartDraft {
    configs = new LinkedHashMap<>(configs);
    networks = List.copyOf(networks);
    copied = List.copyOf(copied);
    notes = List.copyOf(notes);
  }

  /** A part made of files. */
  static PartDraft of(
      PriorPart part,
      String label,
      Map<String, Object> configs,
      List<NetworkDraft> networks,
      @Nullable Vocabulary vocabulary,
      List<String> notes) {
    Map<String, Object> all = new LinkedHashMap<>(configs);
    networks.forEach(network -> all.put(network.role(), network.config()));
    return new PartDraft(
        part,
        label,
        all,
        networks,
        List.of(),
        null,
        vocabulary,
        Recommendations.ofPaper(part),
        notes);
  }
}
