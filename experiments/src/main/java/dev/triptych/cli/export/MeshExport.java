package dev.triptych.cli.export;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.progress.Steps;
import dev.triptych.models.mesh.Grid;
import dev.triptych.models.mesh.HeadMesh;
import dev.triptych.models.mesh.MeshFormat;
import dev.triptych.models.mesh.PaintedMesh;
import dev.triptych.models.mesh.Topology;
import dev.triptych.models.mesh.TriplaneField;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Writes the surface of a head as a mesh. */
final class MeshExport {
  /** Points a side. */
  static final class Resolution extends WholeNumber {
    Resolution() {
      super(Grid.COARSEST, Grid.FINEST);
    }
  }

  @Option(
      names = "--mesh",
      paramLabel = "FILE",
      description = "Write the surface of a head: .glb, .ply or .obj, in metres.")
  private @Nullable Path file;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      converter = Resolution.class,
      description =
          "Points a side at which the mesh's density is looked at (default: ${DEFAULT-VALUE}).")
  private int resolution = HeadMesh.RESOLUTION;

  @Option(
      names = "--level",
      paramLabel = "L",
      description =
          "Raw density on the surface; more is farther inside (default: 10 for EG3D's own"
              + " checkpoints, and where the density is half of that inside for others).")
  private @Nullable Double level;

  boolean isAsked() {
    return file != null;
  }

  /**
   * Looks at the options before anything is loaded.
   *
   * @throws UserError if they make no sense
   */
  void check() {
    Path named = file;
    if (named != null) {
      new OutputFile(named);
      format(named);
    }
    if (level != null && !(Math.abs(level) < 1000)) {
      throw UserError.usage("--level must be a number between -1000 and 1000, but is " + level);
    }
  }

  private static MeshFormat format(Path file) {
    return MeshFormat.of(file.toString())
        .orElseThrow(
            () ->
                UserError.usage(
                    "The name of a mesh ends in "
                        + Arrays.stream(MeshFormat.values())
                            .map(MeshFormat::ending)
                            .collect(Collectors.joining(", "))
                        + ", but this is "
                        + file));
  }

  /**
   * What was written.
   *
   * @param closed whether it is watertight
   * @param level raw density on the surface
   * @param metresPerUnit of the generator's world
   * @param bounds lowest and highest coordinate on each axis, in metres
   * @param volume in cubic metres
   */
  @SuppressWarnings("ArrayRecordComponent") // told once, and never compared
  record Written(
      String file,
      String cell,
      String style,
      int vertices,
      int triangles,
      boolean closed,
      int resolution,
      double level,
      double metresPerUnit,
      float[][] bounds,
      double volume) {
    /** For people. */
    String line() {
      return String.format(
          Locale.ROOT,
          "%s: %s, %,d triangles, %s, %.2f × %.2f × %.2f m",
          file,
          style,
          triangles,
          closed ? "watertight" : "not watertight",
          bounds[1][0] - bounds[0][0],
          bounds[1][1] - bounds[0][1],
          bounds[1][2] - bounds[0][2]);
    }
  }

  private record Made(PaintedMesh mesh, double level) {}

  Written write(Head head, HeadRenderer renderer, Console console, Clock clock) {
    Path named = Objects.requireNonNull(file);
    Made made;
    try (Steps progress = new Steps(console, clock, "slices", resolution)) {
      made =
          renderer.with(
              head,
              (generator, planes, style) -> {
                HeadMesh usual = HeadMesh.of(generator.config(), resolution);
                HeadMesh settings = level == null ? usual : usual.withLevel(level);
                return new Made(
                    settings.in(new TriplaneField(generator.decoder(), planes), progress::done),
                    settings.level());
              });
    }
    PaintedMesh mesh = made.mesh().scaled(HeadMesh.METRES);
    if (mesh.mesh().triangleCount() == 0) {
      throw UserError.usage(
          String.format(
              Locale.ROOT,
              "No density of %s is above the level %.4g. Choose a lower --level.",
              head.title(),
              made.level()));
    }
    new OutputFile(named)
        .write(
            temporary -> {
              try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                format(named).write(mesh, head.title(), out);
              }
            });
    return new Written(
        named.toString(),
        head.cell(),
        head.style(),
        mesh.mesh().vertexCount(),
        mesh.mesh().triangleCount(),
        Topology.closed(mesh.mesh()),
        resolution,
        made.level(),
        HeadMesh.METRES,
        mesh.mesh().bounds(),
        mesh.mesh().volume());
  }
}
