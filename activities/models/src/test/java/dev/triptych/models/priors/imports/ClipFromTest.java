package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --clip-from SET}, and every way in which that CLIP may not fit. */
class ClipFromTest {
  private static final TextEncoder.Config TEXT = TinyCheckpoints.CLIP.text();

  @TempDir Path folder;
  private ImportFixture mine;

  @BeforeEach
  void write() throws IOException {
    mine = new ImportFixture(folder);
  }

  /** A set {@code far} whose CLIP reads texts in another way. */
  private void far(int vocabulary, int width, int length) throws IOException {
    ClipModel.Config config =
        new ClipModel.Config(
            new TextEncoder.Config(
                vocabulary, width, 16, 1, 2, length, "quick_gelu", vocabulary - 1),
            TinyCheckpoints.CLIP.vision(),
            6);
    Path clip = mine.clip();
    TinyCheckpoints.write(clip.resolve("config.json"), TinyCheckpoints.json(config).toString());
    TinyCheckpoints.write(
        clip.resolve("vocab.json"), TinyCheckpoints.vocab(vocabulary - 2).toString());
    TinyCheckpoints.weights(
        clip.resolve("model.safetensors"), 4, w -> new ClipModel(w, config), name -> true);
    mine.importer()
        .run(new ImportRequest("far", null, null, clip, null, null, null, Map.of(), null), false);
  }

  private ImportRequest fromFar() throws IOException {
    return mine.request(
        null, null, null, Map.of(PriorPart.CLIP, PriorSet.find("far", mine.priors())));
  }

  private void editor() throws IOException {
    mine.importer().run(mine.request(mine.pipeline(), null, null, Map.of()), false);
  }

  @Test
  void aClipThatFitsIsTakenAsItIs() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());
    editor();

    mine.importer().run(fromFar(), false);

    assertThat(PriorSet.find("mine", mine.priors()).manifest().files().get("clip").sha256())
        .isEqualTo(PriorSet.find("far", mine.priors()).manifest().files().get("clip").sha256());
  }

  @Test
  void anotherVocabulary() throws IOException {
    far(TEXT.vocabSize() + 1, TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());
    editor();

    mine.refused(
        fromFar(),
        "--clip-from far: CLIP reads a vocabulary of 21 tokens, and the editor's text encoder one"
            + " of 20");
  }

  @Test
  void otherWordsInAVocabularyOfTheSameSize() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());
    Path vocab = mine.pipeline().resolve("tokenizer/vocab.json");
    Files.writeString(vocab, Files.readString(vocab).replace("\"d\"", "\"é\""));
    editor();

    mine.refused(
        fromFar(), "--clip-from far: its vocabulary is not that of the set's other networks");
  }

  @Test
  void textsOfAnotherLength() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings() + 1);
    editor();

    mine.refused(
        fromFar(),
        "--clip-from far: CLIP reads texts of 7 tokens, and the editor's text encoder of 6");
  }

  /** An editor without a text encoder of its own listens to CLIP's. */
  @Test
  void textsOfAnotherWidthThanTheEditorListensTo() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());
    editor();
    ImportFixture.change(
        mine.priors().resolve("mine/prior.json"),
        json -> {
          ((ObjectNode) json.get("networks")).remove("text");
          ((ObjectNode) json.get("files")).remove("text");
        });

    mine.refused(
        fromFar(),
        "--clip-from far: the UNet listens to texts of width 12, and the text encoder gives 8");
  }

  /** A CLIP for pictures of its own set's size has seen that set's pictures only. */
  @Test
  void picturesOfAnotherSize() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());
    VisionEncoder.Config vision = TinyCheckpoints.CLIP.vision();
    ImportFixture.change(
        mine.priors().resolve("far/prior.json"), json -> json.put("imageSize", vision.imageSize()));

    mine.refused(
        mine.request(
            null,
            null,
            null,
            Map.of(
                PriorPart.EG3D,
                PriorSet.find("world", mine.priors()),
                PriorPart.CLIP,
                PriorSet.find("far", mine.priors()))),
        "--clip-from far: it is for pictures of 16 pixels, and this set's generator makes them"
            + " with 8");
  }

  @Test
  void aSetWithoutThePart() throws IOException {
    far(TEXT.vocabSize(), TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());

    mine.refused(
        mine.request(
            null, null, null, Map.of(PriorPart.LPIPS, PriorSet.find("far", mine.priors()))),
        "--lpips-from far: that set has no such part");
  }

  @Test
  void partsOfOneImportThatDoNotFit() throws IOException {
    far(TEXT.vocabSize() + 1, TEXT.hiddenSize(), TEXT.maxPositionEmbeddings());

    mine.refused(
        mine.all(null),
        "its vocabulary is not that of --edit",
        "CLIP reads a vocabulary of 21 tokens, and the editor's text encoder one of 20");
  }
}
