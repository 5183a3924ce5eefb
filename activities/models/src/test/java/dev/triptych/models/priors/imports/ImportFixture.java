package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tiny checkpoints in a folder, and imports of them as the set {@code mine}. */
final class ImportFixture {
  private final Path folder;
  private final Path priors;
  private final Path pipeline;
  private final Path clip;

  /** Bytes that the disk has left. */
  long free = Long.MAX_VALUE / 2;

  ImportFixture(Path folder) throws IOException {
    this.folder = folder;
    priors = folder.resolve("priors");
    pipeline = TinyCheckpoints.pipeline(folder.resolve("ip2p"));
    clip = TinyCheckpoints.clip(folder.resolve("clip"));
    TinyCheckpoints.world(priors);
  }

  /** Folder of all sets. */
  Path priors() {
    return priors;
  }

  /** A pipeline of diffusers. */
  Path pipeline() {
    return pipeline;
  }

  /** A CLIP of transformers. */
  Path clip() {
    return clip;
  }

  PriorImport importer() {
    return importer(step -> {});
  }

  PriorImport importer(Consumer<String> progress) {
    return new PriorImport(
        priors,
        progress,
        new DiskRoom(place -> free),
        TinyCheckpoints.ORIGINAL,
        TinyCheckpoints.LPIPS);
  }

  Map<PriorPart, PriorSet> world() {
    return Map.of(PriorPart.EG3D, PriorSet.find("world", priors));
  }

  ImportRequest all(@Nullable Precision precision) throws IOException {
    return new ImportRequest("mine", null, pipeline, clip, vgg(), lin(), null, world(), precision);
  }

  ImportRequest request(
      @Nullable Path edit, @Nullable Path clip, @Nullable Path lpips, Map<PriorPart, PriorSet> from)
      throws IOException {
    return new ImportRequest(
        "mine",
        null,
        edit,
        clip,
        lpips == null ? null : vgg(),
        lpips == null ? null : lin(),
        null,
        from,
        Precision.FLOAT32);
  }

  Path vgg() throws IOException {
    return TinyCheckpoints.vgg(folder.resolve("vgg16.safetensors"));
  }

  Path lin() throws IOException {
    return TinyCheckpoints.lin(folder.resolve("lin.safetensors"));
  }

  void refused(ImportRequest request, String... words) {
    assertThatThrownBy(() -> importer().run(request, false))
        .isInstanceOf(ImportException.class)
        .message()
        .contains(words)
        .doesNotContain("java", "Exception");
  }

  static void change(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) TinyCheckpoints.JSON.readTree(Files.readString(file));
    change.accept(json);
    Files.writeString(file, json.toString());
  }

  /** What lies in the folder of the set, without hidden notes. */
  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(priors.resolve("mine"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
