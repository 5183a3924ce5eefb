package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named overlay of settings: {@code tau-0.7} is the method with {@code edit.tau} 0.7. Ablations
 * and baselines of the paper (sections 4.3 and 4.4) are built in and known by their name alone.
 *
 * @param slug name in specs, files, tables and tags
 * @param settings values by the path of a portrait's setting, in the JSON form of a spec
 */
public record Variant(String slug, SortedMap<String, JsonNode> settings) {
  /** The spec as it stands. */
  public static final Variant OURS = new Variant("ours", Map.of());

  /** The frozen backbone with two modulation layers in place of the I2T network. */
  public static final Variant NO_I2T =
      new Variant("no-i2t", Map.of("method", TextNode.valueOf(Method.MODULATED_BACKBONE.name())));

  /** Fine-tuning starts from random weights. */
  public static final Variant NO_PRETRAINING =
      new Variant("no-pretraining", Map.of("i2t.fromScratch", BooleanNode.TRUE));

  /** w_s is a vector. */
  public static final Variant NO_SPATIAL =
      new Variant("no-spatial", Map.of("i2t.spatial", BooleanNode.FALSE));

  /** λ_dr = 0. */
  public static final Variant NO_DENSITY_REGULARISATION =
      new Variant("no-density-regularisation", Map.of("i2t.loss.lambdaDr", new IntNode(0)));

  /** Plain InstructPix2Pix: no n*, no decorative and no negative prompt. */
  public static final Variant NO_EDIT_OPTIMISATION =
      new Variant("no-edit-optimisation", Map.of("edit.optimised", BooleanNode.FALSE));

  /** The edited front, inverted in the GAN. */
  public static final Variant GAN_INVERSION = baseline("gan-inversion", Method.GAN_INVERSION);

  /** A triplane by score distillation. */
  public static final Variant SCORE_DISTILLATION =
      baseline("score-distillation", Method.SCORE_DISTILLATION);

  /** The edits, without a head. */
  public static final Variant PER_VIEW_EDIT = baseline("per-view-edit", Method.PER_VIEW_EDIT);

  /** The method, and itself without one of its parts (section 4.4). */
  public static final List<Variant> ABLATIONS =
      List.of(
          OURS,
          NO_I2T,
          NO_PRETRAINING,
          NO_SPATIAL,
          NO_DENSITY_REGULARISATION,
          NO_EDIT_OPTIMISATION);

  /** What the method is compared with (section 4.3). */
  public static final List<Variant> BASELINES =
      List.of(GAN_INVERSION, SCORE_DISTILLATION, PER_VIEW_EDIT);

  /** Those that a spec may name without saying what they set. */
  public static final List<Variant> BUILT_IN =
      Stream.concat(ABLATIONS.stream(), BASELINES.stream()).toList();

  /** Marks the dataset of plain edits, {@code an-elf-plain-s0}. */
  static final String PLAIN_DATASET = "plain";

  private static final String OWN_DATASET = "as-";
  private static final String SLUG = "[a-z0-9][a-z0-9._-]{0,39}";

  public Variant {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  private Variant(String slug, Map<String, JsonNode> settings) {
    this(slug, new TreeMap<>(settings));
  }

  private static Variant baseline(String slug, Method method) {
    return new Variant(slug, Map.of("method", TextNode.valueOf(method.name())));
  }

  /**
   * Reads the JSON form: the name of a built-in variant, or {@code {"name": …, "set": {…}}}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Variant of(JsonNode json) {
    if (json.isTextual()) {
      return BUILT_IN.stream()
          .filter(variant -> variant.slug.equals(json.textValue()))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("There is no variant \"" + json.asText() + "\""));
    }
    if (!json.path("name").isTextual() || !json.path("set").isObject()) {
      throw new IllegalArgumentException("not a variant: " + json);
    }
    SortedMap<String, JsonNode> settings = new TreeMap<>();
    json.get("set").properties().forEach(set -> settings.put(set.getKey(), set.getValue()));
    return new Variant(json.get("name").textValue(), settings);
  }

  /** What it sets, for people: {@code edit.tau = 0.7}; empty if nothing. */
  public String description() {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = " + setting.getValue().asText())
        .collect(Collectors.joining(", "));
  }

  /** Marks a dataset that this variant is the first to ask for. */
  String datasetLabel() {
    return OWN_DATASET + slug;
  }

  /** The form that {@link #of} reads. */
  @JsonValue
  Object json() {
    if (BUILT_IN.contains(this)) {
      return slug;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", slug);
    json.put("set", settings);
    return json;
  }

  /**
   * @param base the spec's own settings, which are in order
   */
  void check(Problems problems, PortraitSettings base) {
    boolean nameTaken =
        BUILT_IN.stream().anyMatch(known -> known.slug.equals(slug) && !known.equals(this));
    problems.require(!nameTaken, "name", "is the name of a variant that is built in");
    problems.require(
        slug.matches(SLUG),
        "name",
        "must be 1 to 40 lower-case letters, digits, dots, dashes and underscores, and begin with a"
            + " letter or digit");
    problems.require(
        !slug.equals(PLAIN_DATASET) && !slug.startsWith(OWN_DATASET),
        "name",
        "must not be \""
            + PLAIN_DATASET
            + "\" or begin with \""
            + OWN_DATASET
            + "\": such names"
            + " belong to datasets");
    try {
      base.with(this).check(problems.in("set"));
    } catch (IllegalArgumentException e) {
      problems.add("set", String.valueOf(e.getMessage()));
    }
  }

  /** Whether portraits with its settings over {@code base} are made as others make them. */
  boolean baselineOver(PortraitSettings base) {
    try {
      Method method = base.with(this).method();
      return method != null && method.baseline();
    } catch (IllegalArgumentException e) {
      return false; // its settings are reported already
    }
  }
}
