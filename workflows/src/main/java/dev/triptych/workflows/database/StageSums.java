package dev.triptych.workflows.database;

import dev.triptych.workflows.stage.Renewed;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What many executions took, one record for each stage: ten thousand are told of like ten. */
public final class StageSums {
  private final Map<Stage, StageRecord> sums = new EnumMap<>(Stage.class);

  /** Adds what is done; a stage was kept if all its executions were. */
  public void add(Collection<StageRecord> records) {
    for (StageRecord record : records) {
      if (record.state() == State.DONE) {
        sums.merge(record.stage(), withoutOutputs(record), StageSums::sum);
      }
    }
  }

  /** In the order of the stages. */
  public List<StageRecord> records() {
    return new ArrayList<>(sums.values());
  }

  private static StageRecord withoutOutputs(StageRecord record) {
    return new StageRecord(
        record.stage(),
        null,
        State.DONE,
        record.cached(),
        record.seconds(),
        List.of(),
        record.renewed());
  }

  private static StageRecord sum(StageRecord a, StageRecord b) {
    return new StageRecord(
        a.stage(),
        null,
        State.DONE,
        a.cached() && b.cached(),
        a.seconds() + b.seconds(),
        List.of(),
        sum(a.renewed(), b.renewed()));
  }

  private static @Nullable Renewed sum(@Nullable Renewed a, @Nullable Renewed b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.plus(b);
  }
}
