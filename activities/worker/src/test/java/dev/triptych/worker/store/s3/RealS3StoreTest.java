package dev.triptych.worker.store.s3;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a running server: {@code TRIPTYCH_TEST_S3} names its address, the usual variables
 * the credentials. It makes the bucket {@code triptych-contract} and empties its part of it.
 */
@EnabledIfEnvironmentVariable(named = "TRIPTYCH_TEST_S3", matches = "http.*")
class RealS3StoreTest extends S3StoreContract {
  @Override
  Map<String, String> server() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("MLFLOW_S3_ENDPOINT_URL", System.getenv("TRIPTYCH_TEST_S3"));
    return environment;
  }
}
