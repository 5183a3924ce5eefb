package dev.triptych.cli.heads;

import ai.djl.Device;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.worker.live.LiveRenderer;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;

/** The networks of a run's prior set in this process, and heads by them. */
public final class HeadRenderer implements AutoCloseable {
  private static final long MEMORY =
      512L << 20; // bytes of planes: twenty heads at the paper's size

  private final LoadedPriors priors;
  private final LiveRenderer renderer;

  private HeadRenderer(LoadedPriors priors, LiveRenderer renderer) {
    this.priors = priors;
    this.renderer = renderer;
  }

  /**
   * Loads what rendering needs.
   *
   * @throws dev.triptych.worker.errors.TriptychException.MissingPrior if the run's set is not at
   *     hand, or is another by now
   */
  public static HeadRenderer open(ArtifactStore store, RunEntry entry, Device device) {
    LoadedPriors priors = new LoadedPriors(InstalledPriors.in(store.local()).folder());
    try {
      return new HeadRenderer(
          priors, new LiveRenderer(store, priors, entry.priors(), device, MEMORY));
    } catch (RuntimeException | Error e) {
      priors.close();
      throw e;
    }
  }

  /** Works on a head's planes; see {@link LiveRenderer#with}. */
  public <T> T with(Head head, LiveRenderer.Work<T> work) {
    return renderer.with(head.subject(), work);
  }

  @Override
  public void close() {
    renderer.close();
    priors.close();
  }
}
