package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych export [RUN] --views DIR}. */
@Command(
    name = "export",
    description = {
      "Copy a run's pictures to a folder.",
      "They become DIR/<cell>/{source,edited,novel}/p<pitch>_y<yaw>.png, angles in degrees."
    })
public final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  @Option(names = "--views", paramLabel = "DIR", required = true, description = "Where to.")
  private Path views;

  @Option(
      names = "--replace",
      description = "Remove the pictures of an older export from DIR; other files stay.")
  private boolean replace;

  public ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    Map<String, ArtifactRef> pictures = pictures(new RunFolder(store, entry.run()), store);
    if (pictures.isEmpty()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " has no pictures yet; its state is "
              + entry.state().slug()
              + ". See how far it is: triptych status "
              + entry.run());
    }
    ExportFolder target = new ExportFolder(views, store);
    ExportFolder.Rest rest = target.rest(pictures);
    check(target, rest);
    target.remove(rest.older());
    target.write(entry.run(), pictures);
    tell(entry.run(), pictures.size(), rest);
    return ExitCode.OK;
  }

  /** The run's pictures by their paths below the export's folder. */
  private Map<String, ArtifactRef> pictures(RunFolder folder, ArtifactStore store) {
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

  private void check(ExportFolder target, ExportFolder.Rest rest) {
    if (!rest.inTheWay().isEmpty()) {
      throw UserError.usage(
          views
              + " holds files of yours under the names of pictures: "
              + some(rest.inTheWay())
              + ". Move them away, or choose another folder.");
    }
    if (!rest.older().isEmpty() && !replace) {
      String run = target.run();
      throw UserError.usage(
          views
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

  private void tell(String run, int pictures, ExportFolder.Rest rest) {
    if (!rest.others().isEmpty()) {
      console.err().println("Other files in " + views + " stay: " + some(rest.others()));
    }
    if (common.json()) {
      console.json(
          Map.of(
              "run", run,
              "folder", views.toString(),
              "pictures", pictures,
              "removed", rest.older().size(),
              "others", rest.others().size()));
    } else {
      console.out().println(pictures + " pictures in " + views);
    }
  }
}
