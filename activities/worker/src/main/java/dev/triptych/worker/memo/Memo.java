package dev.triptych.worker.memo;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.State;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the results of stages in the store. A kept result counts while all its artefacts are there
 * with their sizes; their digests are checked when they are read, and a corrupt one is set aside
 * then, so that the next launch makes it anew.
 */
public final class Memo {
  private static final Logger LOG = LoggerFactory.getLogger(Memo.class);
  private static final String UNKNOWN = "unknown/unknown"; // media type

  private final ArtifactStore store;
  private final Clock clock;
  private final Orders orders;
  private final KeyedLocks running = new KeyedLocks();
  private final Claims claims;

  public Memo(ArtifactStore store, Clock clock) {
    this(store, clock, Orders.NONE);
  }

  /**
   * @param orders to make stages anew
   */
  public Memo(ArtifactStore store, Clock clock, Orders orders) {
    this(store, clock, orders, new Scheduler.Real());
  }

  Memo(ArtifactStore store, Clock clock, Orders orders, Scheduler scheduler) {
    this.store = store;
    this.clock = clock;
    this.orders = orders;
    this.claims = new Claims(store, scheduler);
  }

  /**
   * The kept result for {@code key}, or else what {@code stage} returns, which is then kept. Equal
   * keys at the same time run once in this process: the others wait.
   *
   * <p>If there is an order to make the stage anew, only what was made by this order counts as
   * kept. What is kept otherwise is replaced once the new artefacts have been read back and are
   * whole.
   *
   * @param type of the result inside {@link Staged}
   * @param asker who asks
   * @param waiting is called every few seconds while another thread runs the same key; may throw
   */
  Staged<?> recall(
      StageKey key, JavaType type, Claimant asker, Supplier<Made> stage, Runnable waiting) {
    Optional<String> order = order(asker, key);
    return running.alone(
        key.sha256(),
        waiting,
        () -> {
          Optional<Staged<?>> kept = find(key, type, order);
          return kept.isPresent() ? kept.get() : run(key, asker, order, stage);
        });
  }

  private Optional<String> order(Claimant asker, StageKey key) {
    return orders.anew(asker.workflow(), asker.execution(), key.stage());
  }

  /** Runs stages together. */
  @FunctionalInterface
  interface Batch {
    /**
     * Runs the first of {@code keys}, as many as go together, but at least one.
     *
     * @return their results in the keys' order; each says in its record how long it took
     */
    List<Made> run(List<StageKey> keys);
  }

  /**
   * As {@link #recall} for several keys: those without a kept result are given to {@code batch}
   * until none is left. What it returns is kept before it is asked again, so a failure costs what
   * was under way and no more.
   *
   * @return the result of each key
   */
  Map<StageKey, Staged<?>> recallAll(
      List<StageKey> keys, JavaType type, Claimant asker, Batch batch, Runnable waiting) {
    TreeSet<String> names = new TreeSet<>();
    keys.forEach(key -> names.add(key.sha256()));
    return running.alone(
        names,
        waiting,
        () -> {
          Map<StageKey, Staged<?>> results = new HashMap<>();
          List<StageKey> missing = new ArrayList<>();
          for (StageKey key : new LinkedHashSet<>(keys)) {
            find(key, type, order(asker, key))
                .ifPresentOrElse(kept -> results.put(key, kept), () -> missing.add(key));
          }
          runAll(missing, asker, batch, results);
          return results;
        });
  }

  private void runAll(
      List<StageKey> missing, Claimant asker, Batch batch, Map<StageKey, Staged<?>> results) {
    int done = 0;
    while (done < missing.size()) {
      List<StageKey> rest = missing.subList(done, missing.size());
      List<Made> fresh = batch.run(rest);
      if (fresh.isEmpty() || fresh.size() > rest.size()) {
        throw new IllegalStateException(fresh.size() + " results of " + rest.size() + " stages");
      }
      for (Made made : fresh) {
        StageKey key = missing.get(done);
        results.put(key, run(key, asker, order(asker, key), () -> made));
        done++;
      }
    }
  }

