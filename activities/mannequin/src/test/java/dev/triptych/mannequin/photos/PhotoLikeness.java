package dev.triptych.mannequin.photos;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Inverted;
import dev.triptych.models.inversion.PivotalTuning;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.photos.Mask;
import dev.triptych.models.photos.Photo;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures how like visitors the heads are that their photos give, also from where the photos do
 * not show them: the true heads are known. Settings are those of {@code photo.yaml}. Arguments:
 * steps of the tuning, then numbers of visitors, 0 for the example's; a number with a minus goes
 * without a mask. Prints rows of Markdown.
 */
final class PhotoLikeness {
  private static final List<VisitorPhoto> VISITORS =
      List.of(VisitorPhoto.EXAMPLE, new VisitorPhoto(7, -8, 20), new VisitorPhoto(8, 10, 3));
  private static final Inversion.Settings SEARCH =
      new Inversion.Settings(200, 30, .05, .02, .05, false, 0, 0, .1, 200);
  private static final double RATE = .003;
  private static final Training.Observer QUIET = new Training.Observer() {};
  private static final int CUT = 512; // pixels a side, as photos are kept

  private final Networks networks;
  private final NDManager manager;
  private final VisitorPhoto visitor;
  private final Image photo;
  private final int size;

  private PhotoLikeness(Networks networks, NDManager manager, VisitorPhoto visitor, boolean masked)
      throws IOException {
    this.networks = networks;
    this.manager = manager;
    this.visitor = visitor;
    this.size = networks.generator().config().superResolution().imageSize();
    Photo file = Photo.of(visitor.jpeg());
    Image head = file.head(VisitorPhoto.square(), CUT);
    Image cut =
        masked
            ? new Mask(Photo.of(visitor.mask()), file).onWhite(head, VisitorPhoto.square())
            : head;
    this.photo = cut.rounded().shrunk(size);
  }

  public static void main(String[] arguments) throws IOException {
    int steps = Integer.parseInt(arguments[0]);
    try (Networks networks = new Networks(PriorSet.find(MannequinTraining.SET, null))) {
      for (String number : List.of(arguments).subList(1, arguments.length)) {
        boolean masked = !number.startsWith("-");
        VisitorPhoto visitor = VISITORS.get(Integer.parseInt(number.replace("-", "")));
        try (NDManager manager = networks.newManager()) {
          new PhotoLikeness(networks, manager, visitor, masked).measure(number, steps);
        }
      }
    }
  }

  private void measure(String number, int steps) throws IOException {
    Eg3dGenerator gan = networks.generator();
    Model<Eg3dGenerator> own = networks.ownGenerator(manager);
    Inverted found =
        new Inversion(SEARCH, own, networks.lpips(), 0)
            .run(List.of(photo), List.of(Pose.FRONTAL), scratch(), QUIET, manager)
            .found();
    NDArray average;
    try (GradMode off = GradMode.off()) {
      average = gan.planes(gan.spread(gan.averageStyle(manager), 1));
    }
    row(number, "average", average, found);
    row(number, "found", gan.planes(found.ws()), found);
    for (boolean mirrored : new boolean[] {false, true}) {
      Model<Eg3dGenerator> tuned = networks.ownGenerator(manager);
      new PivotalTuning(PivotalTuning.Part.BACKBONE, tuned, networks.lpips(), 0)
          .run(
              mirrored ? found.withMirrored() : found,
              mirrored ? List.of(photo, photo.mirrored()) : List.of(photo),
              new Training.Plan(steps, Adam.Config.of(RATE, .9, .999), Schedule.CONSTANT, 0, steps),
              scratch(),
              QUIET,
              manager);
      String face = mirrored ? "tuned, mirrored" : "tuned";
      row(number, face, tuned.network().planes(found.ws()), found);
    }
  }

  private static Path scratch() throws IOException {
    return Files.createTempDirectory("photo-likeness");
  }

  /** LPIPS to the photo from where it was found to be taken, and to the true head from sides. */
  private void row(String number, String face, NDArray planes, Inverted found) {
    try (GradMode off = GradMode.off()) {
      Pose own = new Pose(visitor.pitch(), visitor.yaw());
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.3f | %.3f | %.3f | %.3f |%n",
          number,
          face,
          lpips(photo, seen(planes, found, found.poses().get(0))),
          fromTruth(planes, found, own),
          fromTruth(planes, found, new Pose(0, -25)),
          fromTruth(planes, found, new Pose(0, 25)));
    }
  }

  private float fromTruth(NDArray planes, Inverted found, Pose pose) {
    float[] truth =
        HeadRenderer.render(
            visitor.look(), null, (float) pose.elevation(), (float) pose.azimuth(), size);
    return lpips(Image.of(truth, size, size, Image.Range.UNIT), seen(planes, found, pose));
  }

  private Image seen(NDArray planes, Inverted found, Pose pose) {
    Eg3dGenerator gan = networks.generator();
    try (NDManager scope = manager.newSubManager()) {
      NDArray camera = Camera.labels(List.of(pose.camera(gan.config().cameras())), scope);
      return Image.of(
          gan.render(planes, camera, gan.renderStyle(found.ws()), Sampling.even()).image());
    }
  }

  private float lpips(Image one, Image other) {
    try (NDManager scope = manager.newSubManager()) {
      return networks.lpips().distance(one.toArray(scope), other.toArray(scope)).getFloat();
    }
  }
}
