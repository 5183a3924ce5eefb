package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.clip.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  private static final List<String> TEXTS =
      List.of("low low low lower", "newest newest", "widest, naïve");

  @Test
  void learnsAWholeWordForEachWordOfTheTexts() {
    Vocabulary vocabulary = BpeTrainer.learn(TEXTS, 1000);
    Tokenizer tokenizer = new Tokenizer(vocabulary, 16);
    for (String text : TEXTS) {
      int words = Words.of(text).size();
      long[] ids = tokenizer.encode(text);
      assertThat(Arrays.copyOfRange(ids, 1, 1 + words)).doesNotContain(vocabulary.end());
      assertThat(ids[1 + words]).isEqualTo(vocabulary.end());
    }
  }

  @Test
  void joinsTheMostFrequentPairFirstAndDecidesTiesBySpelling() {
    // "l o" occurs 4 times; "e s", "o w</w>" and "s t</w>" follow with 3.
    List<Vocabulary.Merge> merges = BpeTrainer.learn(TEXTS, 2).merges();
    assertThat(merges)
        .containsExactly(new Vocabulary.Merge("l", "o"), new Vocabulary.Merge("e", "s"));
  }

  @Test
  void givesEqualVocabulariesForEqualTextsInAnyOrder() {
    List<String> reversed = List.of(TEXTS.get(2), TEXTS.get(1), TEXTS.get(0));
    assertThat(BpeTrainer.learn(reversed, 20)).isEqualTo(BpeTrainer.learn(TEXTS, 20));
  }

  @Test
  void holdsAllBytesTheMergesAndTheSpecialTokensLast() {
    Vocabulary vocabulary = BpeTrainer.learn(TEXTS, 5);
    assertThat(vocabulary.size()).isEqualTo(512 + 5 + 2);
    assertThat(vocabulary.start()).isEqualTo(vocabulary.size() - 2);
    assertThat(vocabulary.end()).isEqualTo(vocabulary.size() - 1);
    assertThat(BpeTrainer.learn(List.of(), 5).size()).isEqualTo(514);
  }

  @Test
  void survivesItsFiles() throws IOException {
    Vocabulary vocabulary = BpeTrainer.learn(TEXTS, 1000);
    ByteArrayOutputStream vocab = new ByteArrayOutputStream();
    ByteArrayOutputStream merges = new ByteArrayOutputStream();
    vocabulary.writeVocab(vocab);
    vocabulary.writeMerges(merges);
    assertThat(
            Vocabulary.read(
                new ByteArrayInputStream(vocab.toByteArray()),
                new ByteArrayInputStream(merges.toByteArray())))
        .isEqualTo(vocabulary);
  }
}
