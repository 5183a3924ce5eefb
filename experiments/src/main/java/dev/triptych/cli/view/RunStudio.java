package dev.triptych.cli.view;

import ai.djl.Device;
import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.models.images.Image;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.live.LiveRenderer;
import dev.triptych.worker.live.Look;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import java.nio.file.Path;

/** Renders the portraits of a run. */
final class RunStudio implements Studio, AutoCloseable {
  private static final long MEMORY = 512L << 20; // of planes: twenty heads at the paper's size

  private final ArtifactStore store;
  private final RunEntry entry;
  private final Device device;
  private final LoadedPriors priors;
  private final LiveRenderer renderer;
  private volatile Gallery gallery;

  /**
   * @param gallery of the run, with something to see
   * @param priors folder of prior sets
   */
  RunStudio(ArtifactStore store, RunEntry entry, Gallery gallery, Path priors, Device device) {
    this.store = store;
    this.entry = entry;
    this.gallery = gallery;
    this.device = device;
    this.priors = new LoadedPriors(priors);
    this.renderer = new LiveRenderer(store, this.priors, entry.priors(), device, MEMORY);
  }

  @Override
  public ViewData show() {
    Gallery now = Gallery.of(store, entry.run()); // a run that goes on may have more
    gallery = now;
    return new ViewData(
        entry.run(),
        entry.name(),
        entry.priors().name(),
        now.exhibits(),
        now.unfinished(),
        renderer.imageSize(),
        device.isGpu() ? Torch.name(device) : "the processor");
  }

  @Override
  public Image picture(FrameRequest request) {
    Gallery.Sight sight =
        gallery
            .find(request.exhibit(), request.choice())
            .orElseThrow(() -> new Refused(Refusal.UNKNOWN, "the run has no such head"));
    return renderer.render(
        sight.subject(),
        new LiveRenderer.Gaze(sight.angles(), request.angle(), request.zoom()),
        request.look(),
        rays(request));
  }

  /** Depth and normals are not enlarged by a network, and take twice the rays a side instead. */
  private int rays(FrameRequest request) {
    int whole = request.look() == Look.COLOUR ? renderer.rays() : 2 * renderer.rays();
    return request.draft() ? Math.max(1, whole / 2) : whole;
  }

  @Override
  public void close() {
    renderer.close();
    priors.close();
  }
}
