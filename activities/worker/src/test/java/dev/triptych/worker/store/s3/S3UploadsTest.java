package dev.triptych.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.triptych.worker.errors.TriptychException.StoreRefused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3UploadsTest {
  private static final String PNG = "images/portrait~yaw+step+-30+timestamp+1+a.png";

  @Test
  void writesBelowThePlaceNamesThatMlflowChose(@TempDir Path cache) throws Exception {
    try (InJvmS3 server = new InJvmS3()) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("TRIPTYCH_CACHE", cache.toString());
      try (S3Store bucket = S3Store.open(S3Settings.of("s3://mlflow-files", environment))) {
        S3Uploads.to("s3://mlflow-files/1/run/artifacts", environment)
            .put(PNG, "picture".getBytes(UTF_8), "image/png");

        assertThat(bucket.read("1/run/artifacts/" + PNG)).hasValue("picture".getBytes(UTF_8));
      }
    }
  }

  @Test
  void aMissingBucketIsNotTriedAgain() throws Exception {
    try (InJvmS3 server = new InJvmS3()) {
      S3Uploads uploads = S3Uploads.to("s3://nowhere/1", server.environment());

      assertThatExceptionOfType(StoreRefused.class)
          .isThrownBy(() -> uploads.put("a.json", new byte[] {1}, "application/json"))
          .withMessageContaining("nowhere");
    }
  }
}
