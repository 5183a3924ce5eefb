package dev.triptych.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PortraitSettings;
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
    for (CellStatus status : folder.status().map(s -> s.cells()).orElse(List.of())) {
      Cell cell = cells.get(status.cell());
      if (cell == null || status.state() != State.DONE) {
        continue;
      }
      Variant variant = cell.variant();
      samples.add(
          new Sample(
              entry.run(),
              cell.slug(),
              variant.slug(),
              settings.computeIfAbsent(variant, v -> settings(entry, spec.settings(v))),
              cell.style(),
              cell.seed(),
              spec.settings(variant).identity().seed(),
              values(status)));
    }
    return samples;
  }

  private static JsonNode settings(RunEntry entry, PortraitSettings settings) {
    ObjectNode tree = (ObjectNode) CanonicalJson.tree(settings);
    if (tree.get("identity") instanceof ObjectNode identity) {
      identity.remove("seed");
    }
    tree.put("priors", entry.priors().name() + " " + entry.priors().digest());
    return tree;
  }

  private static Map<String, Double> values(CellStatus status) {
    Map<String, Double> values = new TreeMap<>();
    status.metrics().forEach((name, value) -> values.put(name, value.mean()));
    for (StageRecord record : status.stages()) {
      values.merge(Quantity.seconds(record.stage()), record.seconds(), Double::sum);
      values.merge(Quantity.ALL_STAGES, record.seconds(), Double::sum);
    }
    return values;
  }
}
