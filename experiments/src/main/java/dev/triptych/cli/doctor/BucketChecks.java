package dev.triptych.cli.doctor;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.store.place.DataPlace;
import dev.triptych.worker.store.s3.S3Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks of a bucket: opening it asks for it with the credentials, and makes it if need be. */
final class BucketChecks {
  private static final String WHAT = "bucket";
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);

  private BucketChecks() {}

  static List<Finding> look(DataPlace.Bucket place) {
    List<Finding> findings = new ArrayList<>();
    try (S3Store store = place.open()) {
      findings.add(access(place, store));
      findings.add(conditions(store));
      findings.add(Finding.ok("local files", store.local().toString()));
    } catch (TriptychException e) {
      findings.add(Finding.fail(WHAT, e));
    }
    return List.copyOf(findings);
  }

  private static Finding access(DataPlace.Bucket place, S3Store store) {
    String probe = "doctor/probe-" + ProcessHandle.current().pid();
    store.write(probe, PROBE);
    boolean same = store.read(probe).filter(read -> Arrays.equals(read, PROBE)).isPresent();
    store.delete(probe);
    return same
        ? Finding.ok(WHAT, place + " at " + place.endpoint() + ", can be read and written")
        : Finding.fail(
            WHAT,
            place + " at " + place.endpoint() + " does not give back what was written",
            "Look at the server's logs and disks.");
  }

  private static Finding conditions(S3Store store) {
    return store.conditionalWrites()
        ? Finding.ok("conditional writes", "the server supports them")
        : Finding.warn(
            "conditional writes",
            "the server does not support them",
            "Nothing to mend for one launch at a time; two machines that launch the same new run, or"
                + " begin the same training, at the same moment may overwrite each other's entry.");
  }
}
