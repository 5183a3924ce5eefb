package dev.triptych.worker.store.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataPlaceTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "us", "AWS_SECRET_ACCESS_KEY", "hush");

  @Test
  void tellsBucketsFromFolders() {
    assertThat(DataPlace.of("s3://my-bucket/a", KEYS)).isInstanceOf(DataPlace.Bucket.class);
    for (String folder : new String[] {"data", "/tmp/a:b", "./s3", "c:/data", "a//b", "s3folder"}) {
      assertThat(DataPlace.of(folder, KEYS)).isEqualTo(new DataPlace.Folder(Path.of(folder)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3://my-bucket/a", "S3:/my-bucket/a", "S3:my-bucket/a"})
  void saysHowABucketIsSpelled(String place) {
    assertThatExceptionOfType(StoreMisconfigured.class)
        .isThrownBy(() -> DataPlace.of(place, KEYS))
        .withMessageContaining(place)
        .withMessageEndingWith("s3://my-bucket/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://my-bucket", "gs://b", "file:///tmp/data", "HTTP://host/b"})
  void takesNoOtherAddressForAFolder(String place) {
    assertThatExceptionOfType(StoreMisconfigured.class)
        .isThrownBy(() -> DataPlace.of(place, KEYS))
        .withMessageContaining(place)
        .withMessageContaining("s3://BUCKET/PREFIX");
  }

  @Test
  void refusesNamesThatNoFolderCanHave() {
    assertThatExceptionOfType(StoreMisconfigured.class)
        .isThrownBy(() -> DataPlace.of("a\0b", KEYS));
  }
}
