package dev.triptych.worker.activities;

import dev.triptych.models.images.Image;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;

/**
 * Keeps pictures while their maker makes the next ones: a bucket takes a hundredth of a second for
 * each, as long as a small generator renders. A maker who is far ahead has to help.
 */
final class PictureKeeper implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int AHEAD = 16; // pictures in memory

  private final Pictures pictures;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(AHEAD),
          new CallerRunsPolicy());

  PictureKeeper(Pictures pictures) {
    this.pictures = pictures;
  }

  /** As {@link Pictures#put}, but later. */
  Future<ArtifactRef> put(Image image, String name) {
    return threads.submit(() -> pictures.put(image, name));
  }

  /** Waits until a picture is kept; throws what {@link Pictures#put} threw. */
  static ArtifactRef kept(Future<ArtifactRef> picture) {
    try {
      return picture.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while pictures were kept");
    }
  }

  /** Gives up pictures that nobody has waited for. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
