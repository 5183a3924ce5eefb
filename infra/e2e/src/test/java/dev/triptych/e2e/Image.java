package dev.triptych.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The container image, unpacked, which {@code infra/images/container} runs without an engine. */
final class Image {
  /** Names the image's archive: {@code -Dtriptych.image=FILE}. */
  static final String PROPERTY = "triptych.image";

  private static final String CONTAINER =
      Checkout.ROOT.resolve("infra/images/container").toString();
  private static final Path FOLDER = Checkout.OUTPUT.resolve("image");

  private Image() {}

  /** Unpacks it, unless that was done before. */
  static Image unpack() {
    Path archive = Path.of(System.getProperty(PROPERTY));
    Path log = Checkout.OUTPUT.resolve("image.log");
    new Command(Map.of(), log, CONTAINER, "unpack", archive.toString(), FOLDER.toString()).run();
    return new Image();
  }

  /** Its root file system. */
  Path root() {
    return FOLDER.resolve("root");
  }

  /** What an engine reads of it. */
  JsonNode config() {
    try {
      return new ObjectMapper().readTree(FOLDER.resolve("config.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file of the checkout's tests is seen by the program. */
  String path(String file) {
    return "/tmp/checkout/" + Path.of(file).getFileName();
  }

  /**
   * The words before the program's own. Its folder of artefacts is a volume, unless they are in a
   * bucket; what it keeps of a bucket goes with it.
   */
  List<String> program(Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of(CONTAINER, "run"));
    Path specs = Checkout.ROOT.resolve("infra/e2e/src/test/resources");
    words.addAll(List.of("--volume", specs + ":/tmp/checkout"));
    for (String name : environment.keySet()) {
      String value = environment.getOrDefault(name, "");
      if (name.equals("TRIPTYCH_DATA") && !value.startsWith("s3:")) {
        words.addAll(List.of("--volume", volume(Path.of(value)) + ":/data"));
      } else if (!name.equals("TRIPTYCH_CACHE")) {
        words.addAll(List.of("--env", name)); // the value would be seen in the list of processes
      }
    }
    words.add(FOLDER.toString());
    return words;
  }

  private static Path volume(Path folder) {
    try {
      Files.createDirectories(folder); // for a user whom this machine does not know
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
