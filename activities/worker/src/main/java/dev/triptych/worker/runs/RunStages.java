package dev.triptych.worker.runs;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of a run's stages, one document for each part of the run. What cells share is read once:
 * a caller that wants to see what is new makes another one.
 */
public final class RunStages {
  private static final int DATASETS = 8; // cells that share one stand together

  private record Pretraining(StageRecord record, PretrainRequest asked) {}

  private final String run;
  private final DocumentStore store;
  private final RunLayout layout;
  private final Map<String, List<StageRecord>> datasets =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<StageRecord>> eldest) {
          return size() > DATASETS;
        }
      };
  private @Nullable List<Pretraining> pretrainings;

  public RunStages(DocumentStore store, String run) {
    this.run = run;
    this.store = store;
    this.layout = RunLayout.of(run);
  }

  /** Keeps what is known of a part of this run, after as much as the request says. */
  public void write(RecordStagesRequest part) {
    List<StageRecord> all = new ArrayList<>();
    if (part.after() > 0) {
      part(part.part()).stream().limit(part.after()).forEach(all::add);
    }
    all.addAll(part.stages());
    store.write(
        layout.stages(part.part()),
        Json.bytes(new RecordStagesRequest(run, part.part(), part.state(), all)));
  }

  /**
   * Records of a part, in the order in which its stages ended; none if it has not ended yet.
   *
   * @param part id of a dataset, slug of a cell, or {@link RecordStagesRequest#SHARED}
   * @throws DamagedDocument if they cannot be understood
   */
  public List<StageRecord> part(String part) {
    return new Documents(store)
        .read(layout.stages(part), RecordStagesRequest.class, RunFolder.resume(run))
        .map(RecordStagesRequest::stages)
        .orElse(List.of());
  }

  /**
   * Records of the stages behind a cell, in the order in which they run; as far as it has come.
   *
   * @throws DamagedDocument if some cannot be understood
   */
  public List<StageRecord> behind(Cell cell, ExperimentSpec spec) {
    Cell named = asNamed(cell, spec);
    List<StageRecord> records = new ArrayList<>(dataset(spec.datasetId(named)));
    pretraining(cell, spec).ifPresent(records::add);
    records.addAll(part(named.slug()));
    return List.copyOf(records);
  }

  /** The cell under the name that an earlier version may have given it. */
  private Cell asNamed(Cell cell, ExperimentSpec spec) {
    Cell former = cell.formerlyNamed();
    if (former.equals(cell) || !part(cell.slug()).isEmpty() || part(former.slug()).isEmpty()) {
      return cell;
    }
    boolean another = spec.cells().stream().anyMatch(c -> c.slug().equals(former.slug()));
    return another ? cell : former;
  }

  private List<StageRecord> dataset(String id) {
    List<StageRecord> known = datasets.get(id);
    if (known == null) {
      known = part(id);
      datasets.put(id, known);
    }
    return known;
  }

  /** Pre-training of the network that {@code cell} starts from. */
  private Optional<StageRecord> pretraining(Cell cell, ExperimentSpec spec) {
    PortraitSettings settings = spec.settings(cell);
    if (!settings.pretrained()) {
      return Optional.empty();
    }
    List<Pretraining> known = pretrainings;
    if (known == null) {
      KeptResults kept = new KeptResults(store);
      known =
          pretrainings().stream()
              .flatMap(
                  record -> kept.pretraining(record).map(r -> new Pretraining(record, r)).stream())
              .toList();
      pretrainings = known;
    }
    return known.stream()
        .filter(each -> makes(each.asked(), settings.i2t()))
        .map(Pretraining::record)
        .findFirst();
  }

  private static boolean makes(PretrainRequest asked, I2tSpec wanted) {
    return asked.spatial() == wanted.spatial()
        && asked.seed() == wanted.pretrainingSeed()
        && asked.truncationPsi() == wanted.pretrainingPsi()
        // As far as the result depends on it.
        && CanonicalJson.of(asked.training()).equals(CanonicalJson.of(wanted.pretraining()));
  }

  /**
   * All pre-trainings of the run that are done.
   *
   * @throws DamagedDocument if their records cannot be understood
   */
  public List<StageRecord> pretrainings() {
    return part(RecordStagesRequest.SHARED).stream()
        .filter(record -> record.stage() == Stage.PRETRAIN && record.state() == State.DONE)
        .toList();
  }
}
