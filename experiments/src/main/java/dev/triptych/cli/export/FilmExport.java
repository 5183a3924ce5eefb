package dev.triptych.cli.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.progress.Steps;
import dev.triptych.cli.video.FilmFormat;
import dev.triptych.cli.video.FilmWriter;
import dev.triptych.cli.video.Frames;
import dev.triptych.cli.video.Timing;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.Turntable;
import dev.triptych.models.images.Image;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Writes films of heads that a camera goes around. */
final class FilmExport {
  private static final int USUAL_SIDE = 256;
  private static final double LONGEST = 600; // seconds
  private static final double FASTEST = 120; // frames a second
  private static final double FASTEST_GIF = 50; // programs take shorter times for longer ones

  /** Pictures of a film. */
  static final class Count extends WholeNumber {
    Count() {
      super(2, 3600);
    }
  }

  /** Pixels a side. */
  static final class Side extends WholeNumber {
    Side() {
      super(16, 2048);
    }
  }

  @Option(
      names = "--turntable",
      paramLabel = "FILE",
      description = "Write a film around a head: .mp4, .gif or .png (animated).")
  private @Nullable Path turntable;

  @Option(
      names = "--video-grid",
      paramLabel = "FILE",
      description =
          "The same of all portraits: a column for each style, a row for each variant and seed.")
  private @Nullable Path grid;

  @Option(
      names = "--frames",
      paramLabel = "N",
      converter = Count.class,
      description = "Pictures of a film (default: ${DEFAULT-VALUE}).")
  private int frames = 120;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of a film, which goes round once (default: ${DEFAULT-VALUE}).")
  private double seconds = 4;

  @Option(
      names = "--size",
      paramLabel = "N",
      converter = Side.class,
      description =
          "Pixels a side of each head in a film (default: those of the run's pictures, 256 at"
              + " least).")
  private @Nullable Integer size;

  boolean turntableIsAsked() {
    return turntable != null;
  }

  boolean gridIsAsked() {
    return grid != null;
  }

  /**
   * Looks at the options before anything is loaded.
   *
   * @throws UserError if they make no sense
   */
  void check() {
    if (!(seconds > 0 && seconds <= LONGEST)) {
      throw UserError.usage(
          "--seconds must be a number above 0, up to " + LONGEST + ", but is " + seconds);
    }
    for (Path file : asked()) {
      FilmFormat format = format(file);
      new OutputFile(file);
      double most = format == FilmFormat.GIF ? FASTEST_GIF : FASTEST;
      if (frames / seconds > most) {
        throw UserError.usage(
            String.format(
                Locale.ROOT,
                "%d frames in %s seconds are more than the %.0f a second of %s files. Choose fewer"
                    + " --frames or more --seconds.",
                frames,
                seconds,
                most,
                format.ending()));
      }
    }
  }

  private List<Path> asked() {
    List<Path> asked = new ArrayList<>();
    if (turntable != null) {
      asked.add(turntable);
    }
    if (grid != null) {
      asked.add(grid);
    }
    return asked;
  }

  private static FilmFormat format(Path file) {
    String known =
        Arrays.stream(FilmFormat.values())
            .map(FilmFormat::ending)
            .collect(Collectors.joining(", "));
    return FilmFormat.of(file.toString())
        .orElseThrow(
            () ->
                UserError.usage(
                    file.toString().toLowerCase(Locale.ROOT).endsWith(".webp")
                        ? "Animated WebP cannot be written: there is no encoder for it that runs"
                            + " everywhere. Name a file that ends in "
                            + known
                            + "; .png is animated too, and loses nothing."
                        : "The name of a film ends in " + known + ", but this is " + file));
  }

  /**
   * What was written.
   *
   * @param columns styles, from left to right
   * @param rows variants and seeds, from top to bottom
   */
  record Written(
      String file,
      List<String> columns,
      List<String> rows,
      int frames,
      double seconds,
      int width,
      int height) {
    /** For people. */
    String line() {
      String all = rows.size() > 1 ? "; rows: " + String.join("; ", rows) : "";
      return String.format(
          Locale.ROOT,
          "%s: %s%s; %d frames in %s s, %d × %d pixels",
          file,
          String.join(", ", columns),
          all,
          frames,
          seconds,
          width,
          height);
    }
  }

  Written writeTurntable(Head head, HeadRenderer renderer, Console console, Clock clock) {
    return write(
        Objects.requireNonNull(turntable), new HeadGrid(List.of(head)), renderer, console, clock);
  }

  Written writeGrid(List<Head> heads, HeadRenderer renderer, Console console, Clock clock) {
    return write(Objects.requireNonNull(grid), new HeadGrid(heads), renderer, console, clock);
  }

  private Written write(
      Path file, HeadGrid heads, HeadRenderer renderer, Console console, Clock clock) {
    FilmFormat format = format(file);
    int side = side(file, format, heads, renderer);
    Timing timing = new Timing(frames, seconds);
    try (Steps progress = new Steps(console, clock, "frames", frames)) {
      new OutputFile(file)
          .write(
              temporary -> {
                try (FilmWriter film = format.write(temporary, timing)) {
                  for (int frame = 0; frame < frames; frame++) {
                    film.add(frame(heads, renderer, frame, side));
                    progress.done(frame + 1);
                  }
                }
              });
    }
    return new Written(
        file.toString(),
        heads.columns(),
        heads.rows(),
        frames,
        seconds,
        heads.columns().size() * side,
        heads.rows().size() * side);
  }

  private BufferedImage frame(HeadGrid heads, HeadRenderer renderer, int frame, int side) {
    List<BufferedImage> pictures =
        heads.tiles().stream()
            .map(tile -> tile.map(head -> picture(head, renderer, frame)).orElseGet(Frames::blank))
            .toList();
    return Frames.grid(pictures, heads.columns().size(), side);
  }

  private BufferedImage picture(Head head, HeadRenderer renderer, int frame) {
    return renderer
        .with(
            head,
            (generator, planes, style) -> {
              Camera camera = Turntable.cameras(generator.config().cameras(), frames).get(frame);
              return picture(generator, planes, style, camera);
            })
        .toBufferedImage();
  }

  private static Image picture(
      Eg3dGenerator generator, NDArray planes, NDArray style, Camera camera) {
    try (NDManager scope = planes.getManager().newSubManager()) {
      NDArray cameras = Camera.labels(List.of(camera), scope);
      return Image.of(generator.render(planes, cameras, style, Sampling.even()).image())
          .requireFinite("a frame");
    }
  }

  private int side(Path file, FilmFormat format, HeadGrid heads, HeadRenderer renderer) {
    int across = Math.max(heads.columns().size(), heads.rows().size());
    Integer wanted = size;
    int side =
        wanted != null
            ? wanted
            : Math.max(
                USUAL_SIDE,
                renderer.with(heads.first(), (gan, planes, style) -> gan.config().imageSize()));
    while (wanted == null && side > 16 && across * side > format.longestSide()) {
      side /= 2;
    }
    if (across * side > format.longestSide()) {
      throw UserError.usage(
          String.format(
              Locale.ROOT,
              "%d heads of %d pixels side by side are more than the %d pixels of %s files. Choose a"
                  + " smaller --size, or fewer heads by --cell or --style.",
              across,
              side,
              format.longestSide(),
              format.ending()));
    }
    if (format == FilmFormat.MP4 && side % 2 != 0) {
      throw UserError.usage(
          "--size must be even for " + file + ", since MP4 has a colour for two pixels each");
    }
    return side;
  }
}
