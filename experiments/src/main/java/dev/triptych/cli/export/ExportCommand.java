package dev.triptych.cli.export;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadOptions;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych export [RUN]}. */
@Command(
    name = "export",
    description = {
      "Write what a run has made as files for other programs: pictures, a mesh, films.",
      "Meshes, films, depth and normals are rendered by this process, from what the run keeps."
    })
public final class ExportCommand implements Callable<Integer> {
  private final Console console;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  @Mixin private PictureExport pictures;
  @Mixin private MeshExport mesh;
  @Mixin private FilmExport film;
  @Mixin private HeadOptions heads;
  @Mixin private DeviceOptions device;

  public ExportCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    pictures.check();
    boolean films = film.turntableIsAsked() || film.gridIsAsked();
    if (!pictures.isAsked() && !mesh.isAsked() && !films) {
      throw UserError.usage(
          "Nothing is to be exported. Say what: --views DIR, --mesh FILE, --turntable FILE or"
              + " --video-grid FILE");
    }
    mesh.check();
    film.check();
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("run", entry.run());
    if (pictures.isAsked()) {
      told.putAll(pictures.write(store, entry, () -> renderer(store, entry), console, clock));
      tell(PictureExport.line(told));
    }
    if (mesh.isAsked() || films) {
      render(store, entry, told);
    }
    if (common.json()) {
      console.json(told);
    }
    return ExitCode.OK;
  }

  private void render(ArtifactStore store, RunEntry entry, Map<String, Object> told) {
    // Before anything is loaded: there may be none.
    List<Head> all = film.gridIsAsked() ? heads.all(store, entry.run()) : List.of();
    Head one = heads.one(store, entry.run());
    try (HeadRenderer renderer = renderer(store, entry)) {
      if (mesh.isAsked()) {
        MeshExport.Written made = mesh.write(one, renderer, console, clock);
        told.put("mesh", made);
        tell(made.line());
      }
      if (film.turntableIsAsked()) {
        FilmExport.Written made = film.writeTurntable(one, renderer, console, clock);
        told.put("turntable", made);
        tell(made.line());
      }
      if (film.gridIsAsked()) {
        FilmExport.Written made = film.writeGrid(all, renderer, console, clock);
        told.put("videoGrid", made);
        tell(made.line());
      }
    }
  }

  private HeadRenderer renderer(ArtifactStore store, RunEntry entry) {
    return HeadRenderer.open(store, entry, device.devicesWithWarning(console).get(0));
  }

  private void tell(String line) {
    if (!common.json()) {
      console.out().println(line);
    }
  }
}
