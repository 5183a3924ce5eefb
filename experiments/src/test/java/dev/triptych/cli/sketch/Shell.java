package dev.triptych.cli.sketch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.cli.Triptych;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.temporal.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types commands for a data folder and keeps what they print. */
public final class Shell {
  // SHA-256 of no bytes
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final Path local;
  private final Map<String, String> environment;
  private final Engine.Starter engines;

  /** What a command said. */
  public record Answer(int exitCode, String out, String err) {
    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  public Shell(Path data, Engine.Starter engines) {
    this(data, Map.of("TRIPTYCH_DATA", data.toString()), engines);
  }

  /** Whose runs are made by {@link SketchSteps}. */
  public static Shell sketching(Path data) {
    return new Shell(
        data, (store, places) -> new SketchEngine(store, new SketchSteps(store), places.size()));
  }

  /**
   * @param local folder with what goes with the data but is not among it
   * @param environment names the data
   */
  public Shell(Path local, Map<String, String> environment, Engine.Starter engines) {
    this.local = local;
    this.environment = Map.copyOf(environment);
    this.engines = engines;
  }

  public Answer type(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, environment);
    List<String> all = new ArrayList<>(List.of(arguments));
    int exitCode =
        new Triptych(console, engines, Clock.systemUTC()).execute(all.toArray(String[]::new));
    console.out().flush();
    console.err().flush();
    return new Answer(exitCode, out.toString(), err.toString());
  }

  /** Puts a prior set into the data folder whose files are all there and hold nothing. */
  public Shell withPriors(String name) throws IOException {
    Path folder = Files.createDirectories(local.resolve("priors").resolve(name));
    Files.write(folder.resolve("nothing"), new byte[0]);
    String files =
        Stream.of("clip", "eg3d", "lpips", "merges", "unet", "vae", "vocab")
            .map(
                role ->
                    "\"%s\": {\"path\": \"nothing\", \"sha256\": \"%s\"}".formatted(role, NOTHING))
            .collect(Collectors.joining(", "));
    String manifest =
        """
        {"format": 1, "name": "%s", "description": "none", "imageSize": 64, "networks": {},
         "files": {%s}, "recommendations": {"views": {"grid": 3}, "evaluation": {"views": {"grid": 3}}}}
        """
            .formatted(name, files);
    Files.write(folder.resolve("prior.json"), manifest.getBytes(StandardCharsets.UTF_8));
    return this;
  }
}
