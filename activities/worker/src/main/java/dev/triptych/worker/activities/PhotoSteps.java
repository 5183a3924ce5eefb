package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Inverted;
import dev.triptych.models.inversion.PivotalTuning;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.dataset.InvertPhotoRequest;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.PhotoActivities;
import dev.triptych.workflows.dataset.TunePhotoRequest;
import dev.triptych.workflows.dataset.TunedPhoto;
import dev.triptych.workflows.spec.PhotoTuning;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Finds the faces of photos. */
public final class PhotoSteps implements PhotoActivities {
  private static final long SEED = 0; // of the noise on w while it is sought
  private static final int CHECKPOINT_EVERY = 50;

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
        PhotoComparison comparison = new PhotoComparison(photo, networks, manager);
        Image rendered = comparison.render(PlainFace.of(result.found().ws(), gan), pose);
        NDArray nobody = gan.spread(gan.averageStyle(manager), 1);
        Image average = comparison.render(PlainFace.of(nobody, gan), start);
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

  @Override
  @Memoised(version = 1, claimed = true)
  public Staged<TunedPhoto> tunePhoto(TunePhotoRequest request) {
    PhotoTuning tuning = request.tuning();
    Checkpoints checkpoints =
        new Checkpoints(resources.store(), StageContext.current().checkpoints());
    TrainingLog log =
        new TrainingLog(
            Stage.TUNE_PHOTO, checkpoints, resources.tracker(), null, UnaryOperator.identity());
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        ScratchFolder folder = ScratchFolder.in(resources.scratch());
        NDManager manager = priors.networks().newManager()) {
      Networks networks = priors.networks();
      Model<Eg3dGenerator> tuned = networks.ownGenerator(manager);
      Inverted found = Inverted.read(resources.tensors().get(request.found()), manager);
      Image photo = resources.pictures().get(request.photo());
      checkpoints.restore(folder.path());
      Map<String, float[]> curves =
          new PivotalTuning(PivotalTuning.Part.BACKBONE, tuned, networks.lpips(), 0)
              .run(
                  tuning.mirroredOrUsual() ? found.withMirrored() : found,
                  tuning.mirroredOrUsual() ? List.of(photo, photo.mirrored()) : List.of(photo),
                  plan(tuning),
                  folder.path(),
                  log,
                  manager);
      try (GradMode off = GradMode.off()) {
        PlainFace face = new PlainFace(found.ws(), tuned.network().planes(found.ws()));
        PhotoComparison comparison = new PhotoComparison(photo, networks, manager);
        Image rendered = comparison.render(face, found.poses().get(0));
        return Staged.unkeyed(
            Stage.TUNE_PHOTO,
            new TunedPhoto(
                resources.tensors().put(face.tensors()),
                resources.pictures().put(rendered, "the head of the photo"),
                resources.store().put(LossCurve.write(log.curve(curves)), LossCurve.MEDIA_TYPE),
                comparison.with(rendered)));
      }
    }
  }

  private static Training.Plan plan(PhotoTuning tuning) {
    return new Training.Plan(
        tuning.steps(),
        Adam.Config.of(tuning.learningRateOrUsual(), .9, .999),
        Schedule.CONSTANT,
        0,
        Math.min(tuning.steps(), CHECKPOINT_EVERY));
  }
}
