package dev.triptych.workflows.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The settings of one portrait beside its style and seed: the spec's own, or these with a {@link
 * Variant} laid over. Variants whose settings agree in what a stage depends on share that stage.
 */
public record PortraitSettings(
    Method method,
    IdentitySpec identity,
    ViewsSpec views,
    EditSpec edit,
    I2tSpec i2t,
    InversionSpec inversion,
    DistillationSpec distillation,
    EvaluationSpec evaluation) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public PortraitSettings {
    inversion = inversion == null ? InversionSpec.published() : inversion; // of earlier specs
    distillation = distillation == null ? DistillationSpec.published() : distillation;
  }

  /** The paper's. */
  public static PortraitSettings paper() {
    return new PortraitSettings(
        Method.I2T,
        IdentitySpec.paper(),
        ViewsSpec.paper(),
        EditSpec.paper(),
        I2tSpec.paper(),
        InversionSpec.published(),
        DistillationSpec.published(),
        EvaluationSpec.paper());
  }

  /**
   * These settings with a variant's laid over; their values are not checked.
   *
   * @throws IllegalArgumentException if the variant sets what no portrait has, or with another type
   */
  public PortraitSettings with(Variant variant) {
    if (variant.settings().isEmpty()) {
      return this;
    }
    ObjectNode tree = JSON.valueToTree(this);
    variant.settings().forEach((path, value) -> set(tree, path, value));
    return JSON.convertValue(tree, PortraitSettings.class);
  }

  private static void set(ObjectNode tree, String path, JsonNode value) {
    int dot = path.lastIndexOf('.');
    JsonNode section = dot < 0 ? tree : tree.at("/" + path.substring(0, dot).replace('.', '/'));
    String name = path.substring(dot + 1);
    if (!(section instanceof ObjectNode fields) || !fields.has(name)) {
      throw new IllegalArgumentException(path + " is not a setting of a portrait");
    }
    fields.set(name, value);
  }

  /** Which network is trained. */
  public GeneratorShape shape() {
    return new GeneratorShape(method, i2t.spatial());
  }

  /** Whether fine-tuning starts from the pre-trained I2T network. */
  public boolean pretrained() {
    return method.pretrains() && !i2t.fromScratch();
  }

  /** The steps of fine-tuning after which the portrait is scored too; a baseline has none such. */
  public List<Integer> scoredSteps() {
    return method.baseline() ? List.of() : evaluation.atSteps();
  }

  /** Whether the same dataset, for one style and seed, serves both. */
  boolean sharesDataset(PortraitSettings other) {
    return identity.equals(other.identity)
        && views.equals(other.views)
        && evaluation.scoredViews().equals(other.evaluation.scoredViews())
        && edit.equals(other.edit);
  }

  private PortraitSettings editedPlainly() {
    return new PortraitSettings(
        method,
        identity,
        views,
        edit.withOptimised(false),
        i2t,
        inversion,
        distillation,
        evaluation);
  }

  /** Whether the dataset differs from that of {@code base} in nothing but plain edits. */
  boolean editsPlainly(PortraitSettings base) {
    return sharesDataset(base.editedPlainly());
  }

  void check(Problems problems) {
    problems.present("method", method);
    problems.section("identity", identity, IdentitySpec::check);
    problems.section("views", views, ViewsSpec::check);
    problems.section("edit", edit, EditSpec::check);
    problems.section("i2t", i2t, I2tSpec::check);
    problems.section("inversion", inversion, InversionSpec::check);
    problems.section("distillation", distillation, DistillationSpec::check);
    problems.section("evaluation", evaluation, EvaluationSpec::check);
    if (evaluation != null && i2t != null && i2t.fineTuning() != null) {
      evaluation.checkSteps(problems.in("evaluation"), i2t.fineTuning().steps());
    }
  }
}
