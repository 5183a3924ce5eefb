package dev.triptych.mannequin.pairs;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.mannequin.head.HeadRenderer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pairs of pictures, the same head from the same side plain and styled, cached in one memory-mapped
 * file.
 *
 * <p>A pair depends on seed and index alone. Every record carries a checksum, so a run that was
 * killed leaves a file which the next {@link #open} completes; a longer data set of the same seed
 * keeps the pairs of a shorter one. Reading is safe for concurrent use.
 */
public final class PairDataset implements Closeable {
  /** Side of the pictures in pixels. */
  public static final int IMAGE_SIZE = PairFile.IMAGE_SIZE;

  /** Numbers of one picture: three channels. */
  public static final int IMAGE_NUMBERS = 3 * IMAGE_SIZE * IMAGE_SIZE;

  /**
   * Told how many of the pairs exist; called from several threads, with rising or equal numbers.
   */
  @FunctionalInterface
  public interface Progress {
    /** Some pairs are done. */
    void done(int pairs, int total);
  }

  // File locks hold between processes only; within this one, threads wait here for each other.
  private static final Map<Path, Lock> FILLING = new ConcurrentHashMap<>();

  private final PairFile file;
  private final int size;

  private PairDataset(PairFile file, int size) {
    this.file = file;
    this.size = size;
  }

  /**
   * Opens the data set in a folder, drawing the pairs that are missing.
   *
   * @param folder created if need be
   * @param count pairs wanted
   * @param threads drawing side by side
   * @throws IOException if the folder cannot be used or the thread is interrupted; what was drawn
   *     is kept
   */
  public static PairDataset open(Path folder, long seed, int count, int threads, Progress progress)
      throws IOException {
    if (count < 1 || threads < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "count and threads must be positive, not %d and %d", count, threads));
    }
    Files.createDirectories(folder);
    Path path = file(folder.toRealPath(), seed);
    Lock filling = FILLING.computeIfAbsent(path, key -> new ReentrantLock());
    try {
      filling.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      PairFile file = PairFile.open(path, seed, count);
      try {
        fill(file, seed, count, threads, progress);
        file.unlock();
        return new PairDataset(file, count);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } finally {
      filling.unlock();
    }
  }

  /** The file in {@code folder} that holds the pairs of a seed. */
  public static Path file(Path folder, long seed) {
    return folder.resolve("pairs-" + Long.toHexString(seed) + ".bin");
  }

  private static void fill(PairFile file, long seed, int count, int threads, Progress progress)
      throws IOException {
    List<Integer> missing = file.missing();
    if (missing.isEmpty()) {
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger(count - missing.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        workers.add(
            pool.submit(
                () -> {
                  int place = next.getAndIncrement();
                  while (place < missing.size() && !Thread.currentThread().isInterrupted()) {
                    int index = missing.get(place);
                    draw(file, seed, index);
                    progress.done(done.incrementAndGet(), count);
                    place = next.getAndIncrement();
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IOException("Drawing the mannequin's pairs failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IOException(
        "Drawing the mannequin's pairs was interrupted; the next run goes on", cause);
  }

  private static void draw(PairFile file, long seed, int index) {
    Pair pair = Pair.of(seed, index);
    Look look = Look.ofLatent(pair.latent());
    Style style = Styles.all().get(pair.style());
    float[] plain = HeadRenderer.render(look, null, pair.pitch(), pair.yaw(), IMAGE_SIZE);
    float[] styled = HeadRenderer.render(look, style, pair.pitch(), pair.yaw(), IMAGE_SIZE);
    file.put(index, pair, plain, styled);
  }

  /** Number of pairs. */
  public int size() {
    return size;
  }

  /** The index of a pair's style in {@link Styles#all()}. */
  public int styleIndex(int pair) {
    return file.style(check(pair));
  }

  /** A pair's latent {@code [64]}. */
  public float[] latent(int pair) {
    return file.latent(check(pair));
  }

  /** The camera's pitch in degrees. */
  public float pitch(int pair) {
    return file.pitch(check(pair));
  }

  /** The camera's yaw in degrees; of the mirrored pair, its negative. */
  public float yaw(int pair) {
    return file.yaw(check(pair));
  }

  /** Whether the mirrored styled picture is what the style looks like from the negative yaw. */
  public boolean mirrorable(int pair) {
    return Styles.all().get(styleIndex(pair)).mirrorable();
  }

  /**
   * Reads the plain picture, {@code [3, 64, 64]} in [0, 1], into {@code target} from {@code offset}
   * on.
   */
  public void plain(int pair, float[] target, int offset) {
    plain(pair, target, offset, false);
  }

  /** Reads the plain picture, left and right exchanged if {@code mirrored}. */
  public void plain(int pair, float[] target, int offset, boolean mirrored) {
    file.image(check(pair), PairFile.PLAIN, target, offset, mirrored);
  }

  /**
   * Reads the styled picture, {@code [3, 64, 64]} in [0, 1], into {@code target} from {@code
   * offset} on.
   */
  public void styled(int pair, float[] target, int offset) {
    styled(pair, target, offset, false);
  }

  /**
   * Reads the styled picture, left and right exchanged if {@code mirrored}.
   *
   * @throws IllegalArgumentException if mirrored and the style is not {@link #mirrorable}
   */
  public void styled(int pair, float[] target, int offset, boolean mirrored) {
    if (mirrored && !mirrorable(pair)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pair %d is %s, which has no mirror image",
              pair,
              Styles.all().get(styleIndex(pair)).phrase()));
    }
    file.image(check(pair), PairFile.STYLED, target, offset, mirrored);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private int check(int pair) {
    if (pair < 0 || pair >= size) {
      throw new IndexOutOfBoundsException(String.format(Locale.ROOT, "Pair %d of %d", pair, size));
    }
    return pair;
  }
}
