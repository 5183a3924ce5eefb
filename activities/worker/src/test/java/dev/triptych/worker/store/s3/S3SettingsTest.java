package dev.triptych.worker.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("AWS_ACCESS_KEY_ID", "the-user", "AWS_SECRET_ACCESS_KEY", "the-password"));

  private S3Settings read(String place) {
    return S3Settings.of(place, environment);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://my-bucket,         my-bucket, '',          s3://my-bucket",
    "s3://my-bucket/,        my-bucket, '',          s3://my-bucket",
    "s3://my-bucket/a/b,     my-bucket, a/b/,        s3://my-bucket/a/b",
    "s3://my-bucket/a/b/,    my-bucket, a/b/,        s3://my-bucket/a/b"
  })
  void readsBucketAndPrefix(String place, String bucket, String prefix, String shown) {
    S3Settings settings = read(place);

    assertThat(settings.bucket()).isEqualTo(bucket);
    assertThat(settings.prefix()).isEqualTo(prefix);
    assertThat(settings.place()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:/b", "s3://ab", "s3://My-Bucket", "s3://b_c", "s3://user@b"})
  void saysHowToWriteABucket(String place) {
    assertThatThrownBy(() -> read(place))
        .isInstanceOf(StoreMisconfigured.class)
        .hasMessageContaining(place)
        .hasMessageContaining("s3://BUCKET/PREFIX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://my-bucket/a//b", "s3://my-bucket/../b", "s3://my-bucket/.x"})
  void refusesOddPrefixes(String place) {
    assertThatThrownBy(() -> read(place)).isInstanceOf(StoreMisconfigured.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
  void namesTheMissingVariable(String variable) {
    environment.put(variable, " ");

    assertThatThrownBy(() -> read("s3://my-bucket"))
        .isInstanceOf(StoreMisconfigured.class)
        .hasMessageContaining(variable + " is not set")
        .hasMessageContaining("--data DIR");
  }

  @Test
  void takesTheFirstEndpointThatIsSet() {
    assertThat(read("s3://my-bucket").endpoint()).hasHost("s3.amazonaws.com");
    assertThat(read("s3://my-bucket").region()).isNull();

    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    assertThat(read("s3://my-bucket").endpoint()).isEqualTo(URI.create("http://127.0.0.1:1"));
    assertThat(read("s3://my-bucket").region()).isEqualTo("us-east-1");

    environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2");
    environment.put("MLFLOW_S3_ENDPOINT_URL", "http://127.0.0.1:3");
    environment.put("AWS_REGION", "eu-central-1");
    assertThat(read("s3://my-bucket").endpoint()).isEqualTo(URI.create("http://127.0.0.1:3"));
    assertThat(read("s3://my-bucket").region()).isEqualTo("eu-central-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:9000",
        "ftp://127.0.0.1",
        "http://127.0.0.1:9000/bucket",
        "http://127.0.0.1:99999",
        "https://127.0.0.1:0",
        "http://u:the-password@127.0.0.1",
        "http://a b"
      })
  void namesTheVariableOfAWrongEndpointAndNotItsValue(String endpoint) {
    environment.put("MLFLOW_S3_ENDPOINT_URL", endpoint);

    assertThatThrownBy(() -> read("s3://my-bucket"))
        .isInstanceOf(StoreMisconfigured.class)
        .hasMessageContaining("MLFLOW_S3_ENDPOINT_URL")
        .hasMessageNotContaining("the-password");
  }

  @Test
  void takesTheSchemeOfAnEndpointInAnyCase() {
    environment.put("AWS_ENDPOINT_URL", "HTTPS://127.0.0.1:9000");
    assertThat(read("s3://my-bucket").endpoint()).isEqualTo(URI.create("https://127.0.0.1:9000"));
  }

  @Test
  void keepsItsCopiesWhereTheUserSays() {
    environment.put("XDG_CACHE_HOME", "/var/tmp/caches");
    assertThat(read("s3://my-bucket").cache()).isEqualTo(Path.of("/var/tmp/caches/triptych"));

    environment.put("TRIPTYCH_CACHE", "/var/tmp/mine");
    environment.put("TRIPTYCH_CACHE_GIB", "0.5");
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9000");
    assertThat(read("s3://my-bucket").cache()).isEqualTo(Path.of("/var/tmp/mine"));
    assertThat(read("s3://my-bucket").cacheBytes()).isEqualTo(512L << 20);
    assertThat(read("s3://my-bucket/a/b").local())
        .isEqualTo(Path.of("/var/tmp/mine/stores/127.0.0.1-9000~my-bucket~a~b"));

    environment.put("TRIPTYCH_CACHE_GIB", "a lot");
    assertThatThrownBy(() -> read("s3://my-bucket"))
        .isInstanceOf(StoreMisconfigured.class)
        .hasMessageContaining("TRIPTYCH_CACHE_GIB");
  }
}
