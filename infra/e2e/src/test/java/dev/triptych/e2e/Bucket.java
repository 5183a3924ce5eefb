package dev.triptych.e2e;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A test's part of the bucket, looked at without Triptych. */
final class Bucket implements AutoCloseable {
  private final MinioClient client;
  private final String bucket;
  private final String prefix;

  /** An object. */
  record Entry(String name, long bytes) {}

  private static final String METADATA = "x-amz-meta-";

  /**
   * @param environment with addresses, credentials, and a place such as {@code s3://bucket/prefix}
   */
  Bucket(Map<String, String> environment) {
    client =
        MinioClient.builder()
            .endpoint(Objects.requireNonNull(environment.get("MLFLOW_S3_ENDPOINT_URL")))
            .credentials(
                Objects.requireNonNull(environment.get("AWS_ACCESS_KEY_ID")),
                Objects.requireNonNull(environment.get("AWS_SECRET_ACCESS_KEY")))
            .build();
    String[] place =
        Objects.requireNonNull(environment.get("TRIPTYCH_DATA"))
            .substring("s3://".length())
            .split("/", 2);
    bucket = place[0];
    prefix = place[1] + "/";
  }

  /** All objects whose names begin so. */
  List<Entry> list(String start) {
    List<Entry> entries = new ArrayList<>();
    try {
      for (Result<Item> result :
          client.listObjects(
              ListObjectsArgs.builder()
                  .bucket(bucket)
                  .prefix(prefix + start)
                  .recursive(true)
                  .build())) {
        Item item = result.get();
        entries.add(new Entry(item.objectName().substring(prefix.length()), item.size()));
      }
    } catch (Exception e) {
      throw new AssertionError("cannot list " + start, e);
    }
    return entries;
  }

  byte[] read(String name) {
    try (InputStream in =
        client.getObject(GetObjectArgs.builder().bucket(bucket).object(prefix + name).build())) {
      return in.readAllBytes();
    } catch (Exception e) {
      throw new AssertionError("cannot read " + name, e);
    }
  }

  void write(String name, byte[] content) {
    try {
      client.putObject(
          PutObjectArgs.builder().bucket(bucket).object(prefix + name).stream(
                  new ByteArrayInputStream(content), (long) content.length, -1L)
              .build());
    } catch (Exception e) {
      throw new AssertionError("cannot write " + name, e);
    }
  }

  /**
   * Spoils an object as a bad disk does: everything that is said of it stays, its digest too.
   *
   * @return the object's tag now; empty if the object has gone or changed meanwhile
   */
  Optional<String> spoil(String name, UnaryOperator<byte[]> spoiling) {
    String object = prefix + name;
    try {
      StatObjectResponse was =
          client.statObject(StatObjectArgs.builder().bucket(bucket).object(object).build());
      byte[] content = spoiling.apply(read(name));
      return Optional.of(
          client
              .putObject(
                  PutObjectArgs.builder().bucket(bucket).object(object).stream(
                          new ByteArrayInputStream(content), (long) content.length, -1L)
                      .userMetadata(metadata(was))
                      .extraHeaders(Map.of("If-Match", "\"" + was.etag() + "\""))
                      .build())
              .etag()
              .replace("\"", "")); // which an object of several parts has around it
    } catch (Exception | AssertionError e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> metadata(StatObjectResponse object) {
    Map<String, String> metadata = new TreeMap<>();
    for (String name : object.headers().names()) {
      if (name.toLowerCase(Locale.ROOT).startsWith(METADATA)) {
        metadata.put(name.substring(METADATA.length()), object.headers().get(name));
      }
    }
    return metadata;
  }

  void remove(String name) {
    try {
      client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(prefix + name).build());
    } catch (Exception e) {
      throw new AssertionError("cannot remove " + name, e);
    }
  }

  /** By which the server tells one content of an object from another; empty if there is none. */
  Optional<String> tag(String name) {
    try {
      return Optional.of(
          client
              .statObject(StatObjectArgs.builder().bucket(bucket).object(prefix + name).build())
              .etag());
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
