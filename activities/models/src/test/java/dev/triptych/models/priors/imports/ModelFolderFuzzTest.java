package dev.triptych.models.priors.imports;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The JSON files, and the list of merges, of models that an import reads. An input is the name of
 * one of them on a line, and its content; all others are sound.
 */
class ModelFolderFuzzTest {
  private static final Allowance READ = new Allowance(1024);
  private static final List<String> NAMES =
      List.of(
          "edit/model_index.json",
          "edit/unet/config.json",
          "edit/vae/config.json",
          "edit/text_encoder/config.json",
          "edit/scheduler/scheduler_config.json",
          "edit/tokenizer/vocab.json",
          "edit/tokenizer/merges.txt",
          "edit/tokenizer/tokenizer_config.json",
          "clip/config.json",
          "clip/preprocessor_config.json",
          "single/tokenizer.json",
          "shards/model.safetensors.index.json");
  private static final Scratch SCRATCH = new Scratch();

  static {
    try {
      TinyCheckpoints.pipeline(SCRATCH.folder().resolve("edit"));
      TinyCheckpoints.clip(SCRATCH.folder().resolve("clip"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest
  void reads(byte[] content) throws IOException {
    int line = 0;
    while (line < content.length && content[line] != '\n') {
      line++;
    }
    String start = new String(content, 0, line, StandardCharsets.UTF_8);
    String name =
        NAMES.contains(start) ? start : NAMES.get(Math.floorMod(start.hashCode(), NAMES.size()));
    byte[] body = Arrays.copyOfRange(content, Math.min(line + 1, content.length), content.length);
    Path file = SCRATCH.folder().resolve(name);
    byte[] sound = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    SCRATCH.write(name, body);
    try {
      READ.spend(body.length, () -> read(name.substring(0, name.indexOf('/'))));
    } finally {
      SCRATCH.write(name, sound);
    }
  }

  /** Problems say what is wrong with the files. */
  private static void read(String model) {
    Problems problems = new Problems();
    Path folder = SCRATCH.folder().resolve(model);
    switch (model) {
      case "edit" ->
          DiffusersEditor.read(HubFolder.of(folder, "--edit"), "--edit", false, problems);
      case "clip" -> ClipReader.read(folder, false, problems);
      case "single" ->
          problems.attempt(() -> TokenizerFiles.read(HubFolder.of(folder, "--tokenizer")));
      default -> problems.attempt(() -> HubFolder.of(folder, "--clip").weights("model", false));
    }
  }
}
