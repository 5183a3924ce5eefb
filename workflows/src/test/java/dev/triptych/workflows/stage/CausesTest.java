package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final ConnectException refused = new ConnectException("refused");
  private final ExecutionException failure =
      new ExecutionException(new UncheckedIOException(refused));

  @Test
  void goFromTheFailureToItsRoot() {
    assertThat(Causes.of(failure))
        .extracting(cause -> (Object) cause.getClass())
        .containsExactly(
            ExecutionException.class, UncheckedIOException.class, ConnectException.class);
    assertThat(Causes.of(refused)).containsExactly(refused);
  }

  @Test
  void areFoundByTheirTypeOrOneThatItExtends() {
    assertThat(Causes.find(failure, IOException.class)).containsSame(refused);
    assertThat(Causes.find(failure, ExecutionException.class)).containsSame(failure);
    assertThat(Causes.have(failure, RuntimeException.class)).isTrue();
  }

  @Test
  void areNotFoundWhereThereAreNone() {
    assertThat(Causes.find(failure, IllegalStateException.class)).isEmpty();
    assertThat(Causes.have(refused, RuntimeException.class)).isFalse();
  }
}
