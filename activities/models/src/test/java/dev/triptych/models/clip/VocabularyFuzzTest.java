package dev.triptych.models.clip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Both files of a vocabulary, with a zero byte between them. */
class VocabularyFuzzTest {
  private static final Allowance READ = new Allowance(1024);

  @FuzzTest
  void readsAndEncodes(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    ByteArrayInputStream vocab = new ByteArrayInputStream(content, 0, end);
    ByteArrayInputStream merges =
        new ByteArrayInputStream(content, Math.min(end + 1, content.length), content.length);
    READ.spend(
        content.length,
        () -> {
          vocab.reset();
          merges.reset();
          try {
            new Tokenizer(Vocabulary.read(vocab, merges), 16).encode("the bust of an elf, 3 of 4");
          } catch (IOException | IllegalArgumentException e) {
            // says what is wrong with the files
          }
        });
  }
}
