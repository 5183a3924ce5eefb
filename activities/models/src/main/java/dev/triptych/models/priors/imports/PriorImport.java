package dev.triptych.models.priors.imports;

import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.imports.ImportReport.Source;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes public checkpoints and parts of other sets into a prior set. Everything is compared with
 * the networks of this program before anything is written; then one tensor at a time is in memory.
 * Interrupted at any moment, it leaves the set as it was; what it had finished is used when it is
 * run again.
 */
public final class PriorImport {
  private final Path priors;
  private final Consumer<String> progress;
  private final DiskRoom room;
  private final LatentDiffusionEditor original;
  private final LpipsReader lpips;

  /**
   * @param priors folder of all sets
   * @param progress told what is being done
   */
  public PriorImport(Path priors, Consumer<String> progress) {
    this(
        priors,
        progress,
        DiskRoom.real(),
        LatentDiffusionEditor.instructPix2Pix(),
        Lpips.Config.vgg16());
  }

  /**
   * @param original sizes of the editor in a file that does not tell them
   */
  PriorImport(
      Path priors,
      Consumer<String> progress,
      DiskRoom room,
      LatentDiffusionEditor original,
      Lpips.Config lpips) {
    this.priors = priors;
    this.progress = progress;
    this.room = room;
    this.original = original;
    this.lpips = new LpipsReader(lpips);
  }

  /**
   * @param dryRun whether nothing is to be written
   * @throws ImportException with everything that is wrong
   * @throws dev.triptych.models.priors.PriorException if the set is there and damaged
   */
  public ImportReport run(ImportRequest request, boolean dryRun) throws IOException {
    Problems problems = new Problems();
    request.check(problems);
    problems.refuse();
    Path folder = priors.resolve(request.name());
    PriorSet existing =
        Files.exists(folder.resolve("prior.json")) ? PriorSet.find(request.name(), priors) : null;
    List<PartDraft> parts = read(request, existing, problems);
    problems.refuse();
    SetDraft set = new SetDraft(request.name(), existing, parts, problems);
    problems.refuse();
    SetFiles files = new SetFiles(set, request.precision());
    Map<String, Entry> planned = files.planned();
    long bytes = planned.values().stream().mapToLong(Entry::bytes).sum();
    Leftovers leftovers = Leftovers.in(folder);
    room.require(folder, bytes - leftovers.bytes());
    Map<String, List<Source>> sources = sources(set);
    Map<String, Entry> written =
        dryRun ? planned : files.write(new SetWriter(folder), leftovers, sources, progress);
    PriorManifest manifest = commit(folder, set, written, sources, existing, dryRun);
    return new ImportReport(
        request.name(),
        folder.toString(),
        dryRun ? null : PriorSet.open(folder).digest(),
        manifest.comparableWithPaper(),
        bytes,
        new Findings(sources, request.precision()).of(set, written),
        PriorPart.missing(manifest));
  }

  private List<PartDraft> read(
      ImportRequest request, @Nullable PriorSet existing, Problems problems) {
    List<PartDraft> parts = new ArrayList<>();
    boolean half = request.precision() != null && request.precision() != Precision.FLOAT32;
    Set<PriorPart> named = EnumSet.noneOf(PriorPart.class);
    named.addAll(request.fromFiles());
    named.addAll(request.from().keySet());
    int imageSize = existing == null ? 0 : existing.manifest().imageSize();
    for (PriorPart part : named) { // the generator first: others are compared with its pictures
      PriorSet other = request.from().get(part);
      PartDraft draft =
          other == null
              ? files(part, request, half, problems)
              : InstalledPart.read(part, other, imageSize, problems);
      if (draft == null) {
        continue;
      }
      parts.add(draft);
      if (part == PriorPart.EG3D) {
        imageSize = new SetDraft("", null, List.of(draft), problems).imageSize();
      }
    }
    return parts;
  }

