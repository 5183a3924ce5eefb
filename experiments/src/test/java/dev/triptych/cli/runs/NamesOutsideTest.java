package dev.triptych.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that lead out of the data folder, from the command line and from documents in it. */
class NamesOutsideTest {
  private static final List<List<String>> VERBS =
      List.of(
          List.of("status"),
          List.of("report"),
          List.of("view", "--no-open"),
          List.of("resume"),
          List.of("cancel"),
          List.of("explain"),
          List.of("verify"),
          List.of("compare"),
          List.of("sync"),
          List.of("delete", "--yes"),
          List.of("mix", "--from", "an elf", "--to", "a clown"));

  @TempDir private Path folder;
  private Path data;
  private Shell shell;

  @BeforeEach
  void makeARun() throws IOException {
    data = folder.resolve("data");
    shell = Shell.sketching(data).withPriors("mini");
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"), "name: one\npriors: mini\nstyles: [an elf]\n");
    shell.type("run", spec.toString(), "--run", "elf");
  }

  @Test
  void noVerbTakesARunOutsideTheDataFolder() throws IOException {
    copy(data.resolve("runs/elf"), folder.resolve("outside"));
    copy(data.resolve("runs/elf"), data.resolve("outside"));
    TreeMap<String, String> before = contents(folder);

    for (List<String> verb : VERBS) {
      for (String name : List.of("../../outside", "../outside", folder + "/outside", "..", ".")) {
        List<String> words = new ArrayList<>(verb);
        words.add(1, name);
        Shell.Answer answer = shell.type(words.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s: %s%s", words, answer.out(), answer.err()).isNotZero();
        assertThat(answer.err()).as("%s", words).doesNotContain("fault of Triptych");
      }
    }

    assertThat(contents(folder)).isEqualTo(before);
  }

  @Test
  void aDocumentThatNamesAFileOutsideOpensNothing() throws IOException {
    Path picture = Files.createDirectories(folder.resolve("other")).resolve("picture.png");
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      files
          .filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
          .forEach(documents::add);
    }
    for (Path document : documents) {
      String text = Files.readString(document);
      String named = text.replaceAll("blobs/sha256/[0-9a-f]{2}/", "../other/");
      if (!named.equals(text)) {
        Files.writeString(document, named);
      }
    }
    copy(data.resolve("blobs"), picture.resolveSibling("blobs"));

    Shell.Answer export =
        shell.type("export", "elf", "--views", folder.resolve("views").toString());
    assertThat(export.exitCode()).as(export.out() + export.err()).isNotZero();
    assertThat(export.err()).doesNotContain("fault of Triptych").contains("elf");
    assertThat(folder.resolve("views")).doesNotExist();
    Shell.Answer report = shell.type("report", "elf");
    assertThat(report.err()).doesNotContain("fault of Triptych"); // it leaves the portrait out
  }

  private static TreeMap<String, String> contents(Path folder) throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/.triptych/")) {
          contents.put(
              file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.createDirectories(to);
        if (!file.equals(from)) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }
}
