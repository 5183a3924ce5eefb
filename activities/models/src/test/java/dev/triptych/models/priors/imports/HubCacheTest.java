package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model as the hub's client keeps it. */
class HubCacheTest {
  @TempDir Path folder;
  private ImportFixture files;

  @BeforeEach
  void write() throws IOException {
    files = new ImportFixture(folder);
  }

  @Test
  void readsTheHubsCacheWithLinksAndShards() throws IOException {
    files.importer().run(files.all(Precision.FLOAT32), false);
    String plain = PriorSet.find("mine", files.priors()).manifest().files().get("unet").sha256();
    Path cache = cache();

    for (Path named : List.of(cache, cache.resolve("snapshots/abc123"))) {
      files.importer().run(files.request(named, null, null, Map.of()), false);
      assertThat(PriorSet.find("mine", files.priors()).manifest().files().get("unet").sha256())
          .isEqualTo(plain);
    }

    Path shard = cache.resolve("snapshots/abc123/unet/part-2.safetensors");
    Files.delete(shard.toRealPath());
    files.refused(
        files.request(cache, null, null, Map.of()), shard + ": it is a link to a file that is not");
    Files.delete(cache.resolve("refs/main"));
    Files.createDirectory(cache.resolve("snapshots/def456"));
    files.refused(files.request(cache, null, null, Map.of()), "2 snapshots");
  }

  /** The pipeline as the hub's client keeps it: all files are links, the UNet is in two shards. */
  private Path cache() throws IOException {
    Path cache = folder.resolve("models--x--y");
    Path snapshot = cache.resolve("snapshots/abc123");
    TinyCheckpoints.pipeline(snapshot);
    Path whole = snapshot.resolve("unet/diffusion_pytorch_model.safetensors");
    Files.delete(whole);
    ObjectNode map = TinyCheckpoints.JSON.createObjectNode();
    for (int part = 1; part <= 2; part++) {
      boolean first = part == 1;
      String name = "part-" + part + ".safetensors";
      Path shard =
          TinyCheckpoints.weights(
              snapshot.resolve("unet/" + name),
              1,
              w -> new UNet2DConditionModel(w, TinyCheckpoints.UNET),
              tensor -> tensor.startsWith("down") == first);
      Safetensors.open(shard).names().forEach(tensor -> map.put(tensor, name));
    }
    ObjectNode index = TinyCheckpoints.JSON.createObjectNode();
    index.set("weight_map", map);
    TinyCheckpoints.write(
        snapshot.resolve("unet/diffusion_pytorch_model.safetensors.index.json"), index.toString());
    TinyCheckpoints.write(cache.resolve("refs/main"), "abc123");
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    List<Path> files;
    try (Stream<Path> tree = Files.walk(snapshot)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    int number = 0;
    for (Path file : files) {
      Path blob = Files.move(file, blobs.resolve("blob" + number++));
      Files.createSymbolicLink(file, file.getParent().relativize(blob));
    }
    return cache;
  }
}
