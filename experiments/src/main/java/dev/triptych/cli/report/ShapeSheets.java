package dev.triptych.cli.report;

import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadOptions;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.images.Png;
import dev.triptych.worker.activities.ViewCameras;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Draws the surfaces of a run's heads for its report; what was drawn before stays there. */
final class ShapeSheets {
  private static final int RAYS = 128; // a side: surfaces are finer than small pictures show

  /** As far as all cameras of the paper's views go to either side. */
  private static final List<ViewAngle> ANGLES =
      List.of(new ViewAngle(0, -30), ViewAngle.FRONTAL, new ViewAngle(0, 30));

  private final ArtifactStore store;
  private final String run;

  ShapeSheets(ArtifactStore store, String run) {
    this.store = store;
    this.run = run;
  }

  /** All heads of the run that there are by now. */
  List<Head> heads() {
    return new HeadOptions().all(store, run);
  }

  /**
   * Draws them.
   *
   * @param progress is told how many are done
   */
  void draw(List<Head> heads, HeadRenderer renderer, IntConsumer progress) {
    KeptReport report = new KeptReport(store, new RunFolder(store, run));
    List<ShapeReport> shapes = new ArrayList<>();
    for (Head head : heads) {
      SpriteSheet sheet = SpriteSheet.row(sides(head, renderer), picture -> picture);
      TreeMap<String, Long> weight = new TreeMap<>();
      String file = report.keep(sheet, weight);
      shapes.add(
          new ShapeReport(head.cell(), head.style(), head.row(), file, sheet.content().length));
      progress.accept(shapes.size());
    }
    report.keepShapes(shapes);
  }

  private static List<byte[]> sides(Head head, HeadRenderer renderer) {
    return renderer.with(
        head,
        (generator, planes, style) -> {
          List<Camera> cameras =
              ANGLES.stream()
                  .map(angle -> ViewCameras.at(generator.config().cameras(), head.angles(), angle))
                  .toList();
          return DepthMap.render(generator.renderer(), planes, cameras, RAYS).stream()
              .map(map -> Png.encode(map.normals().shaded().toBufferedImage()))
              .toList();
        });
  }
}
