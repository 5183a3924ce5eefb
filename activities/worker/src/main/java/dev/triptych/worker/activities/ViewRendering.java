package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
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
  private final Eg3dGenerator generator;
  private final Camera.Rig rig;

  ViewRendering(Eg3dGenerator generator, AngleMode angles) {
    this.generator = generator;
    Camera.Rig own = generator.config().cameras();
    this.rig =
        new Camera.Rig(
            switch (angles) {
              case SAMPLER -> Camera.Angles.EG3D;
              case TRUE -> Camera.Angles.TRUE;
            },
            own.radius(),
            own.pivotZ(),
            own.focal());
  }

  Camera camera(ViewAngle angle) {
    return rig.at(angle.pitch(), angle.yaw());
  }

  /**
   * The head of {@code planes} from {@code angle}.
   *
   * @param style of the super-resolution, [1, w]
   */
  Image render(NDArray planes, NDArray style, ViewAngle angle) {
    try (GradMode off = GradMode.off();
        NDManager scope = planes.getManager().newSubManager()) {
      NDArray cameras = Camera.labels(List.of(camera(angle)), scope);
      return Image.of(generator.render(planes, cameras, style, Sampling.even()).image());
    }
  }

  /** Renders and keeps all views, with a heartbeat after each. */
  List<View> keep(NDArray planes, NDArray style, List<ViewAngle> angles, Pictures pictures) {
    List<View> views = new ArrayList<>();
    try (PictureKeeper keeper = new PictureKeeper(pictures)) {
      Queue<Future<ArtifactRef>> sent = new ArrayDeque<>();
      for (int i = 0; i < angles.size(); i++) {
        sent.add(keeper.put(render(planes, style, angles.get(i))));
        Heartbeats.send(i + 1, angles.size());
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
