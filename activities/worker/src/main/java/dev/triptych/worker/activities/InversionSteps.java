package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Pose;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.workflows.portrait.InversionActivities;
import dev.triptych.workflows.portrait.InvertRequest;
import dev.triptych.workflows.portrait.InvertedPictures;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.List;

/** Finds pictures in the GAN. */
public final class InversionSteps implements InversionActivities {
  private final StepResources resources;

  public InversionSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 1, claimed = true)
  public Staged<InvertedPictures> invert(InvertRequest request) {
    PictureSearch search = new PictureSearch(resources, Stage.INVERT, request.tracking());
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        ScratchFolder folder = ScratchFolder.in(resources.scratch());
        NDManager manager = priors.networks().newManager()) {
      List<Image> pictures =
          request.targets().stream().map(t -> resources.pictures().get(t.picture())).toList();
      List<Pose> poses =
          request.targets().stream().map(t -> new Pose(t.elevation(), t.azimuth())).toList();
      Inversion.Result result =
          search.run(
              pictures,
              poses,
              request.inversion(),
              request.seed(),
              priors.networks(),
              folder.path(),
              manager);
      return Staged.unkeyed(
          Stage.INVERT,
          new InvertedPictures(
              resources.tensors().put(result.found().tensors()),
              search.lossCurve(result),
              result.found().poses().stream()
                  .map(pose -> new InvertedPictures.Pose(pose.elevation(), pose.azimuth()))
                  .toList(),
              search.lpips(result)));
    }
  }
}
