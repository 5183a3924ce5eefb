package dev.triptych.cli.explain;

import dev.triptych.cli.explain.ExplainedRun.ExplainedStage;
import dev.triptych.cli.explain.ExplainedRun.Kept;
import dev.triptych.cli.explain.ExplainedRun.Kind;
import dev.triptych.cli.explain.ExplainedRun.Reason;
import dev.triptych.cli.explain.ExplainedRun.Source;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Maker;
import dev.triptych.worker.memo.Renewal;
import dev.triptych.workflows.stage.Renewed;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The executions of a stage in one dataset or cell: who made them, and which need a reason. */
final class Executions {
  private final Stage stage;
  private final List<StageRecord> records;
  private final Map<List<Object>, Source> sources = new LinkedHashMap<>();
  private final List<Reason> reasons = new ArrayList<>();
  private final Set<String> targets = new LinkedHashSet<>();
  private final Set<String> own = new HashSet<>(); // made together: none explains another
  private int found;
  private int notLookedAt;

  private Executions(Stage stage, List<StageRecord> records) {
    this.stage = stage;
    this.records = records;
  }

  /**
   * Reads what is kept of them.
   *
   * @param run that rests on them
   * @param nearest takes those that the run made
   */
  static Executions look(
      Stage stage,
      List<StageRecord> records,
      String run,
      KeptCatalog catalog,
      Nearest nearest,
      Budget budget) {
    Executions executions = new Executions(stage, records);
    List<String> keys = new ArrayList<>();
    Set<String> ran = new HashSet<>();
    for (StageRecord record : records) {
      String key = record.key();
      if (key != null) {
        keys.add(key);
        if (!record.cached()) {
          ran.add(key);
        }
      }
    }
    List<String> distinct = keys.stream().distinct().toList();
    int readable = budget.take(distinct.size());
    executions.notLookedAt = distinct.size() - readable;
    catalog.forEach(
        stage,
        distinct.subList(0, readable),
        kept -> executions.note(kept, run, ran.contains(kept.key()), nearest));
    executions.found += executions.notLookedAt;
    return executions;
  }

  private void note(KeptStage kept, String run, boolean ran, Nearest nearest) {
    found++;
    Maker maker = kept.maker();
    Source source =
        new Source(
            maker == null ? null : maker.run(),
            kept.host(),
            maker == null ? null : maker.device(),
            maker == null ? null : maker.processor(),
            1,
            kept.finishedAt(),
            kept.finishedAt(),
            kept.seconds());
    List<Object> who = new ArrayList<>();
    who.add(source.run());
    who.add(source.host());
    who.add(source.device());
    who.add(source.processor());
    sources.merge(who, source, Source::plus);
    Renewal.Former former = former(kept);
    if (!ran && (maker == null || !maker.run().equals(run))) {
      return; // taken from another run
    }
    own.add(kept.key());
    if (former != null) {
      reasons.add(
          Reason.again(former.differing().stream().map(StageOutput::name).toList(), kept.key()));
    } else if (nearest.size() < Budget.REASONS) {
      nearest.add(kept, own);
      targets.add(kept.key());
    } else {
      notLookedAt++;
    }
  }

  private static Renewal.@Nullable Former former(KeptStage kept) {
    Renewal renewal = kept.renewal();
    return renewal == null ? null : renewal.former();
  }

  ExplainedStage explain(
      KeptCatalog catalog, Differences differences, Map<Stage, Nearest> nearest) {
    List<Reason> all = new ArrayList<>(reasons);
    Nearest search = nearest.get(stage);
    for (String key : targets) {
      catalog
          .find(new KeptCatalog.Name(stage, key))
          .ifPresent(
              now -> {
                Optional<KeptStage> near = search == null ? Optional.empty() : search.of(key);
                all.add(
                    near.map(kept -> reason(kept, differences.between(kept, now), key))
                        .orElseGet(() -> Reason.of(Kind.FIRST, null, List.of(), key)));
              });
    }
    int taken = (int) records.stream().filter(StageRecord::cached).count();
    int failed = (int) records.stream().filter(each -> each.state() != State.DONE).count();
    int keyed =
        (int) records.stream().map(StageRecord::key).filter(Objects::nonNull).distinct().count();
    return new ExplainedStage(
        stage,
        records.size(),
        records.size() - taken - failed,
        taken,
        failed,
        records.stream().mapToDouble(StageRecord::seconds).sum(),
        List.copyOf(sources.values()),
        renewed(),
        merged(all),
        Math.max(0, keyed - found),
        notLookedAt);
  }

  private static Reason reason(KeptStage near, List<Difference> differences, String key) {
    Maker maker = near.maker();
    Kept kept = new Kept(maker == null ? null : maker.run(), near.host());
    return Reason.of(Kind.OTHER_INPUTS, kept, differences, key);
  }

  private @Nullable Renewed renewed() {
    Renewed sum = null;
    for (StageRecord record : records) {
      Renewed each = record.renewed();
      if (each != null) {
        sum = sum == null ? each : sum.plus(each);
      }
    }
    return sum;
  }

  /** Equal reasons put together. */
  private static List<Reason> merged(List<Reason> all) {
    Map<List<Object>, Reason> merged = new LinkedHashMap<>();
    for (Reason each : all) {
      List<Object> what = new ArrayList<>();
      what.add(each.kind());
      what.add(each.nearest());
      what.add(each.differences());
      what.add(each.otherwise());
      merged.merge(what, each, Reason::plus);
    }
    return List.copyOf(merged.values());
  }
}
