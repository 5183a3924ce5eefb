package dev.triptych.cli.export;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.progress.Steps;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Writes the pictures of all portraits to a folder. */
final class PictureExport {
  @Option(
      names = "--views",
      paramLabel = "DIR",
      description =
          "Copy the run's pictures to DIR/<cell>/{source,edited,novel}/p<pitch>_y<yaw>.png, angles"
              + " in degrees.")
  private @Nullable Path views;

  @Option(
      names = "--depth",
      description =
          "Also write DIR/<cell>/depth/…: 16 bits, 0 where nothing is, and then from the nearest to"
              + " the farthest distance that export.json names.")
  private boolean depth;

  @Option(
      names = "--normals",
      description =
          "Also write DIR/<cell>/normals/…: red to the right, green up, blue towards the camera.")
  private boolean normals;

  @Option(
      names = "--replace",
      description = "Remove the pictures of an older export from DIR; other files stay.")
  private boolean replace;

  boolean isAsked() {
    return views != null;
  }

  /**
   * Looks at the options before anything is loaded.
   *
   * @throws UserError if they make no sense
   */
  void check() {
    if (views == null && (depth || normals)) {
      throw UserError.usage(
          (depth ? "--depth" : "--normals") + " goes with --views DIR, where it is written to");
    }
  }

  /**
   * Returns what is to be told of it.
   *
   * @param renderers makes one when there is something to render
   */
  Map<String, Object> write(
      ArtifactStore store,
      RunEntry entry,
      Supplier<HeadRenderer> renderers,
      Console console,
      Clock clock) {
    Path folder = Objects.requireNonNull(views);
    Map<String, ArtifactRef> pictures = pictures(new RunFolder(store, entry.run()), store, console);
    if (pictures.isEmpty()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " has no pictures yet; its state is "
              + entry.state().slug()
              + ". See how far it is: triptych status "
              + entry.run());
    }
    ExportFolder target = new ExportFolder(folder, store, entry.run());
    ShapePictures shapes = new ShapePictures(store, entry, depth, normals);
    Set<String> rendered = shapes.names();
    ExportFolder.Rest rest = target.rest(pictures, rendered);
    check(target, rest, folder);
    target.remove(rest.older());
    target.write(pictures);
    if (!rendered.isEmpty()) {
      try (HeadRenderer renderer = renderers.get();
          Steps progress = new Steps(console, clock, "pictures of shapes", rendered.size())) {
        shapes.write(target, renderer, progress);
      }
    }
    if (!rest.others().isEmpty()) {
      console.err().println("Other files in " + folder + " stay: " + some(rest.others()));
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("folder", folder.toString());
    told.put("pictures", pictures.size() + rendered.size());
    told.put("removed", rest.older().size());
    told.put("others", rest.others().size());
    return told;
  }

  /** The run's pictures by their paths below the export's folder. */
  private static Map<String, ArtifactRef> pictures(
      RunFolder folder, ArtifactStore store, Console console) {
    ExperimentSpec spec = folder.spec();
    Map<String, ArtifactRef> all = new LinkedHashMap<>();
    for (Cell cell : spec.cells()) {
      PortraitPictures pictures = PortraitPictures.of(store, folder.stages().behind(cell, spec));
      add(all, cell.slug() + "/source/", pictures.source());
      add(all, cell.slug() + "/edited/", pictures.edited());
      add(all, cell.slug() + "/novel/", pictures.novel());
      if (pictures.novel().isEmpty()) {
        console.err().println("There is no portrait of " + cell.slug() + " yet.");
      }
    }
    return all;
  }

  private static void add(
      Map<String, ArtifactRef> all, String folder, Map<ViewAngle, ArtifactRef> pictures) {
    pictures.forEach((angle, ref) -> all.put(folder + angle.slug() + ".png", ref));
  }

  private void check(ExportFolder target, ExportFolder.Rest rest, Path folder) {
    if (!rest.inTheWay().isEmpty()) {
      throw UserError.usage(
          folder
              + " holds files of yours under the names of pictures: "
              + some(rest.inTheWay())
              + ". Move them away, or choose another folder.");
    }
    if (!rest.older().isEmpty() && !replace) {
      String run = target.run();
      throw UserError.usage(
          folder
              + " holds an older export"
              + (run.isEmpty() ? "" : " of " + run)
              + ": "
              + some(rest.older())
              + ". --replace removes these pictures and leaves other files alone; or choose another"
              + " folder.");
    }
  }

  private static String some(List<String> names) {
    int shown = Math.min(3, names.size());
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return String.join(", ", names.subList(0, shown)) + more;
  }

  /** What is told, for people, in a line. */
  static String line(Map<String, Object> told) {
    return told.get("pictures") + " pictures in " + told.get("folder");
  }
}
