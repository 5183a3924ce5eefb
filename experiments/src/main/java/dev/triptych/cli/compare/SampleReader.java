package dev.triptych.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.RunStatus.StyleStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what runs have finished. */
final class SampleReader {
  private final ArtifactStore store;

  SampleReader(ArtifactStore store) {
    this.store = store;
  }

  /** The portraits of a run that are done, in the spec's order. */
  List<Sample> read(RunEntry entry) {
    return read(
        entry,
        (shared, status) ->
            samples(
                shared,
                null,
                status.metrics(),
                status.styles(),
                () -> seconds(shared, status.stages())));
  }

  /** What the same have scored at each step of their training for which the spec asks. */
  List<Sample> bySteps(RunEntry entry) {
    return read(
        entry,
        (shared, status) ->
            status.scoresAt().stream()
                .flatMap(
                    at -> samples(shared, at.step(), at.metrics(), at.styles(), Map::of).stream())
                .toList());
  }

  /** What the samples of one cell have in common. */
  private record Shared(
      String run, ExperimentSpec spec, Cell cell, JsonNode settings, long identity) {
    Sample sample(@Nullable Integer step, String style, int faces, Map<String, MeanStd> metrics) {
      return new Sample(
          run,
          cell.slug(),
          cell.variant().slug(),
          settings,
          style,
          cell.seed(),
          identity,
          faces,
          false,
          cell.identity() != null,
          step,
          means(metrics));
    }
  }

  private List<Sample> read(
      RunEntry entry, BiFunction<Shared, CellStatus, List<Sample>> samplesOf) {
    RunFolder folder = new RunFolder(store, entry.run());
    ExperimentSpec spec = folder.spec();
    Map<String, Cell> cells =
        spec.cells().stream().collect(Collectors.toMap(Cell::slug, Function.identity()));
    Map<Variant, JsonNode> settings = new HashMap<>();
    List<Sample> samples = new ArrayList<>();
    for (CellStatus status : folder.status().map(RunStatus::cells).orElse(List.of())) {
      Cell cell = cells.get(status.cell());
      if (cell != null && status.state() == State.DONE) {
        JsonNode own = settings.computeIfAbsent(cell.variant(), v -> settings(entry, spec, v));
        long identity = spec.settings(cell).identity().seed();
        Shared shared = new Shared(entry.run(), spec, cell, own, identity);
        samples.addAll(samplesOf.apply(shared, status));
      }
    }
    return samples;
  }

  /** One, or of a model of many styles one for each. */
  private static List<Sample> samples(
      Shared shared,
      @Nullable Integer step,
      Map<String, MeanStd> metrics,
      List<StyleStatus> styles,
      Supplier<Map<String, Double>> seconds) {
    if (styles.isEmpty()) {
      return List.of(shared.sample(step, shared.cell().style(), 1, metrics).with(seconds.get()));
    }
    TrainedOnSpec trainedOn = shared.spec().trainedOn();
    List<Sample> samples = new ArrayList<>();
    for (StyleStatus style : styles) {
      Sample trained =
          shared.sample(step, style.style(), trainedOn.trainedIdentities(), style.metrics());
      // The seconds are of all styles together, so they count once.
      samples.add(samples.isEmpty() ? trained.with(seconds.get()) : trained);
      if (!style.heldOut().isEmpty()) {
        samples.add(trained.heldOut(trainedOn.heldOutIdentities(), means(style.heldOut())));
      }
    }
    return samples;
  }

  private static JsonNode settings(RunEntry entry, ExperimentSpec spec, Variant variant) {
    PortraitSettings own = spec.settings(variant);
    ObjectNode tree = (ObjectNode) CanonicalJson.tree(own);
    removeOtherMethods(tree, own.method());
    if (tree.get("identity") instanceof ObjectNode identity) {
      identity.remove("seed");
    }
    if (tree.get("evaluation") instanceof ObjectNode evaluation) {
      evaluation.remove("atSteps"); // no score depends on what else is scored
    }
    tree.put("priors", entry.priors().name() + " " + entry.priors().digest());
    tree.set("trainedOn", CanonicalJson.tree(spec.trainedOn()));
    if (spec.trainedOn().regime().manyStyles()) {
      tree.set("styles", CanonicalJson.tree(spec.styles()));
    }
    return tree;
  }

  /** A portrait does not depend on what other methods are set to. */
  private static void removeOtherMethods(ObjectNode settings, Method method) {
    if (method != Method.GAN_INVERSION) {
      settings.remove("inversion");
    }
    if (method != Method.SCORE_DISTILLATION) {
      settings.remove("distillation");
    }
    if (method.baseline()) {
      settings.remove("i2t");
    }
  }

  private static Map<String, Double> means(Map<String, MeanStd> metrics) {
    Map<String, Double> values = new TreeMap<>();
    metrics.forEach((name, value) -> values.put(name, value.mean()));
    return values;
  }

  private static Map<String, Double> seconds(Shared shared, List<StageRecord> stages) {
    Map<String, Double> values = new TreeMap<>();
    if (!shared.spec().trainedOn().regime().manyStyles()) {
      values.put(Quantity.STYLE, StyleTime.seconds(shared.spec(), shared.cell(), stages));
      StyleTime.paper(shared.cell().variant()).ifPresent(s -> values.put(Quantity.PAPER, s));
    }
    for (StageRecord record : stages) {
      values.merge(Quantity.seconds(record.stage()), record.seconds(), Double::sum);
      values.merge(Quantity.ALL_STAGES, record.seconds(), Double::sum);
    }
    return values;
  }
}
