package dev.triptych.worker.memo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.host.Host;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final StageKey KEY = StageKey.of(Stage.FINE_TUNE, 1, Map.of("seed", 7));
  private static final String NAME = StoreLayout.claim(Stage.FINE_TUNE, KEY.sha256());
  private static final Claimant ELF = new Claimant("elf", "run 1", "activity 5", 1);
  private static final Claimant CLOWN = new Claimant("clown", "run 2", "activity 5", 9);
  private static final int PATIENCE = 10; // looks that a silent claim is left alone

  @TempDir private Path folder;
  private ArtifactStore store;
  private final FakeScheduler scheduler = new FakeScheduler();
  private final List<String> done = new ArrayList<>();
  private Optional<String> kept = Optional.empty();
  private Claims claims;

  @BeforeEach
  void open() {
    store = FolderStore.open(folder);
    claims = new Claims(store, scheduler);
  }

  /** As a process of its own would. */
  private String train(Claimant who, Supplier<String> work) {
    return claims.alone(KEY, who, () -> {}, () -> kept, work);
  }

  private Supplier<String> work(String what) {
    return () -> {
      done.add(what);
      return what;
    };
  }

  private void claimed(Claim claim) {
    store.write(NAME, Json.bytes(claim));
  }

  private static Claim elsewhere(Claimant who) {
    return new Claim("some id", 3, "another-machine", 1, who);
  }

  @Test
  void claimsAStageWhileItRunsAndNoLonger() {
    String result =
        train(
            ELF,
            () -> {
              assertThat(store.list("claims/")).containsExactly(NAME);
              return "trained";
            });

    assertThat(result).isEqualTo("trained");
    assertThat(store.list("claims/")).isEmpty();
    assertThat(scheduler.rests).isZero();
  }

  @Test
  void claimsNothingWhenTheResultIsKept() {
    kept = Optional.of("kept");

    assertThat(train(ELF, work("elf"))).isEqualTo("kept");
    assertThat(done).isEmpty();
    assertThat(Files.exists(folder.resolve("claims"))).isFalse();
  }

  @Test
  void removesItsClaimWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                train(
                    ELF,
                    () -> {
                      throw new IllegalStateException("no luck");
                    }))
        .hasMessage("no luck");

    assertThat(store.list("claims/")).isEmpty();
  }

  @Test
  void waitsForAsLongAsTheOwnerRenewsItsClaimAndTakesItsResult() {
    List<String> looks = new ArrayList<>();
    Runnable waiting =
        () -> {
          looks.add("look");
          kept = looks.size() == 100 * PATIENCE ? Optional.of("of the elf") : Optional.empty();
        };

    train(
        ELF,
        () -> {
          String other = claims.alone(KEY, CLOWN, waiting, () -> kept, work("clown"));
          assertThat(other).isEqualTo("of the elf");
          return "trained";
        });

    assertThat(done).isEmpty();
  }

  @Test
  void takesOverWhenTheClaimHasNotChangedForLong() {
    train(
        ELF,
        () -> {
          scheduler.kill();
          return train(CLOWN, work("clown"));
        });

    assertThat(done).containsExactly("clown");
    assertThat(scheduler.rests).isEqualTo(PATIENCE);
  }

  @Test
  void countsTheSilenceFromTheLastChangeOfWhoeverHasTheClaim() {
    claimed(elsewhere(ELF));
    Runnable quickerWaiter =
        () -> {
          if (scheduler.rests == PATIENCE - 1) {
            claimed(elsewhere(CLOWN)); // takes it over just before
          }
        };

    claims.alone(
        KEY, new Claimant("statue", "run 3", "1", 1), quickerWaiter, () -> kept, work("statue"));

    assertThat(scheduler.rests).isEqualTo(2 * PATIENCE);
  }

  @Test
  void letsALaterAttemptOfTheSameActivityTakeOverAtOnce() {
    claimed(elsewhere(ELF));

    train(new Claimant("elf", "run 1", "activity 5", 2), work("again"));

    assertThat(done).containsExactly("again");
    assertThat(scheduler.rests).isZero();
  }

  @Test
  void letsNobodyElseTakeOverAtOnce() {
    assertThat(ELF.follows(ELF)).isFalse();
    assertThat(CLOWN.follows(ELF)).isFalse();
    assertThat(new Claimant("elf", "run 2", "activity 5", 2).follows(ELF)).isFalse();
    assertThat(new Claimant("elf", "run 1", "activity 6", 2).follows(ELF)).isFalse();
  }

  @Test
  void takesOverAtOnceFromADeadProcessOfThisMachine() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    claimed(new Claim("some id", 3, Host.name(), dead.pid(), ELF));

    train(CLOWN, work("clown"));

    assertThat(scheduler.rests).isZero();
  }

  @Test
  void takesOverInTheEndWhatIsNoClaim() {
    for (String odd : new String[] {"{\"id\":", "{}", "[]", "null", ""}) {
      store.write(NAME, odd.getBytes(UTF_8));
      scheduler.rests = 0;

      train(CLOWN, work(odd));

      assertThat(scheduler.rests).as(odd).isBetween(PATIENCE - 1, PATIENCE);
    }
    assertThat(done).hasSize(5);
  }

  @Test
  void givesUpWhenItIsCancelledAndLeavesTheClaimAlone() {
    claimed(elsewhere(ELF));

    assertThatThrownBy(
            () ->
                claims.alone(
                    KEY,
                    CLOWN,
                    () -> {
                      throw new CancellationException("cancelled");
                    },
                    () -> kept,
                    work("clown")))
        .hasMessage("cancelled");

    assertThat(done).isEmpty();
    assertThat(store.read(NAME)).contains(Json.bytes(elsewhere(ELF)));
  }

  @Test
  void neverTouchesTheClaimOfWhoeverTookOver() {
    byte[] theirs = Json.bytes(elsewhere(CLOWN));

    train(
        ELF,
        () -> {
          store.write(NAME, theirs);
          scheduler.sleep(Duration.ofMinutes(1));
          assertThat(store.read(NAME)).contains(theirs);
          return "trained all the same";
        });

    assertThat(store.read(NAME)).contains(theirs);
  }

  @Test
  void looksForTheResultOnceMoreWhenItHasTheClaim() {
    List<Integer> looks = new ArrayList<>();
    Supplier<Optional<String>> keptMeanwhile =
        () -> {
          looks.add(1);
          return looks.size() == 1 ? Optional.empty() : Optional.of("kept meanwhile");
        };

    String result = claims.alone(KEY, ELF, () -> {}, keptMeanwhile, work("elf"));

    assertThat(result).isEqualTo("kept meanwhile");
    assertThat(done).isEmpty();
    assertThat(store.list("claims/")).isEmpty();
  }

  @Test
  void removesTheClaimOfAnAttemptThatDiedWhenItsResultWasKept() {
    claimed(elsewhere(ELF));
    kept = Optional.of("kept");

    train(CLOWN, work("clown"));
    assertThat(store.list("claims/")).containsExactly(NAME); // its owner may live

    train(new Claimant("elf", "run 1", "activity 5", 2), work("again"));
    assertThat(store.list("claims/")).isEmpty();
  }

  @Test
  void renewsAClaimThatWasDamaged() {
    train(
        ELF,
        () -> {
          store.write(NAME, "{\"id\":".getBytes(UTF_8));
          scheduler.sleep(Duration.ofMinutes(1));
          assertThat(store.read(NAME).flatMap(Claim::parse).map(Claim::owner)).contains(ELF);
          return "trained";
        });

    assertThat(store.list("claims/")).isEmpty();
  }

  @Test
  void removesItsClaimAlsoWhenItWasDamagedInTheEnd() {
    train(
        ELF,
        () -> {
          store.write(NAME, new byte[0]);
          return "trained";
        });

    assertThat(store.list("claims/")).isEmpty();
  }
}
