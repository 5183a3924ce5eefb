package dev.triptych.worker.store.s3;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class InJvmS3StoreTest extends S3StoreContract {
  private static InJvmS3 server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new InJvmS3();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Override
  protected boolean atomicConditions() {
    return false; // it looks first and writes then
  }

  @Override
  Map<String, String> server() {
    return server.environment();
  }
}
