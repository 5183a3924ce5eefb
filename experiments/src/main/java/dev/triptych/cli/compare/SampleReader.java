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
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what runs have finished. */
final class SampleReader {
  private final ArtifactStore store;

  SampleReader(ArtifactStore store) {
    this.store = store;
  }

  /** The portraits of a run that are done, in the spec's order. */
  List<Sample> read(RunEntry entry) {
    RunFolder folder = new RunFolder(store, entry.run());
    ExperimentSpec spec = folder.spec();
    Map<String, Cell> cells =
        spec.cells().stream().collect(Collectors.toMap(Cell::slug, Function.identity()));
    Map<Variant, JsonNode> settings = new HashMap<>();
    List<Sample> samples = new ArrayList<>();
    for (CellStatus status : folder.status().map(RunStatus::cells).orElse(List.of())) {
      Cell cell = cells.get(status.cell());
      if (cell != null && status.state() == State.DONE) {
        Variant variant = cell.variant();
        JsonNode own = settings.computeIfAbsent(variant, v -> settings(entry, spec, v));
        samples.addAll(samples(entry.run(), spec, cell, own, status));
      }
    }
    return samples;
  }

  /** One, or of a model of many styles one for each. */
  private static List<Sample> samples(
      String run, ExperimentSpec spec, Cell cell, JsonNode settings, CellStatus status) {
    String variant = cell.variant().slug();
    long identity = spec.settings(cell.variant()).identity().seed();
    Map<String, Double> values = means(status.metrics());
    Map<String, Double> seconds = seconds(status.stages());
    if (status.styles().isEmpty()) {
      values.putAll(seconds);
      return List.of(
          new Sample(
              run,
              cell.slug(),
              variant,
              settings,
              cell.style(),
              cell.seed(),
              identity,
              1,
              false,
              values));
    }
    List<Sample> samples = new ArrayList<>();
    for (StyleStatus style : status.styles()) {
      Sample trained =
          new Sample(
              run,
              cell.slug(),
              variant,
              settings,
              style.style(),
              cell.seed(),
              identity,
              spec.trainedOn().trainedIdentities(),
              false,
              means(style.metrics()));
      // The seconds are of all styles together, so they count once.
      samples.add(samples.isEmpty() ? trained.with(seconds) : trained);
      if (!style.heldOut().isEmpty()) {
        samples.add(trained.heldOut(spec.trainedOn().heldOutIdentities(), means(style.heldOut())));
      }
    }
    return samples;
  }

  private static JsonNode settings(RunEntry entry, ExperimentSpec spec, Variant variant) {
    ObjectNode tree = (ObjectNode) CanonicalJson.tree(spec.settings(variant));
    if (tree.get("identity") instanceof ObjectNode identity) {
      identity.remove("seed");
    }
    tree.put("priors", entry.priors().name() + " " + entry.priors().digest());
    tree.set("trainedOn", CanonicalJson.tree(spec.trainedOn()));
    if (spec.trainedOn().regime().manyStyles()) {
      tree.set("styles", CanonicalJson.tree(spec.styles()));
    }
    return tree;
  }

  private static Map<String, Double> means(Map<String, MeanStd> metrics) {
    Map<String, Double> values = new TreeMap<>();
    metrics.forEach((name, value) -> values.put(name, value.mean()));
    return values;
  }

  private static Map<String, Double> seconds(List<StageRecord> stages) {
    Map<String, Double> values = new TreeMap<>();
    for (StageRecord record : stages) {
      values.merge(Quantity.seconds(record.stage()), record.seconds(), Double::sum);
      values.merge(Quantity.ALL_STAGES, record.seconds(), Double::sum);
    }
    return values;
  }
}
