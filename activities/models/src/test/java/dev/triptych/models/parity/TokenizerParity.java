package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;

/** Ids of awkward texts in CLIP's own vocabulary. */
final class TokenizerParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.name().equals("golden.json")
        && Files.exists(fixture.file().resolveSibling("vocab.json"));
  }

  @Override
  public Set<String> companions() {
    return Set.of("vocab.json", "merges.txt", "NOTICE");
  }

  @Override
  public void check(Fixture fixture, NDManager manager) throws IOException {
    Path folder = fixture.file().getParent();
    Vocabulary vocabulary;
    try (InputStream vocab = Files.newInputStream(folder.resolve("vocab.json"));
        InputStream merges = Files.newInputStream(folder.resolve("merges.txt"))) {
      vocabulary = Vocabulary.read(vocab, merges);
    }
    Tokenizer tokenizer = new Tokenizer(vocabulary, 77);
    for (JsonNode row : new JsonMapper().readTree(fixture.file().toFile())) {
      long[] expected =
          IntStream.range(0, row.path("ids").size())
              .mapToLong(i -> row.path("ids").get(i).asLong())
              .toArray();
      String text = row.path("text").asText();
      assertThat(tokenizer.encode(text)).as(text).containsExactly(expected);
    }
  }
}
