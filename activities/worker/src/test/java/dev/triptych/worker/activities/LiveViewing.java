package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.triptych.models.images.Image;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.live.LiveRenderer;
import dev.triptych.worker.live.Look;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.Map;

/** Looks at a finished run as the live view does. */
final class LiveViewing implements AutoCloseable {
  private static final int ROUNDING = 1; // of 255 levels: alone or with others, sums differ

  private final FolderStore store;
  private final Gallery gallery;
  private final LoadedPriors loaded;
  private final LiveRenderer renderer;

  /**
   * @param memory bytes for heads that nobody looks at
   */
  LiveViewing(FolderStore store, TinyRuns runs, String run, long memory) {
    this.store = store;
    this.gallery = Gallery.of(store, run);
    this.loaded = runs.load();
    this.renderer = new LiveRenderer(store, loaded, runs.priors(), Device.cpu(), memory);
  }

  Gallery gallery() {
    return gallery;
  }

  Image look(String exhibit, Choice choice, ViewAngle angle, double zoom, Look look, int rays) {
    Gallery.Sight sight = gallery.find(exhibit, choice).orElseThrow();
    return renderer.render(
        sight.subject(), new LiveRenderer.Gaze(sight.angles(), angle, zoom), look, rays);
  }

  /** Compares what is rendered now with what a step has left. */
  void assertShows(String exhibit, Choice choice, Map<ViewAngle, ArtifactRef> left) {
    assertThat(left).isNotEmpty();
    left.forEach(
        (angle, ref) -> {
          int[] now = look(exhibit, choice, angle, 1, Look.COLOUR, renderer.rays()).levels();
          int[] then = new Pictures(store).get(ref).levels();
          for (int i = 0; i < then.length; i++) {
            assertThat(Math.abs(now[i] - then[i]))
                .as("%s from %s", exhibit, angle)
                .isLessThanOrEqualTo(ROUNDING);
          }
        });
  }

  /** Two for each head that is kept. */
  long arrays() {
    return renderer.arrays();
  }

  @Override
  public void close() {
    renderer.close();
    loaded.close();
  }
}
