package dev.triptych.cli.export;

import ai.djl.ndarray.NDArray;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadOptions;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.progress.Steps;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Png;
import dev.triptych.worker.activities.ViewCameras;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Depth and normals of the portraits, from where their novel views were taken. */
final class ShapePictures {
  private static final int DEEPEST = 65535; // of 16 bits; 0 is nothing

  private final boolean depth;
  private final boolean normals;
  private final Map<Head, List<ViewAngle>> views = new LinkedHashMap<>();

  ShapePictures(ArtifactStore store, RunEntry entry, boolean depth, boolean normals) {
    this.depth = depth;
    this.normals = normals;
    if (depth || normals) {
      RunFolder folder = new RunFolder(store, entry.run());
      ExperimentSpec spec = folder.spec();
      Map<String, List<ViewAngle>> angles = new LinkedHashMap<>();
      for (Cell cell : spec.cells()) {
        PortraitPictures pictures = PortraitPictures.of(store, folder.stages().behind(cell, spec));
        angles.put(cell.slug(), List.copyOf(pictures.novel().keySet()));
      }
      for (Head head : new HeadOptions().all(store, entry.run())) {
        views.put(head, angles.getOrDefault(head.cell(), List.of()));
      }
    }
  }

  /** Paths of all pictures below the export's folder. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    views.forEach(
        (head, angles) ->
            angles.forEach(
                angle -> {
                  if (depth) {
                    names.add(name(head, "depth", angle));
                  }
                  if (normals) {
                    names.add(name(head, "normals", angle));
                  }
                }));
    return names;
  }

  private static String name(Head head, String kind, ViewAngle angle) {
    return head.cell() + "/" + kind + "/" + angle.slug() + ".png";
  }

  /** Renders and writes them, those of a head together. */
  void write(ExportFolder target, HeadRenderer renderer, Steps progress) {
    int[] done = {0};
    views.forEach(
        (head, angles) -> {
          Map<String, byte[]> pictures = new LinkedHashMap<>();
          for (ViewAngle angle : angles) {
            renderer.with(
                head,
                (generator, planes, style) -> {
                  VolumeRenderer.Config range = generator.config().rendering();
                  DepthMap map = map(generator, planes, head.angles(), angle);
                  if (depth) {
                    target.ranging(range.rayStart(), range.rayEnd());
                    pictures.put(name(head, "depth", angle), depth(map, range));
                  }
                  if (normals) {
                    pictures.put(
                        name(head, "normals", angle),
                        Png.encode(map.normals().picture().toBufferedImage()));
                  }
                  return map;
                });
            progress.done(done[0] + pictures.size());
          }
          target.writeRendered(pictures);
          done[0] += pictures.size();
        });
  }

  private static DepthMap map(
      Eg3dGenerator generator, NDArray planes, AngleMode angles, ViewAngle angle) {
    Camera camera = ViewCameras.at(generator.config().cameras(), angles, angle);
    int size = DepthMap.usualSize(generator.config().imageSize());
    return DepthMap.render(generator.renderer(), planes, List.of(camera), size).get(0);
  }

  /** Distances from the camera in 16 bits: 1 where rays start, 65535 where they end. */
  private static byte[] depth(DepthMap map, VolumeRenderer.Config range) {
    int size = map.size();
    int[] values = new int[size * size];
    for (int i = 0; i < values.length; i++) {
      double share = (map.depth()[i] - range.rayStart()) / (range.rayEnd() - range.rayStart());
      values[i] =
          map.solid(i / size, i % size)
              ? 1 + (int) Math.round((DEEPEST - 1) * Math.max(0, Math.min(1, share)))
              : 0;
    }
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_USHORT_GRAY);
    picture.getRaster().setSamples(0, 0, size, size, 0, values);
    return Png.encode(picture);
  }
}
