package dev.triptych.models.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {
  private final Vocabulary vocabulary =
      Vocabulary.of(
          List.of(
              new Vocabulary.Merge("f", "a"),
              new Vocabulary.Merge("c", "e</w>"),
              new Vocabulary.Merge("fa", "ce</w>"),
              new Vocabulary.Merge("o", "f</w>"),
              new Vocabulary.Merge("w", "i"),
              new Vocabulary.Merge("wi", "z"),
              new Vocabulary.Merge("wiz", "a"),
              new Vocabulary.Merge("wiza", "r"),
              new Vocabulary.Merge("wizar", "d</w>")));
  private final Tokenizer tokenizer = new Tokenizer(vocabulary, 8);

  @Test
  void surroundsAndPads() {
    long[] ids = tokenizer.encode("a face");
    assertThat(ids)
        .containsExactly(
            vocabulary.start(),
            vocabulary.id("a</w>"),
            vocabulary.id("face</w>"),
            vocabulary.end(),
            vocabulary.end(),
            vocabulary.end(),
            vocabulary.end(),
            vocabulary.end());
  }

  @Test
  void encodesNothingAsStartAndEnd() {
    assertThat(tokenizer.encode("")).startsWith(vocabulary.start(), vocabulary.end());
    assertThat(tokenizer.tokens(" \t\n ")).isEmpty();
  }

  @Test
  void keepsTheEndTokenOfATextThatIsTooLong() {
    long[] ids = tokenizer.encode("face ".repeat(50));
    assertThat(ids).hasSize(8).startsWith(vocabulary.start());
    assertThat(ids[6]).isEqualTo(vocabulary.id("face</w>"));
    assertThat(ids[7]).isEqualTo(vocabulary.end());
  }

  @Test
  void saysWhatATextLoses() {
    assertThat(tokenizer.room()).isEqualTo(6);
    assertThat(tokenizer.leftOut("a face of a wizard")).isEmpty();
    assertThat(tokenizer.count("a face of a wizard face")).isEqualTo(6);
    assertThat(tokenizer.leftOut("a face of a wizard face")).isEmpty();
    assertThat(tokenizer.leftOut("a face of a wizard face  Of an ELF ")).isEqualTo("Of an ELF ");
    assertThat(tokenizer.leftOut("")).isEmpty();
  }

  @Test
  void cutsAWordWhereItsTokensEnd() {
    // "qqq" has no merges: a token for each letter.
    assertThat(tokenizer.leftOut("a face of a QqQ x")).isEqualTo("Q x");
    // Two bytes each, so that the sixth token is the first half of a character.
    assertThat(tokenizer.leftOut("a face of жЖ")).isEqualTo("Ж");
    assertThat(tokenizer.leftOut("a face of a жЖ")).isEqualTo("Ж");
    assertThat(tokenizer.leftOut("a face face of a жЖ")).isEqualTo("жЖ");
  }

  @Test
  void countsPlacesInTextsWhoseLowerCaseIsLonger() {
    // Each İ becomes an i and a dot above it, in three bytes or more.
    String lost = tokenizer.leftOut("\u0130\u0130 <|endoftext|> face of a wizard");
    assertThat("\u0130\u0130 <|endoftext|> face of a wizard").endsWith(lost);
    assertThat(lost).isNotEmpty();
    assertThat(tokenizer.leftOut("face <|endoftext|> face face face face Face of"))
        .isEqualTo("Face of");
    assertThat(tokenizer.leftOut("a a a a a a cafe\u0301")).isEqualTo("café");
  }

  @Test
  void ignoresCaseSpacesAndTheFormOfAccents() {
    List<Integer> expected = tokenizer.tokens("a café face");
    assertThat(tokenizer.tokens("A  CAFÉ\u00a0Face")).isEqualTo(expected);
    assertThat(tokenizer.tokens("a cafe\u0301 face")).isEqualTo(expected);
  }

  @Test
  void spellsUnknownWordsInBytes() {
    assertThat(tokenizer.tokens("浮"))
        .hasSize("浮".getBytes(StandardCharsets.UTF_8).length)
        .doesNotContain(vocabulary.end());
    assertThat(tokenizer.tokens("😀")).hasSize(4);
  }

  @Test
  void separatesWordsDigitsContractionsAndSigns() {
    assertThat(Words.of("the man's 3d face,42!"))
        .containsExactly("the", "man", "'s", "3", "d", "face", ",", "4", "2", "!");
  }

  @Test
  void recognisesSpecialTokensInsideAText() {
    assertThat(tokenizer.tokens("a<|endoftext|>face"))
        .containsExactly(vocabulary.id("a</w>"), vocabulary.end(), vocabulary.id("face</w>"));
  }

  @Test
  void stacksTextsAsIntegers() {
    try (NDManager manager = Torch.newManager()) {
      NDArray ids = tokenizer.encode(List.of("a face", "an elf"), manager);
      assertThat(ids.getShape()).isEqualTo(new Shape(2, 8));
      assertThat(ids.getDataType()).isEqualTo(DataType.INT64);
      assertThat(ids.get("1").toLongArray()).containsExactly(tokenizer.encode("an elf"));
    }
  }

  @Test
  void ordersAVocabularyAsClipsOwn() {
    Vocabulary clips = ClipVocabulary.read();
    assertThat(clips.size()).isEqualTo(49408);
    assertThat(Vocabulary.of(clips.merges())).isEqualTo(clips);
    assertThat(vocabulary.size()).isEqualTo(512 + 9 + 2);
    assertThat(Vocabulary.of(List.of()).end()).isEqualTo(513);
  }

  @Test
  void namesTheLineOfAMalformedMerge() {
    byte[] vocab =
        "{\"<|startoftext|>\": 0, \"<|endoftext|>\": 1}".getBytes(StandardCharsets.UTF_8);
    byte[] merges = "#version: 0.2\na b\nabc\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                Vocabulary.read(new ByteArrayInputStream(vocab), new ByteArrayInputStream(merges)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void needsRoomForStartAndEnd() {
    assertThatThrownBy(() -> new Tokenizer(vocabulary, 1)).hasMessageContaining("1 tokens");
  }
}
