package dev.triptych.cli.verify;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads artefacts where they lie, several at a time, and each content once. One that is not what
 * its digest says is set aside, as whenever one is read.
 */
public final class BlobCheck {
  private static final int THREADS = 4; // a bucket takes some milliseconds for each
  private static final int AHEAD = 256;

  private final BlobStore store;
  private final Set<String> seen = new HashSet<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(AHEAD),
          new CallerRunsPolicy());
  private final List<Damaged> damaged = new ArrayList<>();
  private int checked;
  private long bytes;

  public BlobCheck(BlobStore store) {
    this.store = store;
  }

  /** An artefact that is gone, or is not what it was. */
  public record Damaged(String key, String problem) {}

  /**
   * What was found.
   *
   * @param checked artefacts
   * @param bytes of them
   * @param damaged by key
   */
  public record Checked(int checked, long bytes, List<Damaged> damaged) {
    public Checked {
      damaged = List.copyOf(damaged);
    }
  }

  /** Checks an artefact, soon. */
  public void add(ArtifactRef ref) {
    boolean blob = ref.key().equals(StoreLayout.blob(ref.sha256()));
    if (blob && seen.add(ref.sha256())) {
      threads.execute(() -> check(ref));
    }
  }

  private void check(ArtifactRef ref) {
    try {
      store.verify(ref);
      count(ref, null);
    } catch (CorruptArtifact e) {
      count(ref, e);
    }
  }

  private synchronized void count(ArtifactRef ref, @Nullable TriptychException problem) {
    checked++;
    bytes += ref.bytes();
    if (problem != null) {
      damaged.add(new Damaged(ref.key(), problem.what()));
    }
  }

  /** Waits for all. */
  public Checked end() throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
    return soFar();
  }

  public synchronized Checked soFar() {
    List<Damaged> sorted = new ArrayList<>(damaged);
    sorted.sort(Comparator.comparing(Damaged::key));
    return new Checked(checked, bytes, sorted);
  }
}
