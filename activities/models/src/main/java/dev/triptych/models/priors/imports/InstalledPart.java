package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of another set, taken as it is. */
final class InstalledPart {
  private InstalledPart() {}

  /**
   * @param imageSize of the set that gets the part, or 0 if it has no generator yet
   * @return null if there are problems
   */
  static @Nullable PartDraft read(PriorPart part, PriorSet from, int imageSize, Problems problems) {
    String label = "--" + part.word() + "-from " + from.name();
    return problems.attempt(
        () -> {
          if (PriorPart.missing(from.manifest()).contains(part)) {
            throw new ImportException(
                label, "that set has no such part", "Name another set, or import it from files.");
          }
          checkPictures(part, from, imageSize, label);
          return draft(part, from, label);
        });
  }

  /** Parts that were trained for pictures of the other set's size, and of no other. */
  private static void checkPictures(PriorPart part, PriorSet from, int imageSize, String label) {
    int theirs = from.manifest().imageSize();
    boolean bound =
        switch (part) {
          case EDIT -> true;
          // A CLIP that looks at pictures of its set's size has seen that set's pictures only.
          case CLIP -> from.config("preprocessor", ImagePreprocessor.Config.class).size() == theirs;
          case EG3D, LPIPS, TOKENIZER -> false;
        };
    if (bound && imageSize > 0 && theirs > 0 && theirs != imageSize) {
      throw new ImportException(
          label,
          String.format(
              Locale.ROOT,
              "it is for pictures of %d pixels, and this set's generator makes them with %d",
              theirs,
              imageSize),
          "Take it from a set of that size, or import it from files.");
    }
  }

  private static PartDraft draft(PriorPart part, PriorSet from, String label) {
    Map<String, Object> configs = new LinkedHashMap<>();
    List<String> copied = new ArrayList<>();
    for (String role : part.roles()) {
      JsonNode config = from.manifest().networks().get(role);
      if (config != null) {
        configs.put(role, config);
      }
      if (from.has(role)) {
        copied.add(role);
      }
    }
    List<NetworkDraft> networks = new ArrayList<>();
    if (part == PriorPart.EDIT && !from.has("text")) {
      NetworkDraft tower = textTower(from);
      networks.add(tower);
      configs.put("text", tower.config());
    }
    return new PartDraft(
        part,
        label,
        configs,
        networks,
        copied,
        from,
        vocabulary(part, from),
        Recommendations.of(from.manifest().recommendations(), part),
        List.of());
  }

  /** The editor listens to its set's CLIP, so that tower comes along. */
  private static NetworkDraft textTower(PriorSet from) {
    TextEncoder.Config config =
        Objects.requireNonNull(from.config("clip", ClipModel.Config.class).text(), "text_config");
    return NetworkDraft.fit(
        "text",
        config,
        w -> new TextEncoder(w.at("text_model"), config),
        from.tensors("clip").only(name -> name.startsWith("text_model.")),
        List.of());
  }

  private static @Nullable Vocabulary vocabulary(PriorPart part, PriorSet from) {
    boolean reads = part == PriorPart.EDIT || part == PriorPart.CLIP;
    return reads && from.has("vocab") ? Networks.tokenizer(from).vocabulary() : null;
  }
}
