package dev.triptych.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.spec.Adjustment;
import dev.triptych.cli.spec.ResolvedSpec;
import dev.triptych.cli.spec.SpecException;
import dev.triptych.cli.spec.SpecLoader;
import dev.triptych.cli.spec.SpecText;
import dev.triptych.cli.spec.TextWarnings;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.store.place.DataPlace;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Warning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code triptych run SPEC}. */
@Command(
    name = "run",
    description = {
      "Run an experiment.",
      "The same spec is the same run: run it again, and finished steps are taken from the store."
    })
public final class RunCommand implements Callable<Integer> {
  private static final int FILE_NAME_BYTES = 255; // of most file systems

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private LaunchOptions options;
  @Mixin private ViewOptions views;
  @Mixin private FollowOptions follow;
  @Mixin private AgainOption again;

  @Parameters(paramLabel = "SPEC", description = "What to run, a YAML file.")
  private Path spec;

  @Option(
      names = "--set",
      paramLabel = "A.B=VALUE",
      description = "Set one setting of the spec, for instance edit.tau=0.8; may be repeated.")
  private List<String> settings = List.of();

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Name of the run (default: from the spec's name and digest).")
  private @Nullable String name;

  @Option(
      names = "--dry-run",
      description = "Only print the resolved spec and how much there is to do.")
  private boolean dryRun;

  public RunCommand(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public Integer call() throws SpecException, InterruptedException {
    DataPlace data = common.data(console.environment());
    InstalledPriors priors = InstalledPriors.in(data.local());
    PhotoHeads heads = new PhotoHeads();
    ResolvedSpec resolved =
        new SpecLoader(priors.names(), priors::known, heads).load(spec, settings);
    PriorRef ref = priors.verified(resolved.spec().priors().name());
    Places places = options.places(engines, console);
    PrecisionCheck.check(resolved.spec(), engines.lasting() ? List.of() : places.devices());
    if (dryRun) {
      return describe(resolved, priors.find(resolved.spec().priors().name()));
    }
    follow.check(console.environment(), engines.lasting());
    engines.check();
    Tracking.checkSettings(console.environment());
    boolean comparable =
        priors.find(resolved.spec().priors().name()).manifest().comparableWithPaper();
    ArtifactStore store = data.open();
    try (FolderLock lock = engines.lock(store.local())) {
      heads.keep(resolved.spec().identity().photo(), store); // before anything names it
      RunEntry entry = entry(new RunIndex(store), resolved, ref, comparable);
      new RunFolder(store, entry.run()).writeSpec(resolved.source(), resolved.tree());
      LaunchMessages messages = new LaunchMessages(console, common.json());
      messages.announce(entry, store);
      again.place(store, entry, engines, console, clock);
      resolved.adjustments().forEach(each -> console.err().println("Note: " + each.message()));
      RunLauncher launcher = new RunLauncher(console, engines, clock);
      Map<String, String> tags = new HashMap<>(Map.of("spec", spec.toString()));
      GitCommit.around(spec).ifPresent(commit -> tags.put("git.commit", commit));
      return messages.tell(
          entry.run(),
          launcher.launch(store, entry, places, views.parallelism(places), follow, tags),
          store);
    }
  }

  private int describe(ResolvedSpec resolved, PriorSet priors) {
    Workload work = Workload.of(resolved.spec());
    List<Warning> warnings = TextWarnings.of(resolved.spec(), priors);
    if (common.json()) {
      record DryRun(
          JsonNode spec,
          int activities,
          Workload workload,
          List<Adjustment> bent,
          List<String> notes,
          List<Warning> warnings) {}
      console.json(
          new DryRun(
              resolved.tree(),
              work.activities(),
              work,
              resolved.adjustments(),
              ScoringNotes.of(resolved.spec()),
              warnings));
    } else {
      console.out().print(SpecText.yaml(resolved.tree()));
      console.out().println("# " + work.description());
      ScoringNotes.of(resolved.spec()).forEach(note -> console.out().println("# " + note));
      resolved.adjustments().forEach(each -> console.out().println("# Note: " + each.message()));
      warnings.forEach(warning -> console.out().println("# Warning: " + warning.message()));
    }
    return ExitCode.OK;
  }

  private RunEntry entry(
      RunIndex index, ResolvedSpec resolved, PriorRef priors, boolean comparableWithPaper) {
    String digest = RunId.digest(resolved.tree(), priors);
    String run = name == null ? RunId.of(resolved.spec().name(), digest) : checked(name);
    RunEntry fresh =
        RunEntry.pending(
            run, resolved.spec(), digest, priors, comparableWithPaper, clock.instant());
    RunParameter.requireWhole(index, run);
    // Of two machines that launch different specs under one name, one must lose.
    RunEntry entry = index.create(fresh) ? fresh : index.find(run).orElse(fresh);
    if (!entry.specDigest().equals(digest)) {
      throw UserError.usage(
          "The run \""
              + run
              + "\" exists and has another spec. Choose another --run NAME, or go on with it:"
              + " triptych resume "
              + run);
    }
    return entry;
  }

  private static String checked(String name) {
    boolean fits =
        name.matches("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,99}")
            && name.getBytes(StandardCharsets.UTF_8).length <= FILE_NAME_BYTES;
    if (!fits) {
      throw UserError.usage(
          "--run must be 1 to 100 letters, digits, dots, dashes and underscores (255 bytes at most"
              + " in UTF-8), and begin with a letter or digit, but is \""
              + name
              + "\"");
    }
    return name;
  }
}
