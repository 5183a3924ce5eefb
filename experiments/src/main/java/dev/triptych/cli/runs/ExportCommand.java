package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Name of the run, or how it begins (default: the newest).")
  private @Nullable String run;

  @Option(names = "--views", paramLabel = "DIR", required = true, description = "Where to.")
  private Path views;

  public ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunIndex.existing(common.data(console.environment()));
    RunFolder folder = new RunFolder(store, new RunIndex(store).get(run).run());
    ExperimentSpec spec = folder.spec();
    int copied = 0;
    for (Cell cell : spec.cells()) {
      Pictures pictures = Pictures.of(folder, store, cell, spec);
      Path to = views.resolve(cell.slug());
      copied += copy(store, pictures.source(), to.resolve("source"));
      copied += copy(store, pictures.edited(), to.resolve("edited"));
      copied += copy(store, pictures.novel(), to.resolve("novel"));
    }
    if (common.json()) {
      console.json(Map.of("run", folder.run(), "folder", views.toString(), "pictures", copied));
    } else {
      console.out().println(copied + " pictures in " + views);
    }
    return ExitCode.OK;
  }

  private static int copy(ArtifactStore store, Map<ViewAngle, ArtifactRef> pictures, Path to) {
    pictures.forEach(
        (angle, ref) -> {
          Path target = to.resolve(angle.slug() + ".png");
          Path source = store.file(ref);
          try {
            Files.createDirectories(to);
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
          } catch (IOException e) {
            throw UserError.surroundings(
                "Cannot write " + target + " (" + reason(e) + "). Choose another folder.");
          }
        });
    return pictures.size();
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        + ": "
        + e.getMessage();
  }
}