  /**
   * As {@link #recall}, but equal keys run once among all processes that share the store.
   *
   * @param claimant who asks
   */
  Staged<?> recallClaimed(
      StageKey key, JavaType type, Claimant claimant, Supplier<Made> stage, Runnable waiting) {
    Optional<String> order = order(claimant, key);
    Supplier<Optional<Staged<?>>> kept = () -> find(key, type, order);
    try {
      Staged<?> staged =
          running.alone(
              key.sha256(),
              waiting,
              () ->
                  claims.<Staged<?>>alone(
                      key, claimant, waiting, kept, () -> run(key, claimant, order, stage)));
      // Only now: killed before, the training would have lost its progress. An earlier attempt may
      // have been killed before it came so far.
      if (!staged.stage().cached() || claimant.attempt() > 1) {
        forgetProgress(key);
      }
      return staged;
    } catch (RuntimeException e) {
      forgetProgressIfKept(key, kept, e);
      throw e;
    }
  }

  /**
   * A worker that stood still goes on where another has taken over and ended: what it still wrote
   * nobody else would remove.
   */
  private void forgetProgressIfKept(
      StageKey key, Supplier<Optional<Staged<?>>> kept, RuntimeException failure) {
    try {
      if (kept.get().isPresent()) {
        forgetProgress(key);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e); // the store may be what failed
    }
  }

  private void forgetProgress(StageKey key) {
    store.list(StoreLayout.checkpoints(key.stage(), key.sha256())).forEach(store::delete);
  }

  private Optional<Staged<?>> find(StageKey key, JavaType type, Optional<String> order) {
    Optional<KeptStage> kept = find(key);
    if (kept.isEmpty() || (order.isPresent() && !kept.get().order().equals(order))) {
      return Optional.empty();
    }
    KeptStage stage = kept.get();
    StageResult result;
    try {
      result = (StageResult) Json.parse(Json.bytes(stage.result()), type);
    } catch (UncheckedIOException e) {
      LOG.warn("{} holds a result of another form; the stage runs again", key.document());
      return Optional.empty();
    }
    Renewal renewal = order.isPresent() ? stage.renewal() : null;
    return Optional.of(staged(key, result, true, stage.seconds(), renewal));
  }

  /** What is kept for {@code key}, if its artefacts are there. */
  public Optional<KeptStage> find(StageKey key) {
    Optional<KeptStage> document = read(key);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    for (StageOutput output : document.get().outputs()) {
      if (!store.holds(output.key(), output.bytes())) {
        LOG.info("{} lacks its {}; the stage runs again", key.document(), output.name());
        return Optional.empty();
      }
    }
    return document;
  }

  private Optional<KeptStage> read(StageKey key) {
    try {
      return store.take(key.document()).map(json -> Json.parse(json, KeptStage.class));
    } catch (UncheckedIOException e) {
      LOG.warn("{} cannot be read; the stage runs again", key.document());
      return Optional.empty();
    }
  }

  /**
   * Reads all artefacts of a kept result and names those that are gone or are not what they were.
   */
  public List<StageOutput> damaged(KeptStage kept) {
    List<StageOutput> damaged = new ArrayList<>();
    for (StageOutput output : kept.outputs()) {
      try {
        store.file(output.ref(UNKNOWN));
      } catch (CorruptArtifact e) {
        damaged.add(output);
      }
    }
    return damaged;
  }

  private Staged<?> run(
      StageKey key, Claimant asker, Optional<String> order, Supplier<Made> stage) {
    Made made = stage.get();
    StageResult result = made.staged().result();
    double seconds = made.staged().stage().seconds();
    Renewal renewal = order.map(each -> renewal(key, each, result)).orElse(null);
    KeptStage kept =
        new KeptStage(
            key.stage(),
            key.version(),
            key.sha256(),
            Json.parse(key.inputs().getBytes(StandardCharsets.UTF_8), JsonNode.class),
            Json.tree(result),
            result.outputs(),
            seconds,
            Host.name(),
            Versions.current(),
            clock.instant().toString(),
            new Maker(asker.workflow(), made.device(), Host.processor()),
            renewal);
    store.write(key.document(), Json.bytes(kept));
    return staged(key, result, false, seconds, renewal);
  }

  /** Reads what is about to take the place of a good result. */
  private Renewal renewal(StageKey key, String order, StageResult result) {
    result.outputs().forEach(output -> store.verify(output.ref(UNKNOWN)));
    return Renewal.of(order, read(key).orElse(null), result.outputs());
  }

  private static Staged<?> staged(
      StageKey key, StageResult result, boolean cached, double seconds, @Nullable Renewal renewal) {
    return new Staged<>(
        new StageRecord(
            key.stage(),
            key.sha256(),
            State.DONE,
            cached,
            seconds,
            result.outputs(),
            renewal == null ? null : renewal.brief()),
        result);
  }
}
