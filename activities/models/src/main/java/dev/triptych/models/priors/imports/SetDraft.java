package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PaperNetworks;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A set as it will be: what it has, with new parts in place of its own. */
final class SetDraft {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PAPER_GENERATOR = "ffhqrebalanced512-128";

  private final String name;
  private final @Nullable PriorSet existing;
  private final List<PartDraft> parts;
  private final Map<String, JsonNode> configs = new TreeMap<>();
  private final Map<String, Entry> kept = new TreeMap<>();
  private final @Nullable Vocabulary vocabulary;

  /**
   * @param problems gets whatever does not fit together
   */
  SetDraft(String name, @Nullable PriorSet existing, List<PartDraft> parts, Problems problems) {
    this.name = name;
    this.existing = existing;
    this.parts = List.copyOf(parts);
    if (existing != null) {
      configs.putAll(existing.manifest().networks());
      kept.putAll(existing.manifest().files());
    }
    Map<PriorPart, String> labels = new EnumMap<>(PriorPart.class);
    for (PartDraft part : parts) {
      part.part().roles().forEach(configs::remove);
      part.part().roles().forEach(kept::remove);
      part.configs().forEach((role, config) -> configs.put(role, JSON.valueToTree(config)));
      labels.put(part.part(), part.label());
    }
    Vocabulary old = oldVocabulary();
    vocabulary = newVocabulary(problems);
    if (vocabulary != null) {
      PriorPart.TOKENIZER.roles().forEach(kept::remove);
      checkStillReadable(old, problems);
    }
    Vocabulary current = vocabulary == null ? old : vocabulary;
    new Compatibility(configs, labels, problems).check(current == null ? 0 : current.size());
    int length = textLength();
    if (current != null && length > 0) {
      configs.put("tokenizer", JSON.valueToTree(new Networks.TokenizerConfig(length)));
    }
  }

  private @Nullable Vocabulary oldVocabulary() {
    return existing != null && existing.has("vocab") && existing.has("merges")
        ? Networks.tokenizer(existing).vocabulary()
        : null;
  }

  /** What the new parts bring; they must agree. */
  private @Nullable Vocabulary newVocabulary(Problems problems) {
    Vocabulary found = null;
    String where = "";
    for (PartDraft part : parts) {
      if (part.vocabulary() == null) {
        continue;
      }
      if (found != null && !found.equals(part.vocabulary())) {
        problems.add(
            part.label(),
            "its vocabulary is not that of " + where,
            "Editor and CLIP share one: use a CLIP with the vocabulary of OpenAI's.");
      } else if (found == null) {
        found = part.vocabulary();
        where = part.label();
      }
    }
    return found;
  }

  /** A part that stays was trained with the old vocabulary. */
  private void checkStillReadable(@Nullable Vocabulary old, Problems problems) {
    boolean stays =
        (kept.containsKey("clip") || kept.containsKey("unet") || kept.containsKey("text"));
    if (stays && old != null && !old.equals(vocabulary)) {
      String where =
          parts.stream()
              .filter(part -> part.vocabulary() != null)
              .map(PartDraft::label)
              .collect(Collectors.joining(", "));
      problems.add(
          where,
          "its vocabulary is not that of the set's other networks",
          "Replace those too, or use a model with the same vocabulary.");
    }
  }

  /** Tokens of a text for the text encoders there are; 0 if there are none. */
  private int textLength() {
    JsonNode text = configs.get("text");
    JsonNode clip = configs.get("clip");
    try {
      if (text != null) {
        return JSON.treeToValue(text, TextEncoder.Config.class).maxPositionEmbeddings();
      }
      return clip == null
          ? 0
          : JSON.treeToValue(clip, ClipModel.Config.class).text().maxPositionEmbeddings();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // both have been read before
    }
  }

  /** Files that the set has now; none is removed before the new manifest is in place. */
  List<String> paths() {
    return existing == null
        ? List.of()
        : existing.manifest().files().values().stream().map(Entry::path).toList();
  }

  /** The vocabulary that has to be written; null if that of the set stays. */
  @Nullable Vocabulary vocabulary() {
    return vocabulary;
  }

  List<PartDraft> parts() {
    return parts;
  }

  /**
   * @param written the new files by role
   * @param generator name of the file that the generator came from, as far as it is known
   */
  PriorManifest manifest(Map<String, Entry> written, String generator) {
    Map<String, Entry> files = new TreeMap<>(kept);
    files.putAll(written);
    ObjectNode recommendations =
        existing != null && existing.manifest().recommendations() instanceof ObjectNode own
            ? own
            : JsonNodeFactory.instance.objectNode();
    for (PartDraft part : parts) {
      recommendations = Recommendations.with(recommendations, part.part(), part.recommendations());
    }
    return new PriorManifest(
        1, // the form that this version writes
        name,
        description(files),
        imageSize(),
        configs,
        files,
        recommendations,
        generator.startsWith(PAPER_GENERATOR) && isPapers());
  }

  private static String description(Map<String, Entry> files) {
    return files.containsKey("eg3d")
        ? "Imported networks: " + String.join(", ", networks(files)) + "."
        : "Imported networks, so far without a generator: "
            + String.join(", ", networks(files))
            + ".";
  }

  private static List<String> networks(Map<String, Entry> files) {
    List<String> roles = new ArrayList<>(files.keySet());
    roles.removeAll(PriorPart.TOKENIZER.roles());
    return roles;
  }

  /** Of the set's pictures; 0 as long as there is no generator. */
  int imageSize() {
    JsonNode eg3d = configs.get("eg3d");
    try {
      return eg3d == null ? 0 : JSON.treeToValue(eg3d, Eg3dConfig.class).imageSize();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the networks are those of the paper, as far as their sizes tell. */
  private boolean isPapers() {
    Map<String, JsonNode> papers = PaperNetworks.configs();
    return List.of("eg3d", "unet", "vae", "text", "clip", "preprocessor", "lpips").stream()
        .allMatch(role -> same(papers.get(role), configs.get(role)));
  }

  /** Numbers that are equal as text are equal, whether they were read or computed. */
  private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
    return a != null && b != null && a.toString().equals(b.toString());
  }
}
