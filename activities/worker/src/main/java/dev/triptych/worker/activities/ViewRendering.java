package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.images.Image;
import dev.triptych.models.torch.GradMode;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;

/** Pictures of a head from given directions. */
final class ViewRendering {
  private static final int MOST_AT_ONCE = 8;

  private final Eg3dGenerator generator;
  private final AngleMode angles;

  ViewRendering(Eg3dGenerator generator, AngleMode angles) {
    this.generator = generator;
    this.angles = angles;
  }

  Camera camera(ViewAngle angle) {
    return camera(generator.config().cameras(), angles, angle);
  }

  /** Where {@code angle} lies on {@code own} sphere: a positive pitch above, in either mode. */
  static Camera camera(Camera.Rig own, AngleMode angles, ViewAngle angle) {
    return switch (angles) {
      case SAMPLER -> {
        // EG3D's sampler counts pitch downwards.
        ViewAngle downwards = new ViewAngle(-angle.pitch(), angle.yaw());
        yield own.with(Camera.Angles.EG3D).at(downwards.pitch(), downwards.yaw());
      }
      case TRUE -> own.with(Camera.Angles.TRUE).at(angle.pitch(), angle.yaw());
    };
  }

  /**
   * The head of {@code planes} from {@code angle}.
   *
   * @param style of the super-resolution, [1, w]
   */
  Image render(NDArray planes, NDArray style, ViewAngle angle) {
    return render(planes, style, List.of(angle)).get(0);
  }

  /** As above from several angles in one call. */
  List<Image> render(NDArray planes, NDArray style, List<ViewAngle> some) {
    try (GradMode off = GradMode.off();
        NDManager scope = planes.getManager().newSubManager()) {
      NDArray cameras = Camera.labels(some.stream().map(this::camera).toList(), scope);
      return Image.all(generator.render(planes, cameras, style, Sampling.even()).image());
    }
  }

  /** What a view is called where it cannot be kept. */
  static String name(ViewAngle angle) {
    return "the picture " + angle.slug();
  }

  /**
   * Renders and keeps all views, with a heartbeat after each call.
   *
   * @param together how many are rendered in a call
   */
  List<View> keep(
      NDArray planes,
      NDArray style,
      List<ViewAngle> angles,
      Pictures pictures,
      ViewsAtOnce together) {
    SuperResolution.Config images = generator.config().superResolution();
    long bytes = ViewsAtOnce.bytes(images.imageSize(), images.widest());
    List<View> views = new ArrayList<>();
    try (PictureKeeper keeper = new PictureKeeper(pictures)) {
      Queue<Future<ArtifactRef>> sent = new ArrayDeque<>();
      int done = 0;
      while (done < angles.size()) {
        List<ViewAngle> next = angles.subList(done, Math.min(done + MOST_AT_ONCE, angles.size()));
        for (Image image :
            together.first(next, planes.getDevice(), bytes, some -> render(planes, style, some))) {
          sent.add(keeper.put(image, name(angles.get(done))));
          done++;
        }
        Heartbeats.send(done, angles.size());
        while (!sent.isEmpty() && sent.element().isDone()) { // so a full disk is noticed soon
          views.add(new View(angles.get(views.size()), PictureKeeper.kept(sent.remove())));
        }
      }
      for (Future<ArtifactRef> picture : sent) {
        views.add(new View(angles.get(views.size()), PictureKeeper.kept(picture)));
      }
    }
    return views;
  }
}
