package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.metrics.ColourDifference;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Precision;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.workflows.dataset.InvertPhotoRequest;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.InvertedPhoto.Likeness;
import dev.triptych.workflows.dataset.PhotoActivities;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.List;

/** Finds the faces of photos. */
public final class PhotoSteps implements PhotoActivities {
  private static final long SEED = 0; // of the noise on w while it is sought

  private final StepResources resources;

  public PhotoSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 1, claimed = true)
  public Staged<InvertedPhoto> invertPhoto(InvertPhotoRequest request) {
    PictureSearch search = new PictureSearch(resources, Stage.INVERT_PHOTO, null);
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        ScratchFolder folder = ScratchFolder.in(resources.scratch());
        NDManager manager = priors.networks().newManager()) {
      Networks networks = priors.networks();
      Eg3dGenerator gan = networks.generator();
      int size = gan.config().superResolution().imageSize();
      Image photo = resources.pictures().get(request.picture()).shrunk(size);
      Pose start = new Pose(request.seenFrom().pitch(), request.seenFrom().yaw());
      Inversion.Result result =
          search.run(
              List.of(photo),
              List.of(start),
              request.inversion(),
              SEED,
              networks,
              folder.path(),
              manager);
      Pose pose = result.found().poses().get(0);
      try (GradMode off = GradMode.off()) {
        Comparison comparison = new Comparison(photo, networks, manager);
        Image rendered = comparison.render(result.found().ws(), pose);
        Image average = comparison.render(gan.spread(gan.averageStyle(manager), 1), start);
        return Staged.unkeyed(
            Stage.INVERT_PHOTO,
            new InvertedPhoto(
                resources.tensors().put(result.found().tensors()),
                resources.pictures().put(photo, "the photo"),
                resources.pictures().put(rendered, "the face of the photo"),
                search.lossCurve(result),
                new ViewAngle(pose.elevation(), pose.azimuth()),
                comparison.with(average),
                comparison.with(rendered)));
      }
    }
  }

  /** How like a photo pictures are. */
  private static final class Comparison {
    private final Image photo;
    private final Networks networks;
    private final NDManager manager;

    Comparison(Image photo, Networks networks, NDManager manager) {
      this.photo = photo;
      this.networks = networks;
      this.manager = manager;
    }

    Image render(NDArray ws, Pose pose) {
      Eg3dGenerator gan = networks.generator();
      try (NDManager scope = manager.newSubManager()) {
        NDArray camera = Camera.labels(List.of(pose.camera(gan.config().cameras())), scope);
        NDArray own = ws.duplicate();
        own.attach(scope);
        return Image.of(
            gan.render(gan.planes(own), camera, gan.renderStyle(own), Sampling.even()).image());
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
            clip.likeness(clip.embed(List.of(picture), scope), clip.embed(List.of(photo), scope))[
                0]);
      }
    }
  }
}
