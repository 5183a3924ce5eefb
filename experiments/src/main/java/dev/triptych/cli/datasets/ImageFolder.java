package dev.triptych.cli.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.ViewPair;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A dataset as PNG files with {@code metadata.jsonl}, the layout that Hugging Face {@code datasets}
 * reads as an image folder: a line for each picture, {@code file_name} first. {@code dataset.jsonl}
 * has a line for each head. Both are written last, so that a folder which has them is whole.
 */
final class ImageFolder {
  private static final String LISTS = ".lists";

  private final RunDatasets datasets;
  private final BlobStore store;
  private final Samples samples;
  private final ExportTarget target;

  ImageFolder(RunDatasets datasets, BlobStore store, Samples samples, ExportTarget target) {
    this.datasets = datasets;
    this.store = store;
    this.samples = samples;
    this.target = target;
  }

  /**
   * One line of {@code dataset.jsonl}.
   *
   * @param dataset as in the lines of its pictures
   * @param latent SHA-256 of w
   * @param pictures edited views
   * @param frontal the head's input
   */
  private record HeadLine(
      String dataset,
      String style,
      int identity,
      @JsonProperty("held_out") boolean heldOut,
      String latent,
      int pictures,
      String frontal) {}

  /** Returns how many edited views there are. */
  int write() throws IOException {
    Path lists = Files.createTempDirectory("triptych-export");
    Path metadata = lists.resolve("metadata" + LISTS);
    Path heads = lists.resolve("dataset" + LISTS);
    int[] count = {0};
    try {
      try (BufferedWriter pictures = Files.newBufferedWriter(metadata);
          BufferedWriter all = Files.newBufferedWriter(heads)) {
        Set<String> sources = new HashSet<>(); // of many styles, once each
        datasets.forEach(
            head -> {
              line(all, line(head));
              for (ViewPair pair : head.data().pairs()) {
                write(head, pair, sources, pictures);
                count[0]++;
              }
            });
      }
      target.write("metadata.jsonl", temporary -> Files.copy(metadata, temporary));
      target.write("dataset.jsonl", temporary -> Files.copy(heads, temporary));
    } finally {
      Files.deleteIfExists(metadata);
      Files.deleteIfExists(heads);
      Files.deleteIfExists(lists);
    }
    return count[0];
  }

  private void write(Head head, ViewPair pair, Set<String> sources, BufferedWriter lines) {
    String edited = edited(head, pair);
    String face = head.data().latent().sha256().substring(0, 8);
    String source = "source/" + face + "/" + pair.angle().slug() + ".png";
    copy(edited, pair.edited());
    line(lines, samples.edited(head, pair, edited, source));
    if (sources.add(source)) {
      copy(source, pair.source());
      line(lines, samples.source(head, pair, source));
    }
  }

  private static String edited(Head head, ViewPair pair) {
    return "edited/" + head.part() + "/" + pair.angle().slug() + ".png";
  }

  private static HeadLine line(Head head) {
    return new HeadLine(
        head.part(),
        head.data().style(),
        head.identity(),
        head.heldOut(),
        head.data().latent().sha256(),
        head.data().pairs().size(),
        edited(head, head.data().frontal()));
  }

  private void copy(String name, ArtifactRef picture) {
    target.copy(name, store.file(picture), picture.sha256());
  }

  private static void line(BufferedWriter to, Object record) {
    try {
      to.write(Json.text(record));
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
