package dev.triptych.cli.datasets;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.dataset.ViewPair;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A dataset as tar files in WebDataset's layout: of each pair {@code <key>.edited.png}, {@code
 * <key>.source.png} and {@code <key>.json}, a thousand pairs a file. Equal datasets give equal
 * bytes.
 */
final class TarShards {
  private static final int PAIRS = 1000;

  private final RunDatasets datasets;
  private final BlobStore store;
  private final Samples samples;
  private final ExportTarget target;
  private final List<Entry> shard = new ArrayList<>();
  private int shards;

  private record Entry(Head head, ViewPair pair) {
    String key() {
      String name = head.part() + "/" + pair.angle().slug();
      return name.replace('/', '_').replace('.', '-'); // a key ends at its first dot
    }
  }

  TarShards(RunDatasets datasets, BlobStore store, Samples samples, ExportTarget target) {
    this.datasets = datasets;
    this.store = store;
    this.samples = samples;
    this.target = target;
  }

  /** Returns how many pairs there are. */
  int write() {
    int[] count = {0};
    datasets.forEach(
        head -> {
          for (ViewPair pair : head.data().pairs()) {
            shard.add(new Entry(head, pair));
            count[0]++;
            if (shard.size() == PAIRS) {
              finishShard();
            }
          }
        });
    if (!shard.isEmpty()) {
      finishShard();
    }
    return count[0];
  }

  private void finishShard() {
    String name = String.format(Locale.ROOT, "shard-%06d.tar", shards++);
    if (isWhole(target.file(name))) {
      target.keep();
    } else {
      target.write(name, this::writeTo);
    }
    shard.clear();
  }

  private void writeTo(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Entry entry : shard) {
        put(tar, entry.key() + ".edited.png", store.get(entry.pair().edited()));
        put(tar, entry.key() + ".source.png", store.get(entry.pair().source()));
        put(tar, entry.key() + ".json", description(entry));
      }
    }
  }

  private byte[] description(Entry entry) {
    return Json.text(samples.edited(entry.head(), entry.pair(), null, null))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Whether an earlier export has written all of this shard, with the content it should have. */
  private boolean isWhole(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)), "UTF-8")) {
      for (Entry entry : shard) {
        boolean same =
            holds(tar, entry.key() + ".edited.png", entry.pair().edited().sha256())
                && holds(tar, entry.key() + ".source.png", entry.pair().source().sha256())
                && holds(tar, entry.key() + ".json", Digests.sha256(description(entry)));
        if (!same) {
          return false;
        }
      }
      return tar.getNextEntry() == null;
    } catch (IOException e) {
      return false; // damaged, and written again
    }
  }

  private static boolean holds(TarArchiveInputStream tar, String name, String sha256)
      throws IOException {
    TarArchiveEntry entry = tar.getNextEntry();
    return entry != null
        && entry.getName().equals(name)
        && Digests.sha256(tar.readAllBytes()).equals(sha256);
  }
}
