package dev.triptych.cli.view;

import ai.djl.Device;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.models.images.Image;
import dev.triptych.models.mesh.HeadMesh;
import dev.triptych.models.mesh.MeshFormat;
import dev.triptych.models.mesh.PaintedMesh;
import dev.triptych.models.mesh.TriplaneField;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Exhibit;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.live.LiveRenderer;
import dev.triptych.worker.live.Look;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Renders the portraits of a run. */
final class RunStudio implements Studio, AutoCloseable {
  private static final long MEMORY = 512L << 20; // of planes: twenty heads at the paper's size

  private final ArtifactStore store;
  private final RunEntry entry;
  private final Device device;
  private final LoadedPriors priors;
  private final LiveRenderer renderer;
  private final int resolution;
  private volatile Gallery gallery;

  /**
   * @param gallery of the run, with something to see
   * @param priors folder of prior sets
   * @param resolution points a side that a mesh is made of
   */
  RunStudio(
      ArtifactStore store,
      RunEntry entry,
      Gallery gallery,
      Path priors,
      Device device,
      int resolution) {
    this.store = store;
    this.entry = entry;
    this.gallery = gallery;
    this.device = device;
    this.resolution = resolution;
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

  private Gallery.Sight sight(FrameRequest request) {
    return gallery
        .find(request.exhibit(), request.choice())
        .orElseThrow(() -> new Refused(Refusal.UNKNOWN, "the run has no such head"));
  }

  @Override
  public Image picture(FrameRequest request) {
    Gallery.Sight sight = sight(request);
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
  public byte[] mesh(FrameRequest request, Runnable slice) {
    PaintedMesh mesh =
        renderer.with(
            sight(request).subject(),
            (generator, planes, style) ->
                HeadMesh.of(generator.config(), resolution)
                    .in(new TriplaneField(generator.decoder(), planes), done -> slice.run()));
    if (mesh.mesh().triangleCount() == 0) {
      throw new Refused(
          Refusal.UNKNOWN,
          "This head has no surface at the usual level; triptych export --mesh takes a --level.");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MeshFormat.GLB.write(mesh.scaled(HeadMesh.METRES), title(request), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** As {@code export} names it. */
  private String title(FrameRequest request) {
    Exhibit shown =
        gallery.exhibits().stream()
            .filter(exhibit -> exhibit.id().equals(request.exhibit()))
            .findFirst()
            .orElseThrow();
    return style(shown, request.choice()) + ", " + shown.variant() + ", " + shown.seeds();
  }

  private static String style(Exhibit shown, Choice choice) {
    if (choice.plain()) {
      return Head.PLAIN;
    }
    if (shown.styles().isEmpty()) {
      return shown.style();
    }
    String from = shown.styles().get(choice.from());
    return choice.share() == 0
        ? from
        : from + " to " + shown.styles().get(choice.to()) + " by " + choice.share() + " %";
  }

  @Override
  public void close() {
    renderer.close();
    priors.close();
  }
}
