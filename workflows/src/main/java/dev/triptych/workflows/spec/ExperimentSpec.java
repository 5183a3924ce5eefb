package dev.triptych.workflows.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment is. The tree is complete: whoever reads a spec from a file merges defaults,
 * the prior set's recommendations, the file and the command line before binding. Nested records are
 * checked here, so that every problem is reported at once.
 *
 * @param seeds one cell for each, with the same identity or with one of its own
 * @param styles texts such as "an elf"
 * @param trainedOn what one model is trained on; null for one style
 * @param method how portraits are made from their datasets; null for the paper's
 * @param inversion for portraits by {@link Method#GAN_INVERSION}; null for what was published
 * @param distillation for portraits by {@link Method#SCORE_DISTILLATION}; null likewise
 */
public record ExperimentSpec(
    String name,
    PriorsSpec priors,
    List<Long> seeds,
    IdentitySpec identity,
    List<String> styles,
    TrainedOnSpec trainedOn,
    ViewsSpec views,
    EditSpec edit,
    Method method,
    I2tSpec i2t,
    InversionSpec inversion,
    DistillationSpec distillation,
    EvaluationSpec evaluation,
    List<Variant> variants) {
  /** As many as were tried; a launch's input has to fit into one of Temporal's payloads. */
  static final int MAX_CELLS = 1000;

  /**
   * @throws InvalidSpec with all problems of the whole tree
   */
  public ExperimentSpec {
    seeds = Problems.copy(seeds);
    styles = Problems.copy(styles);
    variants = Problems.copy(variants);
    trainedOn = trainedOn == null ? TrainedOnSpec.STYLE : trainedOn;
    method = method == null ? Method.I2T : method; // specs from before there were several
    inversion = inversion == null ? InversionSpec.published() : inversion;
    distillation = distillation == null ? DistillationSpec.published() : distillation;
    Problems problems = new Problems();
    checkName(problems, name);
    problems.section("priors", priors, PriorsSpec::check);
    checkList(problems, "seeds", seeds);
    checkList(problems, "styles", styles);
    checkStyles(problems, styles);
    problems.section("trainedOn", trainedOn, TrainedOnSpec::check);
    if (identity != null) { // else it is missing, which is reported below
      identity.checkSeeds(problems.in("identity"), seeds.size());
      Regime regime = trainedOn.regime();
      problems.require(
          identity.photo() == null || regime == null || !regime.manyIdentities(),
          "identity.photo",
          "is one face, but trainedOn msmi draws many");
    }
    new PortraitSettings(method, identity, views, edit, i2t, inversion, distillation, evaluation)
        .check(problems);
    checkList(problems, "variants", variants);
    if (problems.none()) { // else every variant would have them too
      PortraitSettings settings =
          new PortraitSettings(
              method, identity.at(0), views, edit, i2t, inversion, distillation, evaluation);
      checkVariants(problems, variants, settings, trainedOn.regime());
    }
    boolean manyStyles = trainedOn.regime() != null && trainedOn.regime().manyStyles();
    long cells = (long) (manyStyles ? 1 : styles.size()) * variants.size() * seeds.size();
    problems.require(
        cells <= MAX_CELLS,
        manyStyles ? "variants" : "styles",
        (manyStyles ? "" : "× variants ")
            + "× seeds are "
            + cells
            + " cells; one launch takes at most "
            + MAX_CELLS);
    problems.require(
        styles.size() <= MAX_CELLS,
        "styles",
        "are more than " + MAX_CELLS + ", which one model takes");
    problems.throwIfAny();
  }

  /** An experiment with a model for each style. */
  public ExperimentSpec(
      String name,
      PriorsSpec priors,
      List<Long> seeds,
      IdentitySpec identity,
      List<String> styles,
      ViewsSpec views,
      EditSpec edit,
      Method method,
      I2tSpec i2t,
      EvaluationSpec evaluation,
      List<Variant> variants) {
    this(
        name,
        priors,
        seeds,
        identity,
        styles,
        TrainedOnSpec.STYLE,
        views,
        edit,
        method,
        i2t,
        InversionSpec.published(),
        DistillationSpec.published(),
        evaluation,
        variants);
  }

  /** The same with another face. */
  public ExperimentSpec with(IdentitySpec identity) {
    return with(identity, trainedOn);
  }

  /** The same with one model for all styles, or with one for each. */
  public ExperimentSpec with(TrainedOnSpec trainedOn) {
    return with(identity, trainedOn);
  }

  private ExperimentSpec with(IdentitySpec identity, TrainedOnSpec trainedOn) {
    return new ExperimentSpec(
        name,
        priors,
        seeds,
        identity,
        styles,
        trainedOn,
        views,
        edit,
        method,
        i2t,
        inversion,
        distillation,
        evaluation,
        variants);
  }

  /** The paper's settings, for the method itself with seed 0. */
  public static ExperimentSpec paper(String name, String priors, List<String> styles) {
    return new ExperimentSpec(
        name,
        new PriorsSpec(priors, null),
        List.of(0L),
        IdentitySpec.paper(),
        styles,
        ViewsSpec.paper(),
        EditSpec.paper(),
        Method.I2T,
        I2tSpec.paper(),
        EvaluationSpec.paper(),
        List.of(Variant.OURS));
  }

  /** The settings of all portraits of the seed at {@code place}, before variants. */
  private PortraitSettings settings(int place) {
    return new PortraitSettings(
        method, identity.at(place), views, edit, i2t, inversion, distillation, evaluation);
  }

  /** The settings of {@code variant}'s portraits; of their identities, the first. */
  public PortraitSettings settings(Variant variant) {
    return settings(0).with(variant);
  }

  /** The settings of one portrait. */
  public PortraitSettings settings(Cell cell) {
    return settings(place(cell)).with(cell.variant());
  }

  private int place(Cell cell) {
    return Math.max(0, seeds.indexOf(cell.seed()));
  }

  /**
   * Names the dataset of a cell; cells with the same name share it: {@code an-elf-s0}, {@code
   * an-elf-plain-s0} for plain edits, {@code an-elf-as-tau-0.7-s0} for what the variant {@code
   * tau-0.7} is the first to ask for.
   */
  public String datasetId(Cell cell) {
    String label = datasetLabel(cell.variant(), settings(place(cell)));
    return cell.styleSlug() + label + "-s" + cell.seed();
  }

  private String datasetLabel(Variant variant, PortraitSettings base) {
    PortraitSettings own = base.with(variant);
    if (own.sharesDataset(base)) {
      return "";
    }
    if (own.editsPlainly(base)) {
      return "-" + Variant.PLAIN_DATASET;
    }
    return variants.stream()
        .filter(other -> base.with(other).sharesDataset(own))
        .findFirst()
        .map(first -> "-" + first.datasetLabel())
        .orElseThrow(() -> new IllegalArgumentException("not of this spec: " + variant.slug()));
  }

  /** What follows a style's name in the names of its portraits and datasets. */
  private static List<String> labels(List<Variant> variants) {
    List<String> labels = new ArrayList<>(List.of(Variant.PLAIN_DATASET));
    for (Variant variant : variants) {
      labels.add(variant.slug());
      labels.add(variant.datasetLabel());
    }
    return labels;
  }

  /** All cells in the order in which they run: those that share a dataset stand together. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    models()
        .forEach(
            (style, slug) -> {
              for (int place = 0; place < seeds.size(); place++) {
                for (Variant variant : variants) {
                  Long own = ownIdentity(variant, place);
                  cells.add(new Cell(style, variant, seeds.get(place), slug, own));
                }
              }
            });
    return List.copyOf(cells);
  }

  /** Seed of the face that the seed at {@code place} has for itself; null if all share one. */
  private @Nullable Long ownIdentity(Variant variant, int place) {
    return identity.seeds() == null
        ? null
        : Long.valueOf(settings(place).with(variant).identity().seed());
  }

  /** What each model of a variant and seed is called, and its slug. */
  private Map<String, String> models() {
    Regime regime = trainedOn.regime();
    return regime.manyStyles()
        ? Map.of(styles.size() + (styles.size() == 1 ? " style" : " styles"), regime.slug())
        : styleSlugs();
  }

  /** The slug of each style in the spec's order, no two of them alike. */
  public Map<String, String> styleSlugs() {
    return StyleSlugs.of(styles, labels(variants));
  }

  private static void checkName(Problems problems, String name) {
    problems.require(
        name != null && name.matches("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._-]{0,99}"),
        "name",
        "must be 1 to 100 letters, digits, spaces, dots, dashes and underscores, and begin with a"
            + " letter or digit");
  }

  private static void checkList(Problems problems, String field, List<?> list) {
    problems.require(!list.isEmpty(), field, "must have at least one item");
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      String path = field + "[" + i + "]";
      if (item == null) {
        problems.add(path, "is empty");
      } else if (!seen.add(item)) {
        problems.add(path, "appears twice");
      }
    }
  }

  private static void checkVariants(
      Problems problems,
      List<Variant> variants,
      PortraitSettings settings,
      @Nullable Regime regime) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variants.size(); i++) {
      Variant variant = variants.get(i);
      Problems own = problems.in("variants[" + i + "]");
      own.require(names.add(variant.slug()), "name", "is the name of two variants");
      variant.check(own, settings);
      if (regime != null && regime.manyStyles() && variant.baselineOver(settings)) {
        problems.add(
            "variants[" + i + "]",
            "is a baseline, which makes a portrait of one style; "
                + regime.slug()
                + " trains one model of many. Take it out, or leave trainedOn away");
      }
    }
  }

  private static void checkStyles(Problems problems, List<String> styles) {
    for (int i = 0; i < styles.size(); i++) {
      String style = styles.get(i);
      if (style != null && Style.slug(style).isEmpty()) { // null is reported already
        problems.add("styles[" + i + "]", "must have a letter or digit");
      }
    }
  }
}
