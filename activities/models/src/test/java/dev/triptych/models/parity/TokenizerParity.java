package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.clip.ClipVocabulary;
import dev.triptych.models.clip.Tokenizer;
import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;

/** Ids of awkward texts in CLIP's own vocabulary. */
final class TokenizerParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.name().equals("golden.json");
  }

  @Override
  public String network(Fixture fixture) {
    return "CLIP's tokenizer";
  }

  @Override
  public Set<String> companions() {
    return Set.of("vocab.json", "merges.txt", "NOTICE");
  }

  @Override
  public void check(Fixture fixture, NDManager manager) throws IOException {
    Tokenizer tokenizer = new Tokenizer(ClipVocabulary.read(), 77);
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
