package dev.triptych.worker.activities;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.KnownHead;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.portrait.EvaluateRequest;
import java.util.List;
import java.util.Optional;

/** How a portrait that is scored should look, where that is known. */
public final class Truth {
  private Truth() {}

  /** The head behind the portrait in its style; empty if nobody knows it. */
  static Optional<KnownHead> head(EvaluateRequest request, Eg3dConfig generator) {
    EvaluateRequest.Subject subject = request.subject();
    if (subject == null || subject.identity().photo() != null) { // a seed says nothing of a photo
      return Optional.empty();
    }
    return KnownWorld.of(request.priors())
        .head(
            IdentityCode.of(subject.identity().seed(), subject.number(), generator.zDim()),
            subject.identity().truncationPsi(),
            subject.style());
  }

  /**
   * That head from the portrait's directions, as large as the portrait.
   *
   * @param generator of the request's prior set
   */
  public static Optional<List<Image>> pictures(EvaluateRequest request, Eg3dConfig generator) {
    return head(request, generator)
        .map(
            head ->
                pictures(
                    head,
                    request.portrait().stream()
                        .map(View::angle)
                        .map(angle -> ViewCameras.at(generator.cameras(), request.angles(), angle))
                        .toList(),
                    generator.superResolution().imageSize()));
  }

  static List<Image> pictures(KnownHead head, List<Camera> cameras, int size) {
    return cameras.stream().map(camera -> head.picture(camera, size).rounded()).toList();
  }
}