  private @Nullable PartDraft files(
      PriorPart part, ImportRequest request, boolean half, Problems problems) {
    return switch (part) {
      case EG3D -> Eg3dReader.read(Objects.requireNonNull(request.eg3d()), problems);
      case EDIT -> editor(Objects.requireNonNull(request.edit()), half, problems);
      case CLIP -> ClipReader.read(Objects.requireNonNull(request.clip()), half, problems);
      case LPIPS -> lpips.read(request.lpipsVgg(), request.lpipsLin(), problems);
      case TOKENIZER -> tokenizer(Objects.requireNonNull(request.tokenizer()), problems);
    };
  }

  private @Nullable PartDraft editor(Path named, boolean half, Problems problems) {
    if (Files.isRegularFile(named)) {
      return original.read(named, problems);
    }
    HubFolder folder = problems.attempt(() -> HubFolder.of(named, "--edit"));
    return folder == null ? null : DiffusersEditor.read(folder, "--edit " + named, half, problems);
  }

  private static @Nullable PartDraft tokenizer(Path named, Problems problems) {
    return problems.attempt(
        () ->
            PartDraft.of(
                PriorPart.TOKENIZER,
                "--tokenizer " + named,
                Map.of(),
                List.of(),
                TokenizerFiles.read(HubFolder.of(named, "--tokenizer")),
                List.of()));
  }

  /** What the files are, by role; each file is read once. */
  private Map<String, List<Source>> sources(SetDraft set) throws IOException {
    Map<Path, Source> known = new HashMap<>();
    Map<String, List<Source>> sources = new LinkedHashMap<>();
    for (PartDraft part : set.parts()) {
      for (NetworkDraft network : part.networks()) {
        List<Source> files = new ArrayList<>();
        for (Path file : network.files()) {
          Source source = known.get(file);
          if (source == null) {
            progress.accept("digest of " + file.getFileName());
            source = SourceFiles.look(file, network.role());
            known.put(file, source);
          }
          files.add(source);
        }
        sources.put(network.role(), files);
      }
      PriorSet from = part.from();
      if (from != null) {
        Map<String, List<Source>> theirs = SourceFiles.of(Path.of(from.location()));
        for (String role : part.copied()) {
          Entry entry = Objects.requireNonNull(from.manifest().files().get(role));
          Source itself =
              new Source(
                  from.name() + "/" + entry.path(), "prior set", entry.bytes(), entry.sha256());
          sources.put(role, theirs.getOrDefault(entry.path(), List.of(itself)));
        }
      }
    }
    return sources;
  }

  private static PriorManifest commit(
      Path folder,
      SetDraft set,
      Map<String, Entry> written,
      Map<String, List<Source>> sources,
      @Nullable PriorSet existing,
      boolean dryRun)
      throws IOException {
    Map<String, List<Source>> told = new TreeMap<>(SourceFiles.of(folder));
    sources.forEach(
        (role, files) -> {
          Entry entry = written.get(role);
          if (entry != null && !files.isEmpty()) {
            told.put(entry.path(), files);
          }
        });
    PriorManifest manifest = set.manifest(written, generator(set, written, told));
    if (dryRun) {
      return manifest;
    }
    List<String> paths = manifest.files().values().stream().map(Entry::path).toList();
    told.keySet().retainAll(paths);
    SetWriter writer = new SetWriter(folder);
    writer.replace(SourceFiles.NAME, SourceFiles.toJson(told));
    writer.replace("prior.json", manifest.toJson());
    writer.clean(
        paths,
        existing == null
            ? List.of()
            : existing.manifest().files().values().stream().map(Entry::path).toList());
    return manifest;
  }

  private static String generator(
      SetDraft set, Map<String, Entry> written, Map<String, List<Source>> told) {
    Entry entry = set.manifest(written, "").files().get("eg3d");
    List<Source> files = entry == null ? List.of() : told.getOrDefault(entry.path(), List.of());
    return files.isEmpty() ? "" : files.get(0).file();
  }
}
