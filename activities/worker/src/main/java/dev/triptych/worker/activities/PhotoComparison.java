package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.metrics.ColourDifference;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.Precision;
import dev.triptych.workflows.dataset.InvertedPhoto.Likeness;
import java.util.List;

/** How like a photo faces are. */
final class PhotoComparison {
  private final Image photo;
  private final Networks networks;
  private final NDManager manager;

  PhotoComparison(Image photo, Networks networks, NDManager manager) {
    this.photo = photo;
    this.networks = networks;
    this.manager = manager;
  }

  /** A face as the prior set's own generator renders it. */
  Image render(PlainFace face, Pose pose) {
    Eg3dGenerator gan = networks.generator();
    try (NDManager scope = manager.newSubManager()) {
      NDArray camera = Camera.labels(List.of(pose.camera(gan.config().cameras())), scope);
      return Image.of(
          gan.render(face.planes(), camera, gan.renderStyle(face.ws()), Sampling.even()).image());
    }
  }

  Likeness with(Image picture) {
    ClipScore clip = networks.clipScore(Precision.FP32);
    try (NDManager scope = manager.newSubManager()) {
      NDArray both = Image.batch(List.of(photo, picture), scope);
      NDArray lpips = networks.lpips().distance(both.get("0:1"), both.get("1:2"));
      return new Likeness(
          lpips.getFloat(),
          ColourDifference.of(photo, picture),
          clip.likeness(clip.embed(List.of(picture), scope), clip.embed(List.of(photo), scope))[0]);
    }
  }
}
